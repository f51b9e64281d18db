package dev.assay.testing;

import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;

/// A file from [ElfBuilder], to be read as it is or damaged first.
public final class ElfBytes {
    private static final int HEADER_SIZE = 64;

    private final byte[] bytes;
    private final long headers;
    private final Map<String, Integer> indexes;

    ElfBytes(byte[] bytes, long headers, Map<String, Integer> indexes) {
        this.bytes = bytes;
        this.headers = headers;
        this.indexes = Map.copyOf(indexes);
    }

    /// A copy of the file.
    public byte[] bytes() {
        return bytes.clone();
    }

    /// Of the file, in bytes.
    public int size() {
        return bytes.length;
    }

    /// Where the section headers start in the file.
    public long headers() {
        return headers;
    }

    /// Where the header of a section starts in the file.
    public long header(String section) {
        return headers + (long) HEADER_SIZE * index(section);
    }

    /// Where the contents of a section start in the file.
    public long contents(String section) {
        return buffer().getLong((int) header(section) + 24);
    }

    public int index(String section) {
        Integer index = indexes.get(section);
        if (index == null) {
            throw new IllegalArgumentException("no section " + section);
        }
        return index;
    }

    /// Overwrites `width` bytes at `offset` of the file.
    public ElfBytes put(long offset, int width, long value) {
        for (int i = 0; i < width; i++) {
            bytes[Math.toIntExact(offset + i)] = (byte) (value >> (8 * i));
        }
        return this;
    }

    /// The file's first `size` bytes.
    public ElfBytes truncated(int size) {
        return new ElfBytes(Arrays.copyOf(bytes, size), headers, indexes);
    }

    /// The file in native memory, named `test.elf`.
    public Slice slice() {
        return sliceOf(bytes);
    }

    /// Bytes in native memory, named `test.elf`.
    public static Slice sliceOf(byte... bytes) {
        MemorySegment segment = Arena.ofAuto().allocate(Math.max(1, bytes.length)).asSlice(0, bytes.length);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return Slice.of("test.elf", "file", segment);
    }

    private ByteBuffer buffer() {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
