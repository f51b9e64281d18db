package dev.assay.image.calls;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The parts of functions that compilers put elsewhere because they seldom run (`f.cold`). One is reached from its
/// function: if by no transfer that is known, then through a table.
final class ColdParts {
    private static final String MARK = ".cold";

    private ColdParts() {}

    /// Adds an edge to each part that no known one leads to. Of several functions of one name all get it.
    static void join(Functions functions, EdgeTable edges) {
        boolean[] reached = new boolean[functions.count()];
        for (int edge = 0; edge < edges.count(); edge++) {
            int to = edges.to(edge);
            if (to >= 0 && to < reached.length && edges.kind(edge).isKnown()) {
                reached[to] = true;
            }
        }
        Map<String, List<Integer>> parts = new HashMap<>();
        for (int function = 0; function < functions.count(); function++) {
            if (!reached[function] && functions.nameContains(function, MARK)) {
                String name = functions.name(function);
                parts.computeIfAbsent(name.substring(0, name.indexOf(MARK)), whole -> new ArrayList<>()).add(function);
            }
        }
        for (int function = 0; function < functions.count() && !parts.isEmpty(); function++) {
            for (int part : parts.getOrDefault(functions.name(function), List.of())) {
                edges.add(function, part, 0, Edge.JUMP_TABLE);
            }
        }
    }
}
