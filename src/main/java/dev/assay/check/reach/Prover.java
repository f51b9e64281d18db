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
    private final int most;
    private final SortedSet<String> assumed = new TreeSet<>();

    Prover(KernelReach reach, Steps steps, List<Glob> assumptions, int most) {
        this.most = most;
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
        int unknownCount = 0;
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
            unknownCount += addUnknown(node, search, unknown);
        }
        Verdict verdict = !sites.isEmpty() || reach.isEntry(start) ? Verdict.REACHES
                : unknownCount == 0 ? Verdict.FREE : Verdict.CANNOT_TELL;
        return new Proof(reach.names().path(start), kernel.symbol(start), reach.names().image(start), verdict, sites,
                unknown, unknownCount, List.copyOf(assumed), followed);
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
        return reach.names().fit(node, assumptions);
    }

    /// How many edges of a function cannot be followed; the first are described.
    private int addUnknown(int node, Search search, List<Unknown> unknown) {
        int count = 0;
        for (int edge = kernel.firstEdge(node); edge < kernel.edgesEnd(node); edge++) {
            String why = why(node, edge);
            if (!why.isEmpty()) {
                count++;
                if (unknown.size() < most) {
                    unknown.add(new Unknown(why, steps.open(search.route(node), edge)));
                }
            }
        }
        return count;
    }

    /// Why an edge cannot be followed; empty if it can.
    private String why(int node, int edge) {
        Edge kind = kernel.kind(edge);
        int to = kernel.to(edge);
        return switch (kind) {
            case INDIRECT_CALL -> "calls through a pointer";
            case INDIRECT_JUMP -> reach.isStaticCall(node) ? "a static call, which may be pointed elsewhere"
                    : "jumps through a pointer";
            case UNDECODABLE -> "runs into what is no code";
            case ADDRESS -> "";
            case CALL, JUMP, BRANCH, FALL_THROUGH, RESOLVED, STATIC_CALL, ALTERNATIVE, JUMP_TABLE -> {
                boolean missing = to >= 0 && kernel.isMissing(to) && !isAssumed(to)
                        && PanicEntries.find(kernel.symbol(to)).isEmpty();
                yield missing ? "calls " + reach.names().path(to) + ", which no file examined holds" : "";
            }
        };
    }
}
