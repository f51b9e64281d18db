package dev.assay.report;

import dev.assay.check.panics.Site;
import dev.assay.check.reach.Attributed;
import dev.assay.check.reach.Step;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/// The answer to `assay panics --attributed` for people: functions by crate, and below each the panics of its own and
/// those of Rust's library that its calls lead to.
public final class AttributedText {
    /// A longer place sticks out instead of pushing every other line's path off the screen.
    private static final int PLACE_LIMIT = 56;
    private static final String ARROW = "→ ";
    /// Stands before a function that may or may not be what is called.
    private static final String DOUBT = "?→ ";
    private static final Comparator<Attributed> ORDER = Comparator.comparing(Attributed::function)
            .thenComparing(Attributed::symbol)
            .thenComparing(function -> function.image() == null ? "" : function.image());

    private final WhyView view;
    private final Style style;
    private final Appendable out;

    private AttributedText(WhyView view, Appendable out) {
        this.view = view;
        this.style = view.style();
        this.out = out;
    }

    /// Writes the whole answer. Text from the files is escaped.
    ///
    /// @param unknown what the answer depends on and could not be determined
    public static void write(List<Attributed> functions, List<String> unknown, WhyView view, Appendable out)
            throws IOException {
        new AttributedText(view, out).answer(functions, unknown);
    }

    /// One panic, or several that read the same.
    ///
    /// @param place    in the function: of the check, or of the call that leads to the library
    /// @param path     of functions from the first one called to the one that panics; empty for a panic of its own
    /// @param location of a panic in the library, safe to print; else what there is to say about the site
    private record Line(Site site, String place, List<String> path, String location) {
        static Line of(Attributed.Panic panic) {
            Row row = Row.of(panic.site(), UnaryOperator.identity());
            List<Step> steps = panic.way().steps();
            Step.Leaving leaves = steps.getFirst().leaves();
            if (steps.size() == 1 || leaves == null) {
                return new Line(panic.site(), row.place(), List.of(), String.join("  ", row.notes()));
            }
            List<String> path = new ArrayList<>();
            for (int index = 1; index < steps.size(); index++) {
                Step.Leaving before = steps.get(index - 1).leaves();
                boolean known = before == null || before.via().isKnown();
                path.add((known ? ARROW : DOUBT) + Printable.of(steps.get(index).function()));
            }
            return new Line(panic.site(), WayText.place(leaves), path, "at " + String.join("  ", at(row)));
        }

        private static List<String> at(Row row) {
            List<String> at = new ArrayList<>(List.of(row.place()));
            at.addAll(row.notes());
            return at;
        }

        /// What makes two lines read the same.
        List<Object> text() {
            return List.of(place, site.kind(), path, location);
        }
    }

    private void answer(List<Attributed> functions, List<String> unknown) throws IOException {
        SortedMap<String, List<Attributed>> crates = Crates.groupByName(functions, Attributed::crate);
        for (Map.Entry<String, List<Attributed>> crate : crates.entrySet()) {
            Printable.line(out, style.bold("crate " + Printable.of(crate.getKey())) + ": "
                    + Count.of(crate.getValue().size(), "function") + ", "
                    + Count.of(panics(crate.getValue()), "panic"));
            for (Attributed function : crate.getValue().stream().sorted(ORDER).toList()) {
                function(function);
            }
            Printable.line(out, "");
        }
        Printable.line(out, style.bold(total(functions, crates.size(), unknown.isEmpty())));
        for (String gap : unknown) {
            Printable.line(out, style.warning("unknown: ") + Printable.of(gap));
        }
    }

    private void function(Attributed function) throws IOException {
        String image = function.image() == null ? "" : "  [" + WayText.file(function.image()) + "]";
        Printable.line(out, "");
        Printable.line(out, "  " + view.function(function.function(), 2 + image.length()) + style.dim(image));
        Map<List<Object>, List<Line>> lines = new LinkedHashMap<>();
        for (Attributed.Panic panic : function.panics()) {
            Line line = Line.of(panic);
            lines.computeIfAbsent(line.text(), text -> new ArrayList<>()).add(line);
        }
        int places = 0;
        int kinds = 0;
        for (List<Line> same : lines.values()) {
            int length = same.getFirst().place().length();
            places = length > PLACE_LIMIT ? places : Math.max(places, length);
            kinds = Math.max(kinds, same.getFirst().site().kind().id().length());
        }
        for (List<Line> same : lines.values()) {
            panic(same.getFirst(), same.size(), places, kinds);
        }
    }

    private void panic(Line line, int count, int places, int kinds) throws IOException {
        String kind = line.site().kind().id();
        String padding = " ".repeat(Math.max(0, places - line.place().length()) + 2);
        String counted = count == 1 ? "" : "  ×" + count;
        String gap = " ".repeat(kinds - kind.length() + 2);
        int taken = 4 + line.place().length() + padding.length() + kinds + 2 + line.location().length() + 2
                + counted.length();
        String path = path(line.path(), taken);
        String between = path.isEmpty() || line.location().isEmpty() ? "" : "  ";
        boolean more = !path.isEmpty() || !line.location().isEmpty();
        Printable.line(out, "    " + style.place(line.place()) + padding + style.kind(line.site().kind(), kind)
                + (more ? gap + path + between + style.dim(line.location()) : "") + style.bold(counted));
    }

    /// The path in what the line has left: each name gets its share, and of many only the ends are kept.
    private String path(List<String> path, int taken) {
        String whole = String.join(" ", path);
        int room = Math.max(24, view.width() - taken);
        if (view.width() == 0 || whole.length() <= room || path.isEmpty()) {
            return whole;
        }
        List<String> kept = path.size() <= 3
                ? path : List.of(path.getFirst(), leftOut(path.subList(1, path.size() - 1)), path.getLast());
        int share = room / kept.size() - 1;
        return String.join(" ", kept.stream().map(name -> shorten(name, share)).toList());
    }

    private static String leftOut(List<String> path) {
        return (path.stream().anyMatch(name -> name.startsWith(DOUBT)) ? DOUBT : ARROW) + path.size() + " more";
    }

    /// A name behind its arrow.
    private static String shorten(String name, int width) {
        int start = name.indexOf(' ') + 1;
        return name.substring(0, start) + FunctionPath.shorten(name.substring(start), Math.max(8, width - start));
    }

    private static String total(List<Attributed> functions, int crates, boolean complete) {
        int all = panics(functions);
        if (all == 0) {
            return (complete ? "no panics" : "no panics found") + " in " + Count.of(functions.size(), "function")
                    + (complete ? "" : ", but not everything could be told");
        }
        List<Attributed.Panic> library = functions.stream()
                .flatMap(function -> function.panics().stream())
                .filter(panic -> panic.way().steps().size() > 1)
                .toList();
        Set<Site> sites = new HashSet<>();
        library.forEach(panic -> sites.add(panic.site()));
        return Count.of(functions.size(), "function") + " in " + Count.of(crates, "crate") + ", "
                + Count.of(all, "panic") + ": " + (all - library.size()) + " of their own, " + library.size()
                + " in functions of the library that they lead to"
                + (library.isEmpty() ? "" : " (" + Count.of(sites.size(), "site") + ")");
    }

    private static int panics(List<Attributed> functions) {
        return functions.stream().mapToInt(function -> function.panics().size()).sum();
    }
}
