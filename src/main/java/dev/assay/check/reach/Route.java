package dev.assay.check.reach;

import java.util.List;

/// A chain of edges of a kernel's call graph.
///
/// @param start the node where it begins
/// @param edges one behind the other; none for a chain of one node
record Route(int start, List<Integer> edges) {
    Route {
        edges = List.copyOf(edges);
    }
}
