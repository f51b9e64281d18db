package dev.assay.image.calls;

import java.util.Arrays;

/// A growing row of addresses.
final class Addresses {
    private long[] values = new long[64];
    private int count;

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
