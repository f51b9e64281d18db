package dev.assay.check.diff;

import dev.assay.check.diff.Spot.Place;
import dev.assay.check.panics.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Matches the checks in two versions of one source file.
final class FileMatching {
    /// A statement that was written anew is looked for so many lines around the place where it was.
    private static final long NEAR = 10;
    /// So many pairs of functions are looked at for new names.
    private static final long MOST_NAMES = 4096;

    private final List<Spot> before;
    private final List<Spot> after;
    private final Map<Place, Spot> places = new HashMap<>();
    /// From names of functions before to those after, where they differ.
    private final Map<String, String> newNames = new HashMap<>();

    private FileMatching(List<Spot> before, List<Spot> after) {
        this.before = before;
        this.after = after;
        after.forEach(spot -> places.put(spot.place(), spot));
    }

    /// Both in the order of lines. What is matched refers to each other afterwards.
    static void match(List<Spot> before, List<Spot> after) {
        FileMatching matching = new FileMatching(before, after);
        matching.mapped(matching.map());
        if (matching.learnsNames()) {
            // Once more: with their old names, the functions say more about their lines.
            before.forEach(Spot::forget);
            matching.mapped(matching.map());
        }
        matching.movedInside();
        matching.rewritten(found(before));
        matching.renamed();
    }

    /// Whether there are functions that have another name now, as their first matches show.
    private boolean learnsNames() {
        Set<String> were = byFunction(before, Map.of()).keySet();
        Set<String> are = byFunction(after, Map.of()).keySet();
        for (Spot spot : before) {
            Spot other = spot.other;
            if (other != null) {
                String was = spot.sites.getFirst().function();
                String is = other.sites.getFirst().function();
                if (!are.contains(was) && !were.contains(is)) {
                    newNames.putIfAbsent(was, is);
                }
            }
        }
        return !newNames.isEmpty();
    }

    /// What the functions of the file say about its lines.
    private LineMap map() {
        Map<String, List<Spot>> left = byFunction(before, newNames);
        Map<String, List<Spot>> right = byFunction(after, Map.of());
        List<LineMap.Vote> votes = new ArrayList<>();
        left.forEach((function, spots) -> Shifts.pairs(spots, right.getOrDefault(function, List.of()), true)
                .forEach(pair -> votes.add(
                        new LineMap.Vote(pair.before().line, pair.after().line, pair.weight()))));
        return LineMap.of(votes);
    }

    /// The map of all checks that are matched in order.
    private static LineMap found(List<Spot> before) {
        List<LineMap.Vote> votes = new ArrayList<>();
        for (Spot spot : before) {
            Spot other = spot.other;
            if (other != null && spot.inOrder && other.file.equals(spot.file)) {
                votes.add(new LineMap.Vote(spot.line, other.line, 1));
            }
        }
        return LineMap.of(votes);
    }

    /// Where the map leads. In a gap whose ends are shifted differently, the lines up to one of them are shifted as
    /// the upper end and the others as the lower: wherever that fits most checks.
    private void mapped(LineMap map) {
        for (int start = 0; start < before.size();) {
            int gap = map.gap(before.get(start).line);
            int end = start;
            while (end < before.size() && map.gap(before.get(end).line) == gap) {
                end++;
            }
            List<Spot> spots = before.subList(start, end);
            int split = split(spots, map);
            for (int i = 0; i < spots.size(); i++) {
                Spot spot = spots.get(i);
                long above = map.above(spot.line);
                long shift = i < split ? above : map.below(spot.line).orElse(above);
                Spot target = places.get(new Place(spot.kind, spot.line + shift, spot.column));
                if (target != null && target.isFree() && target.saysLike(spot)) {
                    spot.match(target, true);
                }
            }
            start = end;
        }
    }

    private int split(List<Spot> spots, LineMap map) {
        int hits = 0;
        for (Spot spot : spots) {
            hits += hits(spot, map.below(spot.line).orElse(map.above(spot.line)));
        }
        int most = hits;
        int split = 0;
        for (int i = 0; i < spots.size(); i++) {
            Spot spot = spots.get(i);
            long above = map.above(spot.line);
            hits += hits(spot, above) - hits(spot, map.below(spot.line).orElse(above));
            if (hits > most) {
                most = hits;
                split = i + 1;
            }
        }
        return split;
    }

