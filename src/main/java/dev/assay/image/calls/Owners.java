package dev.assay.image.calls;

import java.util.Arrays;

/// Which function each edge of a sweep leaves: runs of edges, one behind the other.
final class Owners {
    private int[] owners = new int[256];
    private int[] ends = new int[256];
    private int count;
    private int cursor;

    /// Every edge up to `end` that has no owner yet belongs to `owner`.
    void fill(int end, int owner) {
        if (count == owners.length) {
            owners = Arrays.copyOf(owners, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        owners[count] = owner;
        ends[count++] = end;
    }

    /// The owner of an edge; to be asked in order.
    int at(int edge) {
        while (ends[cursor] <= edge) {
            cursor++;
        }
        return owners[cursor];
    }
}
