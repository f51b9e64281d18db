package dev.assay.check.diff;

import dev.assay.check.diff.Change.What;
import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Matches the copies that the compiler made of one check, by the function that holds them: under its own name, under
/// one of the names that were merged into it, as another instance of a generic one, and what then is left at all.
final class SiteMatching {
    private final FunctionNames names = new FunctionNames();
    private final Set<String> functionsBefore;
    private final Set<String> functionsAfter;
    private final List<Change> changes = new ArrayList<>();
    private final List<Copies> copies = new ArrayList<>();
    /// Of each function, the lines of its checks on both sides that were found in order.
    private final Map<String, NavigableMap<Long, Long>> inOrder = new HashMap<>();

    /// @param spots of the side before
    SiteMatching(List<Site> before, List<Site> after, List<Spot> spots) {
        functionsBefore = functions(before);
        functionsAfter = functions(after);
        for (Spot spot : spots) {
            Spot other = spot.other;
            if (other != null && spot.inOrder) {
                inOrder.computeIfAbsent(function(spot), _ -> new TreeMap<>()).put(spot.line, other.line);
            }
        }
    }

    /// Everything that a function of these sites is called.
    private static Set<String> functions(List<Site> sites) {
        Set<String> names = new HashSet<>(); // each occurs many times
        for (Site site : sites) {
            names.add(site.function());
            for (Frame frame : site.inlined()) {
                names.add(frame.function());
            }
        }
        Set<String> functions = new HashSet<>();
        for (String name : names) {
            functions.add(FunctionNames.plain(name));
        }
        return functions;
    }

    void match(Spot before, Spot after) {
        boolean moved = !before.file.equals(after.file) || before.column != after.column || overtakes(before, after);
        boolean shifted = before.line != after.line;
        if (before.sites.size() == 1 && after.sites.size() == 1) {
            changes.add(change(before.sites.getFirst(), after.sites.getFirst(), moved, shifted));
            return;
        }
        List<Site> left = sorted(before.sites);
        List<Site> right = sorted(after.sites);
        List<Function<Site, Set<String>>> keys = List.of(
                site -> Set.of(site.function()),
                names::all,
                site -> Set.of(FunctionNames.plain(site.function())),
                site -> Set.of(FunctionNames.last(site.function())),
                _ -> Set.of(""));
        for (Function<Site, Set<String>> key : keys) {
            if (!left.isEmpty() && !right.isEmpty()) {
                pair(left, right, key, moved, shifted);
            }
        }
        left.forEach(site -> changes.add(new Change(What.MERGED, site, null)));
        right.forEach(site -> changes.add(new Change(What.COPIED, null, site)));
        if (before.sites.size() != after.sites.size()) {
            copies.add(new Copies(before.sites.getFirst(), after.sites.getFirst(), before.sites.size(),
                    after.sites.size()));
        }
    }

    /// Takes what has a key in common from both lists.
    private void pair(List<Site> before, List<Site> after, Function<Site, Set<String>> key, boolean moved,
            boolean shifted) {
        Map<String, List<Integer>> byKey = new HashMap<>();
        for (int i = after.size() - 1; i >= 0; i--) {
            for (String each : key.apply(after.get(i))) {
                byKey.computeIfAbsent(each, _ -> new ArrayList<>()).add(i);
            }
        }
        boolean[] taken = new boolean[after.size()];
        List<Site> left = new ArrayList<>();
        for (Site site : before) {
            int found = -1;
            for (String each : key.apply(site)) {
                List<Integer> candidates = byKey.getOrDefault(each, new ArrayList<>());
                while (found < 0 && !candidates.isEmpty()) {
                    int last = candidates.removeLast();
                    found = taken[last] ? -1 : last;
                }
            }
            if (found < 0) {
                left.add(site);
            } else {
                taken[found] = true;
                changes.add(change(site, after.get(found), moved, shifted));
            }
        }
        before.clear();
        before.addAll(left);
        List<Site> right = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            if (!taken[i]) {
                right.add(after.get(i));
            }
        }
        after.clear();
        after.addAll(right);
    }

    private Change change(Site before, Site after, boolean moved, boolean shifted) {
        boolean sameFunction = before.function().equals(after.function())
                || names.all(before).stream().anyMatch(names.all(after)::contains);
        What what = moved || (!sameFunction && isRenamed(before, after)) ? What.MOVED
                : !sameFunction ? What.RECOMPILED
                : shifted ? What.SHIFTED : What.UNCHANGED;
        return new Change(what, before, after);
    }

    /// Whether the source gave the function another name, and not the compiler the check another function.
    private boolean isRenamed(Site before, Site after) {
        String was = FunctionNames.plain(Objects.requireNonNullElse(FunctionNames.home(before), before.function()));
        String is = FunctionNames.plain(Objects.requireNonNullElse(FunctionNames.home(after), after.function()));
        if (functionsAfter.contains(was) || functionsBefore.contains(is)) {
            return false;
        }
        return (FunctionNames.home(before) != null && FunctionNames.home(after) != null)
                || FunctionNames.parent(was).equals(FunctionNames.parent(is));
    }

    /// Whether a check that was not found in its order has changed places with another of its function. A function
    /// that was moved as a whole has not changed.
    private boolean overtakes(Spot before, Spot after) {
        NavigableMap<Long, Long> others = inOrder.get(function(before));
        if (before.inOrder || others == null) {
            return false;
        }
        Map.Entry<Long, Long> above = others.floorEntry(before.line);
        Map.Entry<Long, Long> below = others.ceilingEntry(before.line);
        return (above != null && above.getValue() > after.line) || (below != null && below.getValue() < after.line);
    }

    private static String function(Spot spot) {
        return spot.file + "\0" + spot.sites.getFirst().function();
    }

    private static List<Site> sorted(List<Site> sites) {
        List<Site> sorted = new ArrayList<>(sites);
        sorted.sort(Comparator.comparing(Site::function).thenComparing(Site::section)
                .thenComparingLong(Site::offset));
        return sorted;
    }

    List<Change> changes() {
        return changes;
    }

    List<Copies> copies() {
        return copies;
    }
}
