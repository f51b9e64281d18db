package dev.assay.image.calls;

import java.util.Arrays;

/// Edges in the order in which they are found, in plain arrays: a kernel has a million.
final class EdgeList {
    private int count;
    private int[] to;
    private int[] offsets;
    private byte[] kinds;

    EdgeList(int room) {
        to = new int[room];
        offsets = new int[room];
        kinds = new byte[room];
    }

    /// @param destination index of a function; negative where there is none, or none yet
    /// @param offset      of the instruction from the start of its function, in bytes
    void add(int destination, int offset, Edge kind) {
        if (count == to.length) {
            to = Arrays.copyOf(to, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2);
            kinds = Arrays.copyOf(kinds, count * 2);
        }
        to[count] = destination;
        offsets[count] = offset;
        kinds[count++] = kind.code();
    }

    int count() {
        return count;
    }

    int to(int edge) {
        return to[edge];
    }

    void lead(int edge, int destination) {
        to[edge] = destination;
    }

    int offset(int edge) {
        return offsets[edge];
    }

    Edge kind(int edge) {
        return Edge.of(kinds[edge]);
    }
}
