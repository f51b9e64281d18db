package dev.assay.check.reach;

import dev.assay.image.calls.Kernel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.function.IntPredicate;

/// Walks a kernel's call graph from one node, against the calls or along them: first over known edges alone, then over
/// those that are not known to be taken, so that a route has as few of the latter as can be, and is the shortest of
/// these. Nothing is recursive.
final class Search {
    private static final int NONE = -1;

    private final Kernel kernel;
    private final boolean backwards;
    /// The edge over which each node was found; [#NONE] where the search starts.
    private final int[] over;
    private final byte[] unknown;
    private final boolean[] seen;
    private final List<Integer> found = new ArrayList<>();

    private Search(Kernel kernel, boolean backwards) {
        this.kernel = kernel;
        this.backwards = backwards;
        this.over = new int[kernel.nodes()];
        this.unknown = new byte[kernel.nodes()];
        this.seen = new boolean[kernel.nodes()];
        Arrays.fill(over, NONE);
    }

    /// Whether a search goes on.
    interface Visit {
        /// A node was found.
        ///
        /// @param unknownEdges on the way to it
        /// @return whether to go on behind it
        boolean at(int node, int unknownEdges);
    }

    /// Searches against the calls from `start`.
    ///
    /// @param enough asked before each node; whether to end
    static Search callers(Kernel kernel, int start, Visit visit, IntPredicate enough) {
        Search search = new Search(kernel, true);
        search.run(List.of(start), visit, enough);
        return search;
    }

    /// Everything from which one of `starts` may be reached, with them.
    static List<Integer> allCallers(Kernel kernel, Collection<Integer> starts) {
        Search search = new Search(kernel, true);
        search.run(starts, (node, unknownEdges) -> true, visited -> false);
        return search.found();
    }

    /// Searches along the calls from `start`.
    static Search callees(Kernel kernel, int start, Visit visit, IntPredicate enough) {
        Search search = new Search(kernel, false);
        search.run(List.of(start), visit, enough);
        return search;
    }

    private void run(Collection<Integer> starts, Visit visit, IntPredicate enough) {
        ArrayDeque<Integer> now = new ArrayDeque<>();
        ArrayDeque<Integer> later = new ArrayDeque<>();
        for (int start : starts) {
            now.add(start);
            seen[start] = true;
        }
        for (int level = 0; !now.isEmpty(); level++) {
            while (!now.isEmpty()) {
                int node = now.remove();
                if (enough.test(found.size())) {
                    return;
                }
                found.add(node);
                unknown[node] = (byte) Math.min(level, Byte.MAX_VALUE);
                if (visit.at(node, level)) {
                    expand(node, now, later);
                }
            }
            while (!later.isEmpty()) {
                int edge = later.remove();
                int next = next(edge);
                if (!seen[next]) {
                    take(next, edge, now);
                }
            }
        }
    }

    /// Nodes that a known edge leads to are next; the others wait until there are no more of those.
    private void expand(int node, ArrayDeque<Integer> now, ArrayDeque<Integer> later) {
        int count = backwards ? kernel.callers(node) : kernel.edgesEnd(node) - kernel.firstEdge(node);
        for (int i = 0; i < count; i++) {
            int edge = backwards ? kernel.caller(node, i) : kernel.firstEdge(node) + i;
            int next = next(edge);
            if (next < 0 || seen[next]) {
                continue;
            }
            if (kernel.kind(edge).isKnown()) {
                take(next, edge, now);
            } else if (kernel.kind(edge).leadsOn(false)) {
                later.add(edge);
            }
        }
    }

    private int next(int edge) {
        return backwards ? kernel.from(edge) : kernel.to(edge);
    }

    private void take(int node, int edge, ArrayDeque<Integer> queue) {
        seen[node] = true;
        over[node] = edge;
        queue.add(node);
    }

    /// Everything found, the start first, in the order of unknown edges and then of distance.
    List<Integer> found() {
        return found;
    }

    /// The least number of unknown edges between a node that was found and the start.
    int unknownEdges(int node) {
        return unknown[node];
    }

    /// The way between the start and a node that was found, in the direction of the calls.
    Route route(int node) {
        List<Integer> edges = new ArrayList<>();
        int at = node;
        while (over[at] != NONE) {
            edges.add(over[at]);
            at = backwards ? kernel.to(over[at]) : kernel.from(over[at]);
        }
        if (backwards) {
            return new Route(node, edges);
        }
        Collections.reverse(edges);
        return new Route(at, edges);
    }
}
