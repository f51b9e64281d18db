package dev.assay.check.reach;

import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Proof.Reached;
import dev.assay.check.reach.Proof.Unknown;
import dev.assay.check.reach.Proof.Verdict;
import dev.assay.image.calls.Edge;
import dev.assay.image.calls.Kernel;
import dev.assay.rust.PanicEntries;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Follows everything that a function can reach, and says whether any of it can panic.
final class Prover {
    private final KernelReach reach;
    private final Kernel kernel;
    private final Steps steps;
    private final List<Glob> assumptions;
    private final SortedSet<String> assumed = new TreeSet<>();

    Prover(KernelReach reach, Steps steps, List<Glob> assumptions) {
        this.reach = reach;
        this.kernel = reach.kernel();
        this.steps = steps;
        this.assumptions = assumptions;
    }

    Proof prove(int start) {
        Search search = Search.callees(kernel, start,
                (node, unknownEdges) -> unknownEdges == 0 && (node == start || follows(node)), visited -> false);
        List<Reached> sites = new ArrayList<>();
        List<Unknown> unknown = new ArrayList<>();
        int followed = 0;
        for (int node : search.found()) {
            if (search.unknownEdges(node) > 0) {
                break; // its address is taken; whoever calls it then is an edge that cannot be followed
            }
            if (node != start && !follows(node)) {
                continue;
            }
            followed++;
            for (Site site : reach.panicsIn(node, node == start)) {
                sites.add(new Reached(site, steps.way(null, search.route(node), site)));
            }
            addUnknown(node, search, unknown);
        }
        Verdict verdict = !sites.isEmpty() || reach.isEntry(start) ? Verdict.REACHES
                : unknown.isEmpty() ? Verdict.FREE : Verdict.CANNOT_TELL;
        return new Proof(reach.names().path(start), kernel.symbol(start), reach.names().image(start), verdict, sites,
                unknown, List.copyOf(assumed), followed);
    }

    /// Whether what a function does is of interest: not of one that is assumed to be free of panics, nor of a panic
    /// entry, for the transfer to that is the site.
    private boolean follows(int node) {
        if (isAssumed(node)) {
            assumed.add(reach.names().path(node));
            return false;
        }
        return !kernel.isMissing(node) && !reach.isEntry(node);
    }

    private boolean isAssumed(int node) {
        String symbol = kernel.symbol(node);
        return assumptions.stream().anyMatch(glob -> glob.matches(symbol) || glob.matches(reach.names().path(node)));
    }

    private void addUnknown(int node, Search search, List<Unknown> unknown) {
        for (int edge = kernel.firstEdge(node); edge < kernel.edgesEnd(node); edge++) {
            Edge kind = kernel.kind(edge);
            int to = kernel.to(edge);
            if (kind.isOpen()) {
                unknown.add(new Unknown(switch (kind) {
                    case INDIRECT_CALL -> "calls through a pointer";
                    case INDIRECT_JUMP -> reach.isStaticCall(node) ? "a static call, which may be pointed elsewhere"
                            : "jumps through a pointer";
                    default -> "runs into what is no code";
                }, steps.open(search.route(node), edge)));
            } else if (to >= 0 && kind.isKnown() && kernel.isMissing(to) && !isAssumed(to)
                    && PanicEntries.find(kernel.symbol(to)).isEmpty()) {
                unknown.add(new Unknown("calls " + reach.names().path(to) + ", which no file examined holds",
                        steps.open(search.route(node), edge)));
            }
        }
    }
}
