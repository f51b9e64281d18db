package dev.assay.check.reach;

import dev.assay.check.guards.Guards;
import dev.assay.check.panics.Glob;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Why.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Questions about images that are open together: who reaches this, and what does that reach?
public final class Questions {
    private final KernelReach reach;
    private final Steps steps;
    private final Map<Integer, Guards> guards = new HashMap<>();

    Questions(List<Member> members) {
        this.reach = new KernelReach(members);
        this.steps = new Steps(reach);
    }

    /// The ways to what a word names.
    ///
    /// @param from patterns for the names of roots and of functions: ways start there; none for all roots
    /// @param most ways of each target
    public Why why(Wanted wanted, List<Glob> from, int most) {
        List<Target> targets = new ArrayList<>();
        List<Site> named = wanted.sites(reach);
        List<Site> sites = named.isEmpty() ? wanted.inlinedSites(reach) : named;
        for (Map.Entry<Integer, List<Site>> holder : reach.sites().entrySet()) {
            for (Site site : holder.getValue()) {
                if (sites.contains(site)) {
                    targets.add(target(holder.getKey(), site, from, most));
                }
            }
        }
        if (targets.isEmpty()) {
            wanted.functions(reach).forEach(node -> targets.add(target(node, null, from, most)));
        }
        return new Why(reach.members().stream().map(Member::path).toList(), targets, reach.notes());
    }

    /// Whether each function that a word names is free of panics.
    ///
    /// @param assumed patterns for functions that are taken to be
    /// @param most    edges that could not be followed, of which each answer names no more
    public List<Proof> prove(Wanted wanted, List<Glob> assumed, int most) {
        return wanted.functions(reach).stream().map(node -> new Prover(reach, steps, assumed, most).prove(node))
                .toList();
    }

    /// Where panic sites may be that no proof knows of.
    public List<String> unknown() {
        return reach.lost();
    }

    private Target target(int node, @Nullable Site site, List<Glob> from, int most) {
        List<Way> ways = new ArrayList<>();
        RootCounts counter = new RootCounts(reach.kernel(), reach.roots());
        int known = counter.of(List.of(node), true)[0];
        int all = known > 0 ? known : counter.of(List.of(node), false)[0];
        KernelReach.Nearest nearest = from.isEmpty() ? reach.nearest(node, most) : starts(node, from, most);
        for (int start : nearest.roots()) {
            Entrance entrance = reach.roots().isRoot(start) ? reach.entrance(start) : null;
            ways.add(steps.way(entrance, nearest.search().route(start), site));
        }
        ReachClass reached = known > 0 ? ReachClass.REACHED
                : all > 0 ? ReachClass.UNKNOWN_EDGES : ReachClass.UNREACHED;
        return new Target(reach.names().path(node), reach.kernel().symbol(node), reach.names().image(node), site,
                site == null ? null : guard(node, site), reached, all, ways);
    }

    /// Why the check at a site is still there, in one line.
    private @Nullable String guard(int node, Site site) {
        Member member = reach.member(node);
        return member.image().map(image -> guards.computeIfAbsent(reach.kernel().graph(node),
                graph -> Guards.of(image, member.panics().evidence())).of(site))
                .map(guard -> String.join("; ", guard.lines())).orElse(null);
    }

    /// The nearest functions and roots that a pattern fits.
    private KernelReach.Nearest starts(int node, List<Glob> from, int most) {
        List<Integer> found = new ArrayList<>();
        Search search = Search.callers(reach.kernel(), node, (caller, unknownEdges) -> {
            if (fits(caller, from)) {
                found.add(caller);
            }
            return true;
        }, visited -> found.size() >= most);
        return new KernelReach.Nearest(search, found);
    }

    private boolean fits(int node, List<Glob> from) {
        String path = reach.names().path(node);
        String root = reach.roots().isRoot(node) ? reach.entrance(node).name() : "";
        return reach.names().fit(node, from)
                || from.stream().anyMatch(glob -> glob.matches(root) || path.endsWith("::" + glob.pattern()));
    }
}
