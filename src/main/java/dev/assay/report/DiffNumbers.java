package dev.assay.report;

import dev.assay.check.diff.Change;
import dev.assay.check.diff.Diff;
import dev.assay.check.diff.Group;
import dev.assay.check.diff.ImageDiff;
import dev.assay.check.diff.Tally;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The numbers of a diff: the line that says it all, and the table of crates and kinds.
final class DiffNumbers {
    private DiffNumbers() {}

    /// `+3 −17 sites, 4 moved; 2 images`: true also when taken out of its context.
    static String line(Diff shown, DiffView view) {
        Tally tally = shown.tally();
        long added = shown.images().stream().filter(image -> image.before() == null).count();
        long removed = shown.images().stream().filter(image -> image.after() == null).count();
        List<String> parts = new ArrayList<>();
        if (!tally.isDifferent()) {
            parts.add("no difference: " + Count.of(tally.after(), "site"));
        } else {
            parts.add("+" + tally.added() + " −" + tally.removed() + " sites");
        }
        part(parts, tally.moved(), "moved");
        if (tally.copied() + tally.merged() > 0) {
            parts.add("copies +" + tally.copied() + " −" + tally.merged());
        }
        part(parts, tally.recompiled(), "compiled into another function");
        part(parts, tally.shifted(), "shifted");
        String images = Count.of(shown.images().size(), "image")
                + (added > 0 ? ", " + added + " of them added" : "")
                + (removed > 0 ? ", " + removed + " of them removed" : "");
        String left = view.filter().isEverything() ? ""
                : "; shown only: " + Printable.of(view.filter().describe());
        return String.join(", ", parts) + "; " + images + left;
    }

    private static void part(List<String> parts, int number, String what) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
    }

    /// One line of the table.
    ///
    /// @param crate of the sites; empty in the line of totals
    /// @param kind  of the sites; `total` for all
    record Line(String crate, String kind, Tally tally) {}

    /// A line for each crate and kind in which anything differs, and one for all; empty if nothing differs.
    static List<Line> table(Diff shown) {
        Map<String, Map<Kind, List<Change>>> changes = new TreeMap<>();
        Map<String, Map<Kind, List<Group>>> groups = new TreeMap<>();
        for (ImageDiff image : shown.images()) {
            image.changes().forEach(change -> changes
                    .computeIfAbsent(change.site().crate(), _ -> new TreeMap<>())
                    .computeIfAbsent(change.site().kind(), _ -> new ArrayList<>()).add(change));
            image.groups().forEach(group -> groups
                    .computeIfAbsent(group.any().crate(), _ -> new TreeMap<>())
                    .computeIfAbsent(group.any().kind(), _ -> new ArrayList<>()).add(group));
        }
        // A site that is in another crate now was in its old one before.
        Map<String, Tally> came = new TreeMap<>();
        for (ImageDiff image : shown.images()) {
            for (Change change : image.changes()) {
                Site before = change.before();
                if (before != null && !before.crate().equals(change.site().crate())) {
                    came.merge(before.crate() + before.kind(), Tally.before(1), Tally::plus);
                    came.merge(change.site().crate() + before.kind(), Tally.before(-1), Tally::plus);
                }
            }
        }
        SortedMap<String, List<Line>> lines = new TreeMap<>();
        for (String crate : crates(changes, groups)) {
            for (Kind kind : Kind.values()) {
                Tally tally = Tally.of(
                        changes.getOrDefault(crate, Map.of()).getOrDefault(kind, List.of()),
                        groups.getOrDefault(crate, Map.of()).getOrDefault(kind, List.of()))
                        .plus(came.getOrDefault(crate + kind, Tally.NONE));
                if (tally.isDifferent()) {
                    lines.computeIfAbsent(crate, _ -> new ArrayList<>())
                            .add(new Line(crate, kind.id(), tally));
                }
            }
        }
        List<Line> table = new ArrayList<>();
        Crates.groupByName(lines.values().stream().flatMap(List::stream).toList(), Line::crate)
                .values().forEach(table::addAll);
        if (!table.isEmpty()) {
            table.add(new Line("", "total", shown.tally()));
        }
        return table;
    }

    private static List<String> crates(Map<String, ?> changes, Map<String, ?> groups) {
        List<String> crates = new ArrayList<>(changes.keySet());
        groups.keySet().stream().filter(crate -> !changes.containsKey(crate)).forEach(crates::add);
        crates.sort(Comparator.naturalOrder());
        return crates;
    }

    /// The cells of a line: before, after, added, removed, moved, copies, in other functions. Nothing is a dot.
    static List<String> cells(Tally tally) {
        return List.of(
                Integer.toString(tally.before()),
                Integer.toString(tally.after()),
                signed("+", tally.added()),
                signed("−", tally.removed()),
                signed("", tally.moved()),
                tally.copied() + tally.merged() == 0 ? "·"
                        : (signed("+", tally.copied()) + " " + signed("−", tally.merged())).replace("·", "").strip(),
                signed("", tally.recompiled()));
    }

    /// What stands over [#cells].
    static List<String> heads() {
        return List.of("before", "after", "added", "removed", "moved", "copies", "recompiled");
    }

    private static String signed(String sign, int number) {
        return number == 0 ? "·" : sign + number;
    }
}
