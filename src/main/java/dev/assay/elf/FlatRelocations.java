package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.OptionalLong;

/// The `R_*_RELATIVE` entries of a flat kernel image (`.rela.dyn` in its init data), found by their form: nothing points
/// at them but code. `.relr.dyn` needs no search, since its addends are in place.
///
/// @param start of the table in the image, in bytes
/// @param count of its entries
record FlatRelocations(Slice image, long start, long count) {
    static final int ENTRY_SIZE = 24;
    /// Fewer could be numbers that only look so.
    private static final int FEWEST = 8;
    /// Of the words that are looked at; a multiple of three of them is an entry.
    private static final int STEP = FEWEST * ENTRY_SIZE / 8;
    private static final int CHUNK = 170 * STEP;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    /// Entries that fit in one way only.
    private static final int ENOUGH = 256;
    private static final long MOST_LOOKS = 1 << 24;

    /// The longest run of relative relocations that stay within one kernel's size of each other.
    static FlatRelocations find(Slice image, FlatHeader header) {
        FlatRelocations longest = new FlatRelocations(image, 0, 0);
        long[] words = new long[CHUNK];
        long next = 0;
        for (long start = 0; start < image.size() - ENTRY_SIZE; start += CHUNK * 8L) {
            int length = (int) Math.min(CHUNK, (image.size() - start) / 8);
            MemorySegment.copy(image.segment(), U64, start, words, 0, length);
            // One of three neighbours in every stretch of eight entries is an entry's type, wherever a table begins.
            for (int i = 0; i + 2 < length; i += STEP) {
                for (int type = i; type <= i + 2; type++) {
                    long entry = start + 8L * type - 8;
                    if (words[type] == header.relative() && entry >= next && isEntry(image, entry, header)) {
                        FlatRelocations run = around(image, entry, header);
                        longest = run.count() > longest.count() ? run : longest;
                        next = run.start() + run.count() * ENTRY_SIZE;
                    }
                }
            }
        }
        return longest.count() < FEWEST ? new FlatRelocations(image, 0, 0) : longest;
    }

    private static boolean isEntry(Slice image, long at, FlatHeader header) {
        return at >= 0 && image.contains(at, ENTRY_SIZE) && image.u64(at + 8) == header.relative()
                && header.isAddress(image.u64(at)) && header.isAddress(image.u64(at + 16));
    }

    private static FlatRelocations around(Slice image, long entry, FlatHeader header) {
        long start = entry;
        while (isEntry(image, start - ENTRY_SIZE, header) && isNear(image, entry, start - ENTRY_SIZE, header)) {
            start -= ENTRY_SIZE;
        }
        long end = entry + ENTRY_SIZE;
        while (isEntry(image, end, header) && isNear(image, entry, end, header)) {
            end += ENTRY_SIZE;
        }
        return new FlatRelocations(image, start, (end - start) / ENTRY_SIZE);
    }

    private static boolean isNear(Slice image, long entry, long other, FlatHeader header) {
        return Math.abs(image.u64(entry) - image.u64(other)) < header.memory(image);
    }

    /// Where an entry applies.
    long place(long index) {
        return image.u64(start + index * ENTRY_SIZE);
    }

    /// What it writes there.
    long value(long index) {
        return image.u64(start + index * ENTRY_SIZE + 16);
    }

    /// The one address of the image for which every entry applies to a place that is still empty, or has its value
    /// already; empty if there is none, or more than one.
    OptionalLong base() {
        if (count < ENOUGH) {
            return OptionalLong.empty();
        }
        long low = place(0);
        long high = low;
        for (long i = 1; i < count; i++) {
            low = Math.min(low, place(i));
            high = Math.max(high, place(i));
        }
        OptionalLong found = OptionalLong.empty();
        long left = MOST_LOOKS;
        for (long base = low & -FlatBase.ALIGNMENT; high - base < image.size() && left > 0; base -=
                FlatBase.ALIGNMENT) {
            long fitting = fitting(base);
            left -= fitting + 1;
            if (fitting == count) {
                if (found.isPresent()) {
                    return OptionalLong.empty();
                }
                found = OptionalLong.of(base);
            }
        }
        return found;
    }

    /// What the kernel writes to an address; linkers sort these entries.
    OptionalLong valueFor(long address) {
        long low = 0;
        long high = count;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (place(middle) < address) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < count && place(low) == address ? OptionalLong.of(value(low)) : OptionalLong.empty();
    }

    /// How many of the first entries fit an image at `base`.
    private long fitting(long base) {
        for (long i = 0; i < count; i++) {
            long at = place(i) - base;
            if (!image.contains(at, 8) || (image.u64(at) != 0 && image.u64(at) != value(i))) {
                return i;
            }
        }
        return count;
    }
}
