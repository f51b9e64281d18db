package dev.assay.check.reach;

import dev.assay.check.panics.Site;
import dev.assay.check.reach.Step.Leaving;
import dev.assay.image.calls.CallGraph;
import dev.assay.image.calls.Edge;
import dev.assay.image.calls.Kernel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Turns routes into what a reader sees: a function, and the place in it where control goes on.
final class Steps {
    private final KernelReach reach;
    private final Kernel kernel;

    Steps(KernelReach reach) {
        this.reach = reach;
        this.kernel = reach.kernel();
    }

    /// A route that ends in a function, or in a panic of that function.
    ///
    /// @param from the root that it starts at; null if it starts at a function that was asked about
    /// @param site where it ends; null for the function itself
    Way way(@Nullable Entrance from, Route route, @Nullable Site site) {
        List<Step> steps = new ArrayList<>();
        int node = route.start();
        for (int edge : route.edges()) {
            steps.add(step(node, leaving(edge)));
            node = kernel.to(edge);
        }
        steps.add(step(node, null));
        Way way = new Way(from, steps);
        return site == null ? way : endingIn(way, site);
    }

    /// A way to a function made one to a panic of that function.
    static Way endingIn(Way way, Site site) {
        List<Step> steps = new ArrayList<>(way.steps());
        Step last = steps.removeLast();
        steps.add(new Step(last.function(), last.symbol(), last.image(),
                new Leaving(Via.PANIC, site.address(), site.section(), site.offset(), site.inlined())));
        return new Way(way.from(), steps);
    }

    /// A route and one more edge, which leads nowhere that is known.
    Way open(Route route, int edge) {
        Way way = way(null, route, null);
        List<Step> steps = new ArrayList<>(way.steps());
        steps.set(steps.size() - 1, step(kernel.from(edge), leaving(edge)));
        return new Way(null, steps);
    }

    private Step step(int node, @Nullable Leaving leaving) {
        return new Step(reach.names().path(node), kernel.symbol(node), reach.names().image(node), leaving);
    }

    private Leaving leaving(int edge) {
        int from = kernel.from(edge);
        CallGraph graph = kernel.graphOf(from);
        long address = graph.address(kernel.function(from)) + kernel.offset(edge);
        CallGraph.Spot spot = graph.spot(address);
        return new Leaving(via(kernel.kind(edge)), graph.isLinked() ? address : null, spot.section(), spot.offset(),
                reach.member(from).frames(address));
    }

    private static Via via(Edge edge) {
        return switch (edge) {
            case CALL -> Via.CALL;
            case JUMP -> Via.TAIL_CALL;
            case BRANCH -> Via.BRANCH;
            case FALL_THROUGH -> Via.FALL_THROUGH;
            case RESOLVED -> Via.RESOLVED;
            case STATIC_CALL -> Via.STATIC_CALL;
            case ALTERNATIVE -> Via.ALTERNATIVE;
            case JUMP_TABLE -> Via.JUMP_TABLE;
            case ADDRESS -> Via.ADDRESS_TAKEN;
            case INDIRECT_CALL, INDIRECT_JUMP, UNDECODABLE -> Via.UNKNOWN;
        };
    }
}
