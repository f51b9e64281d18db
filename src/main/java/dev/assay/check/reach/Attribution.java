package dev.assay.check.reach;

import dev.assay.check.panics.Site;
import dev.assay.check.reach.Attributed.Panic;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Finds for each panic in Rust's library the functions outside of it whose calls lead there, through the library alone.
final class Attribution {
    private final KernelReach reach;
    private final Steps steps;
    private final TreeMap<Integer, List<Panic>> byFunction = new TreeMap<>();

    Attribution(KernelReach reach) {
        this.reach = reach;
        this.steps = new Steps(reach);
    }

    /// Every function outside the library that leads to a panic, in order of image and place.
    List<Attributed> all() {
        for (Map.Entry<Integer, List<Site>> holder : reach.sites().entrySet()) {
            Search search = Search.callers(reach.kernel(), holder.getKey(),
                    (node, unknownEdges) -> isPassed(node), visited -> false);
            for (int node : search.found()) {
                if (!reach.names().isLibrary(node) && !reach.isEntry(node)) {
                    for (Site site : holder.getValue()) {
                        byFunction.computeIfAbsent(node, n -> new ArrayList<>())
                                .add(new Panic(site, steps.way(null, search.route(node), site)));
                    }
                }
            }
        }
        List<Attributed> all = new ArrayList<>();
        byFunction.forEach((node, panics) -> {
            panics.sort(Attribution::inOrder);
            all.add(new Attributed(reach.names().path(node), reach.kernel().symbol(node), crate(node, panics),
                    reach.names().image(node), panics));
        });
        return all;
    }

    /// Whether the way goes on behind a function: one of the library, but not one that is already panicking.
    private boolean isPassed(int node) {
        return reach.names().isLibrary(node) && !reach.isEntry(node);
    }

    private String crate(int node, List<Panic> panics) {
        String crate = reach.names().crate(node);
        for (Panic panic : panics) {
            if (crate.isEmpty() && panic.way().steps().size() == 1) {
                crate = panic.site().crate();
            }
        }
        return crate;
    }

    private static int inOrder(Panic a, Panic b) {
        int byWay = Integer.compare(order(a.way()), order(b.way()));
        int byPlace = byWay != 0 ? byWay : inOrder(a.site().location(), b.site().location());
        return byPlace != 0 ? byPlace : a.site().kind().compareTo(b.site().kind());
    }

    /// Unknown places last.
    private static int inOrder(@Nullable SourceLocation a, @Nullable SourceLocation b) {
        return a == null || b == null ? Boolean.compare(a == null, b == null) : a.compareTo(b);
    }

    /// Own panics first, then the nearer ones, and behind all others those that nobody is known to get to.
    private static int order(Way way) {
        return way.steps().size() + 10_000 * way.unknownEdges();
    }
}
