package dev.assay.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.bytes.Slice;
import dev.assay.dwarf.Dwarf;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes debug sections value by value, so that a test can say which one is wrong.
public final class DwarfBuilder {
    /// Name of the file in messages.
    public static final String FILE = "test.o";

    private final Map<String, Bytes> sections = new LinkedHashMap<>();

    /// One section, or a part whose length is not known before it is written.
    public static final class Bytes {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();

        /// Where the next value goes, in bytes.
        public int size() {
            return out.size();
        }

        /// Single bytes.
        public Bytes u8(int... values) {
            for (int value : values) {
                out.write(value);
            }
            return this;
        }

        /// Two bytes.
        public Bytes u16(int value) {
            return u8(value, value >> 8);
        }

        /// Four bytes.
        public Bytes u32(long value) {
            return u16((int) value).u16((int) (value >> 16));
        }

        /// Eight bytes.
        public Bytes u64(long value) {
            return u32(value).u32(value >> 32);
        }

        /// Unsigned LEB128.
        public Bytes uleb(long value) {
            long rest = value;
            while (rest >>> 7 != 0) {
                out.write(((int) rest & 0x7f) | 0x80);
                rest >>>= 7;
            }
            return u8((int) rest);
        }

        /// A string with its NUL.
        public Bytes string(String text) {
            out.writeBytes(text.getBytes(UTF_8));
            return u8(0);
        }

        /// What `content` writes, behind a 32-bit length.
        public Bytes sized(Consumer<Bytes> content) {
            Bytes part = new Bytes();
            content.accept(part);
            u32(part.size());
            out.writeBytes(part.toByteArray());
            return this;
        }

        /// A declaration of an abbreviation: `pairs` are attributes and forms.
        public Bytes abbreviation(int code, int tag, boolean children, int... pairs) {
            uleb(code).uleb(tag).u8(children ? 1 : 0);
            for (int value : pairs) {
                uleb(value);
            }
            return u8(0, 0);
        }

        /// A DWARF 4 unit with the abbreviation table at 0.
        public Bytes unit4(Consumer<Bytes> entries) {
            return sized(unit -> entries.accept(unit.u16(4).u32(0).u8(8)));
        }

        /// A DWARF 5 compile unit with the abbreviation table at 0.
        public Bytes unit5(Consumer<Bytes> entries) {
            return sized(unit -> entries.accept(unit.u16(5).u8(1, 8).u32(0)));
        }

        /// All that was written.
        public byte[] toByteArray() {
            return out.toByteArray();
        }
    }

    /// A section to write to, like `.debug_info`.
    public Bytes section(String name) {
        return sections.computeIfAbsent(name, n -> new Bytes());
    }

    /// The sections as DWARF.
    public Dwarf dwarf() {
        Map<String, Slice> slices = new LinkedHashMap<>();
        sections.forEach((name, bytes) -> slices.put(name, slice(name, bytes.toByteArray())));
        return Dwarf.of(FILE, name -> Optional.ofNullable(slices.get(name)));
    }

    /// Bytes as a section, in memory of the kind that mapped files have.
    public static Slice slice(String name, byte[] bytes) {
        MemorySegment segment = Arena.ofAuto().allocate(Math.max(bytes.length, 1)).asSlice(0, bytes.length);
        segment.copyFrom(MemorySegment.ofArray(bytes));
        return Slice.of(FILE, name, segment);
    }
}
