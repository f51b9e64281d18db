package dev.assay.check.diff;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds out whether a check that has no match is certainly the one that came or went. Among lines that look alike it
/// need not be: of `a += 1;` on three lines where there were two, any may be the new one, unless what is above and
/// below is shifted alike.
///
/// For this, the place where the shift changes is moved line by line over checks of the same looks, as long as nothing
/// else contradicts.
final class Ambiguity {
    /// At the end of a file nothing tells how its last lines are shifted; a statement takes a line or two.
    private static final long UNSEEN = 2;

    private final List<Line> anchors;
    private final Set<Spot> grouped = new HashSet<>();
    private final Map<String, List<List<Spot>>> groups = new TreeMap<>();

    /// The matched checks of one line.
    ///
    /// @param here    number of the line on the side that is looked at
    /// @param there   on the other
    /// @param byLooks its checks
    private record Line(long here, long there, Map<String, Spot> byLooks) {
        long shift() {
            return there - here;
        }
    }

    private Ambiguity(List<Spot> spots) {
        anchors = anchors(spots);
    }

    /// Groups of checks of one side of a file, each with some that have no match and others that could be meant as well.
    ///
    /// @param spots of that side, in the order of lines
    static List<List<Spot>> of(List<Spot> spots) {
        Ambiguity ambiguity = new Ambiguity(spots);
        Map<Long, Map<String, Spot>> free = new LinkedHashMap<>();
        for (Spot spot : spots) {
            if (spot.isFree()) {
                free.computeIfAbsent(spot.line, _ -> new HashMap<>()).put(looks(spot), spot);
            }
        }
        free.forEach(ambiguity::ask);
        return merged(ambiguity.groups);
    }

    private static List<Line> anchors(List<Spot> spots) {
        List<Line> lines = new ArrayList<>();
        for (Spot spot : spots) {
            Spot other = spot.other;
            if (other == null || !spot.inOrder) {
                continue;
            }
            if (lines.isEmpty() || lines.getLast().here() != spot.line) {
                if (!lines.isEmpty() && lines.getLast().there() >= other.line) {
                    continue; // out of order, whatever it was matched for
                }
                lines.add(new Line(spot.line, other.line, new HashMap<>()));
            }
            lines.getLast().byLooks().put(looks(spot), spot);
        }
        return lines;
    }

    /// @param free checks of one line that have no match, by their looks
    private void ask(long line, Map<String, Spot> free) {
        int below = firstBelow(line);
        boolean onLine = below > 0 && anchors.get(below - 1).here() == line;
        if (onLine) {
            return;
        }
        long above = below == 0 ? 0 : anchors.get(below - 1).shift();
        List<Line> alike = new ArrayList<>();
        if (below < anchors.size()) {
            long shift = anchors.get(below).shift();
            if (shift == above) {
                return;
            }
            long current = line;
            for (int at = below; at < anchors.size(); at++) {
                Line next = anchors.get(at);
                if (next.shift() != shift || next.there() - above != current || !isAlike(next, free)) {
                    break;
                }
                alike.add(next);
                current = next.here();
            }
            upwards(line, below, above, shift, free, alike);
        } else if (below > 0) {
            long shift = anchors.get(below - 1).there() - line;
            if (shift != above && Math.abs(shift - above) <= UNSEEN) {
                upwards(line, below, above, shift, free, alike);
            }
        }
        if (!alike.isEmpty()) {
            free.forEach((looks, spot) -> add(looks, spot, alike));
        }
    }

    private void upwards(long line, int below, long above, long shift, Map<String, Spot> free, List<Line> alike) {
        long current = line;
        for (int at = below - 1; at >= 0; at--) {
            Line next = anchors.get(at);
            if (next.shift() != above || next.there() - shift != current || !isAlike(next, free)) {
                break;
            }
            alike.add(next);
            current = next.here();
        }
    }

    private boolean isAlike(Line line, Map<String, Spot> free) {
        return line.byLooks().keySet().equals(free.keySet())
                && line.byLooks().values().stream().noneMatch(grouped::contains);
    }

    private void add(String looks, Spot free, List<Line> alike) {
        List<Spot> group = new ArrayList<>(List.of(free));
        for (Line line : alike) {
            Spot spot = line.byLooks().get(looks);
            if (spot != null) {
                group.add(spot);
            }
        }
        grouped.addAll(group);
        group.sort(Spot.ORDER);
        groups.computeIfAbsent(looks, _ -> new ArrayList<>()).add(group);
    }

    private int firstBelow(long line) {
        int low = 0;
        int high = anchors.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (anchors.get(middle).here() <= line) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Groups of the same looks that overlap are one.
    private static List<List<Spot>> merged(Map<String, List<List<Spot>>> groups) {
        List<List<Spot>> merged = new ArrayList<>();
        for (List<List<Spot>> alike : groups.values()) {
            alike.sort(Comparator.comparing(List::getFirst, Spot.ORDER));
            List<Spot> last = new ArrayList<>();
            long end = -1;
            for (List<Spot> group : alike) {
                if (group.getFirst().line > end) {
                    last = new ArrayList<>();
                    merged.add(last);
                }
                last.addAll(group);
                end = Math.max(end, group.getLast().line);
            }
        }
        merged.forEach(group -> group.sort(Spot.ORDER));
        return merged;
    }

    /// What makes two checks of a file look the same.
    private static String looks(Spot spot) {
        String function = spot.sites.getFirst().function();
        for (int i = 1; i < spot.sites.size(); i++) {
            String other = spot.sites.get(i).function();
            function = other.compareTo(function) < 0 ? other : function;
        }
        return spot.token() + "@" + function;
    }
}
