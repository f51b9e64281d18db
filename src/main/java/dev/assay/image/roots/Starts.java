package dev.assay.image.roots;

/// The addresses at which functions start. Most of a kernel's data is no such address; that is found out by one look
/// at a table of bits.
final class Starts {
    private static final int MOST_BITS = 1 << 22;

    private final long[] sorted;
    private final long low;
    private final long span;
    private final int shift;
    private final long[] bits;

    /// @param sorted in unsigned order
    Starts(long[] sorted) {
        this.sorted = sorted;
        this.low = sorted.length == 0 ? 0 : sorted[0];
        this.span = sorted.length == 0 ? -1 : sorted[sorted.length - 1] - low;
        int wide = 0;
        while (span >>> wide >= MOST_BITS) {
            wide++;
        }
        this.shift = wide;
        this.bits = new long[(int) ((span >>> shift) >>> 6) + 1];
        for (long start : sorted) {
            long bit = (start - low) >>> shift;
            bits[(int) (bit >>> 6)] |= 1L << bit;
        }
    }

    int count() {
        return sorted.length;
    }

    long get(int index) {
        return sorted[index];
    }

    boolean contains(long address) {
        long distance = address - low;
        if (Long.compareUnsigned(distance, span) > 0 || sorted.length == 0) {
            return false;
        }
        long bit = distance >>> shift;
        return (bits[(int) (bit >>> 6)] & 1L << bit) != 0 && indexOf(address) >= 0;
    }

    /// Its number; negative if no function starts there.
    int indexOf(long address) {
        int index = firstFrom(address);
        return index < sorted.length && sorted[index] == address ? index : -1;
    }

    /// The number of the first function at `address` or behind it.
    int firstFrom(long address) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (Long.compareUnsigned(sorted[middle], address) < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }
}