    private int hits(Spot spot, long shift) {
        Spot target = places.get(new Place(spot.kind, spot.line + shift, spot.column));
        return target != null && target.saysLike(spot) ? 1 : 0;
    }

    /// Functions that stand elsewhere in the file.
    private void movedInside() {
        Map<String, List<Spot>> right = byFunction(free(after), Map.of());
        byFunction(free(before), newNames).forEach((function, spots) -> {
            for (Shifts.Pair pair : Shifts.pairs(spots, right.getOrDefault(function, List.of()), false)) {
                if (pair.before().isFree() && pair.after().isFree()) {
                    pair.before().match(pair.after(), false);
                }
            }
        });
    }

    /// Checks of one kind in one function about where they were, in another column: the line was indented, wrapped, or
    /// written anew.
    private void rewritten(LineMap map) {
        Map<String, List<Spot>> right = byFunctionAndKind(free(after), Map.of());
        byFunctionAndKind(free(before), newNames).forEach((function, spots) -> {
            List<Spot> others = right.getOrDefault(function, List.of());
            int next = 0;
            for (Spot spot : spots) {
                long above = map.above(spot.line);
                long below = map.below(spot.line).orElse(above);
                long first = spot.line + Math.min(above, below) - NEAR;
                long last = spot.line + Math.max(above, below) + NEAR;
                while (next < others.size() && (others.get(next).line < first || !others.get(next).isFree())) {
                    next++;
                }
                if (spot.isFree() && next < others.size() && others.get(next).line <= last) {
                    spot.match(others.get(next), false);
                }
            }
        });
    }

    /// Functions of another name, all of whose checks are those of one that is gone.
    private void renamed() {
        Map<String, List<Spot>> left = onlyIn(before, after);
        Map<String, List<Spot>> right = onlyIn(after, before);
        if ((long) left.size() * right.size() > MOST_NAMES) {
            return;
        }
        left.forEach((function, spots) -> {
            List<List<Shifts.Pair>> fitting = new ArrayList<>();
            right.forEach((other, candidates) -> {
                List<Shifts.Pair> pairs = Shifts.pairs(spots, candidates, true);
                if (FunctionNames.parent(function).equals(FunctionNames.parent(other))
                        && spots.size() == candidates.size() && !pairs.isEmpty()
                        && pairs.getFirst().weight() == spots.size()) {
                    fitting.add(pairs);
                }
            });
            if (fitting.size() == 1) {
                for (Shifts.Pair pair : fitting.getFirst()) {
                    if (pair.before().isFree() && pair.after().isFree()) {
                        pair.before().match(pair.after(), false);
                    }
                }
            }
        });
    }

    /// Functions of one side that the other does not have and none of whose checks is matched.
    private static Map<String, List<Spot>> onlyIn(List<Spot> here, List<Spot> there) {
        Map<String, List<Spot>> functions = byFunction(here, Map.of());
        functions.keySet().removeAll(byFunction(there, Map.of()).keySet());
        functions.values().removeIf(spots -> !spots.stream().allMatch(Spot::isFree));
        return functions;
    }

    private static List<Spot> free(List<Spot> spots) {
        return spots.stream().filter(Spot::isFree).toList();
    }

    private static Map<String, List<Spot>> byFunction(List<Spot> spots, Map<String, String> names) {
        Map<String, List<Spot>> functions = new LinkedHashMap<>();
        for (Spot spot : spots) {
            for (Site site : spot.sites) {
                List<Spot> own = functions.computeIfAbsent(
                        names.getOrDefault(site.function(), site.function()), _ -> new ArrayList<>());
                if (own.isEmpty() || own.getLast() != spot) {
                    own.add(spot);
                }
            }
        }
        functions.values().forEach(own -> own.sort(Spot.ORDER));
        return functions;
    }

    private static Map<String, List<Spot>> byFunctionAndKind(List<Spot> spots, Map<String, String> names) {
        Map<String, List<Spot>> functions = new LinkedHashMap<>();
        byFunction(spots, names).forEach((function, own) -> own.forEach(spot -> functions
                .computeIfAbsent(function + "\0" + spot.kind.id(), _ -> new ArrayList<>()).add(spot)));
        return functions;
    }
}
