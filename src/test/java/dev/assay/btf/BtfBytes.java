package dev.assay.btf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.bytes.Slice;
import dev.assay.testing.ElfBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Builds BTF from values: each type with its words behind the common ones.
public final class BtfBytes {
    private final ByteArrayOutputStream types = new ByteArrayOutputStream();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private final int stringsStart;

    /// @param stringsStart 0, or for a split one where the strings of its base end
    public BtfBytes(int stringsStart) {
        this.stringsStart = stringsStart;
        if (stringsStart == 0) {
            strings.write(0);
        }
    }

    /// Offset of a new string.
    public int string(String text) {
        int offset = stringsStart + strings.size();
        strings.writeBytes(text.getBytes(UTF_8));
        strings.write(0);
        return offset;
    }

    /// Adds a type.
    ///
    /// @param name  offset of its name
    /// @param parts `vlen`
    /// @param word  its size, or the number of another type
    /// @param tail  the words behind
    public BtfBytes type(int name, Kind kind, int parts, int word, int... tail) {
        return type(name, kind.number() << 24 | parts, word, tail);
    }

    BtfBytes type(int name, int info, int word, int... tail) {
        ByteBuffer out = ByteBuffer.allocate(12 + 4 * tail.length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(name).putInt(info).putInt(word);
        for (int value : tail) {
            out.putInt(value);
        }
        types.writeBytes(out.array());
        return this;
    }

    int stringsEnd() {
        return stringsStart + strings.size();
    }

    public byte[] bytes() {
        ByteBuffer out = ByteBuffer.allocate(24 + types.size() + strings.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(24);
        out.putInt(0).putInt(types.size()).putInt(types.size()).putInt(strings.size());
        return out.put(types.toByteArray()).put(strings.toByteArray()).array();
    }

    Slice slice() {
        return slice(bytes());
    }

    static Slice slice(byte... bytes) {
        return ElfBytes.sliceOf(bytes).named(".BTF");
    }
}
