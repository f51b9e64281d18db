package dev.assay.image.calls;

import java.util.Arrays;

/// Edges with both ends, in the order in which they were found; then sorted by where they start.
final class EdgeTable {
    private final EdgeList edges;
    private int[] from;

    EdgeTable(int room) {
        edges = new EdgeList(Math.max(16, room));
        from = new int[Math.max(16, room)];
    }

    void add(int source, int destination, int offset, Edge kind) {
        if (edges.count() == from.length) {
            from = Arrays.copyOf(from, edges.count() * 2);
        }
        from[edges.count()] = source;
        edges.add(destination, offset, kind);
    }

    int count() {
        return edges.count();
    }

    int from(int edge) {
        return from[edge];
    }

    int to(int edge) {
        return edges.to(edge);
    }

    void lead(int edge, int destination) {
        edges.lead(edge, destination);
    }

    int offset(int edge) {
        return edges.offset(edge);
    }

    Edge kind(int edge) {
        return edges.kind(edge);
    }

    /// Where the edges of each node start once they are sorted, and behind the last of them.
    int[] starts(int nodes) {
        int[] starts = new int[nodes + 1];
        for (int edge = 0; edge < count(); edge++) {
            starts[from[edge] + 1]++;
        }
        for (int node = 0; node < nodes; node++) {
            starts[node + 1] += starts[node];
        }
        return starts;
    }

    /// The edges in order of where they start; those of one node in the order in which they were found.
    ///
    /// @return for each place the edge that belongs there
    int[] sorted(int[] starts) {
        int[] next = Arrays.copyOf(starts, starts.length);
        int[] order = new int[count()];
        for (int edge = 0; edge < count(); edge++) {
            order[next[from[edge]]++] = edge;
        }
        return order;
    }
}
