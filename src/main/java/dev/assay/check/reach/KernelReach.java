package dev.assay.check.reach;

import dev.assay.check.panics.Glob;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.image.calls.CallGraph;
import dev.assay.image.calls.Kernel;
import dev.assay.image.roots.Root;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The images of one kernel as one graph, with its roots and its panic sites: what questions about callers are asked of.
final class KernelReach {
    /// Roots that are named for a site.
    private static final int SHOWN = 3;
    /// A root that says more may be that much further away, in nodes looked at.
    private static final int PATIENCE = 20_000;

    private final List<Member> members;
    private final Kernel kernel;
    private final RootTable roots;
    private final Names names;
    private final TreeMap<Integer, List<Site>> sites = new TreeMap<>();
    private final Map<Integer, List<Site>> passThroughs = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();

    KernelReach(List<Member> members) {
        this(members, List.of());
    }

    /// The same, with the roots alone that a pattern fits.
    ///
    /// @param from patterns for kinds and names of roots, and for their functions; none for all roots
    KernelReach(List<Member> members, List<Glob> from) {
        this.members = List.copyOf(members);
        this.kernel = new Kernel(members.stream().map(Member::graph).toList(),
                members.stream().map(Member::offers).toList());
        this.names = new Names(kernel, members.stream().map(Member::path).toList());
        for (int image = 0; image < members.size(); image++) {
            notes.addAll(members.get(image).notes());
            for (Site site : members.get(image).panics().sites()) {
                if (site.role() == Role.SITE) {
                    place(image, site, sites);
                } else if (site.role() == Role.PASS_THROUGH) {
                    place(image, site, passThroughs);
                }
            }
        }
        this.roots = new RootTable(kernel, from.isEmpty() ? members.stream().map(Member::roots).toList()
                : new RootFilter(this, from).fitting());
    }

    private void place(int image, Site site, Map<Integer, List<Site>> byNode) {
        CallGraph graph = members.get(image).graph();
        Long address = site.address();
        List<Integer> found = address != null ? List.of(graph.around(address))
                : graph.around(site.section(), site.offset());
        int function = -1;
        for (int candidate : found) {
            if (candidate >= 0 && (function < 0 || site.aliases().contains(graph.symbol(candidate)))) {
                function = candidate;
            }
        }
        if (function < 0) {
            String where =
                    "%s+0x%x: a panic site in no function of the call graph".formatted(site.section(), site.offset());
            notes.add(where);
            lost.add(where);
            return;
        }
        int node = kernel.node(image, function);
        byNode.computeIfAbsent(node, n -> new ArrayList<>()).add(site);
    }

    List<Member> members() {
        return members;
    }

    Kernel kernel() {
        return kernel;
    }

    RootTable roots() {
        return roots;
    }

    Names names() {
        return names;
    }

    /// Panic sites by the function that holds them.
    SortedMap<Integer, List<Site>> sites() {
        return sites;
    }

    /// Where a function panics. What one does on behalf of its callers counts only if it is asked about itself: else the
    /// callers have the sites.
    List<Site> panicsIn(int node, boolean asked) {
        List<Site> own = new ArrayList<>(sites.getOrDefault(node, List.of()));
        if (asked) {
            own.addAll(passThroughs.getOrDefault(node, List.of()));
        }
        return own;
    }

    /// Whether a function is a panic entry.
    boolean isEntry(int node) {
        return member(node).panics().raises(kernel.symbol(node));
    }

    /// Whether it is the trampoline of a static call.
    boolean isStaticCall(int node) {
        return kernel.symbol(node).startsWith("__SCT__");
    }

    Member member(int node) {
        return members.get(kernel.graph(node));
    }

    /// Panic sites that no function has, and Rust code that was not searched for them.
    List<String> lost() {
        List<String> all = new ArrayList<>(lost);
        for (Member member : members) {
            member.panics().coverage().notScanned().forEach(code -> all.add(code.what() + ": " + code.why()));
        }
        return all;
    }

    /// What could not be decoded, read or placed.
    List<String> notes() {
        return notes;
    }

    /// From where each site is reached.
    ///
    /// @param wantsWays whether a way to each is wanted, too
    Map<ImageSite, Reach> reach(boolean wantsWays) {
        List<Integer> holders = new ArrayList<>(sites.keySet());
        RootCounts counter = new RootCounts(kernel, roots);
        int[] known = counter.of(holders, true);
        List<Integer> others = new ArrayList<>();
        for (int i = 0; i < known.length; i++) {
            if (known[i] == 0) {
                others.add(holders.get(i));
            }
        }
        int[] unknown = counter.of(others, false);
        Map<Integer, Integer> unknownCounts = new HashMap<>();
        for (int i = 0; i < unknown.length; i++) {
            unknownCounts.put(others.get(i), unknown[i]);
        }
        Map<ImageSite, Reach> reaches = new HashMap<>();
        for (int i = 0; i < known.length; i++) {
            int holder = holders.get(i);
            int unknownCount = unknownCounts.getOrDefault(holder, 0);
            Nearest nearest = known[i] == 0 && unknownCount == 0 ? null : nearest(holder, SHOWN);
            Reach reach = of(nearest, known[i], unknownCount);
            Way way = wantsWays && nearest != null ? way(nearest, reach) : null;
            String image = member(holder).path();
            sites.getOrDefault(holder, List.of())
                    .forEach(site -> reaches.put(new ImageSite(image, site), way == null ? reach
                            : reach.with(Steps.endingIn(way, site))));
        }
        return reaches;
    }

    private Reach of(@Nullable Nearest nearest, int known, int unknown) {
        if (nearest == null) {
            return new Reach(ReachClass.UNREACHED, List.of(), 0, 0);
        }
        ReachClass reach = known > 0 ? ReachClass.REACHED : ReachClass.UNKNOWN_EDGES;
        List<Entrance> entrances = nearest.roots().stream().map(this::entrance).toList();
        int edges = known > 0 || nearest.roots().isEmpty() ? 0
                : nearest.search().unknownEdges(nearest.roots().getFirst());
        return new Reach(reach, entrances, known > 0 ? known : unknown, edges);
    }

    /// From the first of the roots to the function itself.
    private @Nullable Way way(Nearest nearest, Reach reach) {
        return nearest.roots().isEmpty() ? null
                : new Steps(this).way(reach.roots().getFirst(), nearest.search().route(nearest.roots().getFirst()),
                        null);
    }

    /// Root functions near a node.
    ///
    /// @param search that found them
    /// @param roots  their nodes, those first that say more, then the nearer ones
    record Nearest(Search search, List<Integer> roots) {}

    /// The roots nearest to a node, through unknown edges only if there are none otherwise.
    Nearest nearest(int node, int most) {
        List<Integer> strong = new ArrayList<>();
        List<Integer> weak = new ArrayList<>();
        int[] level = {-1};
        Search search = Search.callers(kernel, node, (found, unknownEdges) -> {
            if (roots.isRoot(found) && (level[0] < 0 || unknownEdges == level[0])) {
                level[0] = unknownEdges;
                (roots.isStrong(found) ? strong : weak).add(found);
            }
            return true;
        }, visited -> strong.size() >= most || (visited > PATIENCE && strong.size() + weak.size() >= most));
        strong.addAll(weak);
        return new Nearest(search, strong.subList(0, Math.min(most, strong.size())));
    }

    Entrance entrance(int node) {
        Root root = roots.best(node);
        return new Entrance(root.kind().id(),
                member(node).name(root, kind -> "%s %s".formatted(kind, names.path(node))), names.path(node),
                names.image(node));
    }
}
