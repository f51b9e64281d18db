package dev.assay.elf;

import dev.assay.bytes.Slice;
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

    /// The longest run of relative relocations that stay within one kernel's size of each other.
    static FlatRelocations find(Slice image, FlatHeader header) {
        FlatRelocations longest = new FlatRelocations(image, 0, 0);
        // One of three neighbours in every stretch of eight entries is an entry's type, wherever a table begins.
        long step = (long) FEWEST * ENTRY_SIZE;
        for (long at = 0; at + step + 2L * ENTRY_SIZE <= image.size(); at += step) {
            for (long entry = at; entry < at + ENTRY_SIZE; entry += 8) {
                if (image.u64(entry + 8) == header.relative() && isEntry(image, entry, header)) {
                    FlatRelocations run = around(image, entry, header);
                    longest = run.count() > longest.count() ? run : longest;
                    at = Math.max(at, run.start() + run.count() * ENTRY_SIZE - step);
                    break;
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

    /// The pointer that some entry writes `distance` bytes behind what it points at; empty unless there is just one.
    OptionalLong valueAtDistance(long distance, long alignment) {
        OptionalLong found = OptionalLong.empty();
        for (long i = 0; i < count; i++) {
            if (place(i) - value(i) == distance && value(i) % alignment == 0) {
                if (found.isPresent() && found.getAsLong() != value(i)) {
                    return OptionalLong.empty();
                }
                found = OptionalLong.of(value(i));
            }
        }
        return found;
    }

    /// Whether in an image at `base` every entry applies to a place that is still empty, or has its value already.
    boolean fit(long base) {
        for (long i = 0; i < count; i++) {
            long at = place(i) - base;
            if (!image.contains(at, 8) || (image.u64(at) != 0 && image.u64(at) != value(i))) {
                return false;
            }
        }
        return true;
    }
}
