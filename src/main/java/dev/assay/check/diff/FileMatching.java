package dev.assay.check.diff;

import dev.assay.check.diff.Spot.Place;
import dev.assay.check.panics.Site;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Matches the checks in two versions of one source file.
final class FileMatching {
    /// A statement that was written anew is looked for so many lines around the place where it was.
    private static final long NEAR = 10;

    private final List<Spot> before;
    private final List<Spot> after;
    private final Map<Place, Spot> places = new HashMap<>();

    private FileMatching(List<Spot> before, List<Spot> after) {
        this.before = before;
        this.after = after;
        after.forEach(spot -> places.put(spot.place(), spot));
    }

    /// Both in the order of lines. What is matched refers to each other afterwards.
    static void match(List<Spot> before, List<Spot> after) {
        FileMatching matching = new FileMatching(before, after);
        LineMap map = matching.map();
        matching.mapped(map);
        matching.movedInside();
        matching.rewritten(found(before));
    }

    /// What the functions of the file say about its lines.
    private LineMap map() {
        Map<String, List<Spot>> left = byFunction(before);
        Map<String, List<Spot>> right = byFunction(after);
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
                if (target != null && target.isFree()) {
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
        return places.containsKey(new Place(spot.kind, spot.line + shift, spot.column)) ? 1 : 0;
    }

    /// Functions that stand elsewhere in the file.
    private void movedInside() {
        Map<String, List<Spot>> right = byFunction(free(after));
        byFunction(free(before)).forEach((function, spots) -> {
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
        Map<String, List<Spot>> right = byFunctionAndKind(free(after));
        byFunctionAndKind(free(before)).forEach((function, spots) -> {
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

    private static List<Spot> free(List<Spot> spots) {
        return spots.stream().filter(Spot::isFree).toList();
    }

    private static Map<String, List<Spot>> byFunction(List<Spot> spots) {
        Map<String, List<Spot>> functions = new LinkedHashMap<>();
        for (Spot spot : spots) {
            for (Site site : spot.sites) {
                List<Spot> own = functions.computeIfAbsent(site.function(), _ -> new ArrayList<>());
                if (own.isEmpty() || own.getLast() != spot) {
                    own.add(spot);
                }
            }
        }
        functions.values().forEach(own -> own.sort(Spot.ORDER));
        return functions;
    }

    private static Map<String, List<Spot>> byFunctionAndKind(List<Spot> spots) {
        Map<String, List<Spot>> functions = new LinkedHashMap<>();
        byFunction(spots).forEach((function, own) -> own.forEach(spot -> functions
                .computeIfAbsent(function + "\0" + spot.kind.id(), _ -> new ArrayList<>()).add(spot)));
        return functions;
    }
}
