package dev.assay.image.calls;

import java.util.Arrays;

/// A growing row of addresses.
final class Addresses {
    private long[] values = new long[64];
    private int count;

    /// How many of the first `count` of some addresses in unsigned order are not above `address`.
    static int countUpTo(long[] sorted, int count, long address) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(sorted[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Its index.
    int add(long address) {
        if (count == values.length) {
            values = Arrays.copyOf(values, count * 2);
        }
        values[count] = address;
        return count++;
    }

    int count() {
        return count;
    }

    void set(int index, long address) {
        values[index] = address;
    }

    long[] toArray() {
        return Arrays.copyOf(values, count);
    }

    long at(int index) {
        return values[index];
    }
}
