package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.LongUnaryOperator;

/// A part of a kernel that its kallsyms tables may lie in, and what their values may be.
///
/// @param bytes      the part
/// @param address    of its first byte; in a flat image, whose own address is not known yet, the offset in the image
/// @param low        the lowest address that a symbol may have
/// @param high       the highest; a symbol may name the end of the kernel
/// @param isFlat     whether addresses count from the start of the image, so that only distances can be checked
/// @param relocated  the pointer at an offset of the part, as it is once the kernel has relocated itself
record KallsymsPlace(Slice bytes, long address, long low, long high, boolean isFlat, LongUnaryOperator relocated) {
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// The first offset from `offset` on whose address is a multiple of `alignment`.
    long up(long offset, int alignment) {
        return (address + offset + alignment - 1 & -alignment) - address;
    }

    /// The last offset up to `offset` whose address is a multiple of `alignment`.
    long down(long offset, int alignment) {
        return (address + offset & -alignment) - address;
    }

    boolean isAligned(long offset, int alignment) {
        return (address + offset & alignment - 1) == 0;
    }

    boolean contains(long offset, long length) {
        return bytes.contains(offset, length);
    }

    /// `count` values of four bytes, in one piece: far quicker than to ask for each.
    int[] words(long offset, int count) {
        bytes.require(offset, 4L * count, "a table of kallsyms");
        int[] words = new int[count];
        MemorySegment.copy(bytes.segment(), U32, offset, words, 0, count);
        return words;
    }

    /// `count` values of eight bytes.
    long[] longs(long offset, int count) {
        bytes.require(offset, 8L * count, "a table of kallsyms");
        long[] longs = new long[count];
        MemorySegment.copy(bytes.segment(), U64, offset, longs, 0, count);
        return longs;
    }
}
