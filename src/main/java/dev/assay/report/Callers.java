package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Site;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/// From where a folded line of the library is reached, as compactly as it can be said.
///
/// Where many functions go through one origin (a wrapper of the library's function, say), the origin is named once
/// and the functions below it, each with the place in it. Instances of one generic function share a line.
final class Callers {
    private Callers() {}

    /// One line below a fold.
    ///
    /// @param depth    1, or 2 below a shared origin
    /// @param place    in the source; empty if the debug information gives none
    /// @param function that is compiled into the image, or the shared origin
    record Line(int depth, String place, String function) {
        /// How far the place reaches, in characters.
        int placeEnd() {
            return place.isEmpty() ? 0 : 2 * depth + place.length();
        }
    }

    /// The function of the library that holds the folded line; empty if the debug information does not tell.
    static String function(Entry.Fold fold) {
        List<String> names = fold.rows().stream()
                .flatMap(row -> holder(row.site(), fold.location()).stream())
                .map(FunctionPath::base)
                .distinct()
                .toList();
        return switch (names.size()) {
            case 0 -> "";
            case 1 -> Printable.of(names.getFirst());
            default -> Printable.of(names.getFirst()) + " and " + (names.size() - 1) + " like it";
        };
    }

    /// How far the places of all callers reach, in characters.
    static int column(Entry.Fold fold) {
        return of(fold, Integer.MAX_VALUE).stream().mapToInt(Line::placeEnd).max().orElse(0);
    }

    /// @param width of the last column, in characters: a longer list of instances takes more lines
    static List<Line> of(Entry.Fold fold, int width) {
        Map<String, List<Row>> byOrigin = new LinkedHashMap<>();
        for (Row row : fold.rows()) {
            byOrigin.computeIfAbsent(row.place(), place -> new ArrayList<>()).add(row);
        }
        List<Line> lines = new ArrayList<>();
        byOrigin.forEach((place, rows) -> lines.addAll(ofOrigin(place, rows, width)));
        return lines;
    }

    private static List<Line> ofOrigin(String place, List<Row> rows, int width) {
        List<Row> through = rows.stream().filter(Callers::isThroughOrigin).toList();
        List<String> origins = through.stream()
                .flatMap(row -> origin(row.site()).stream())
                .map(frame -> FunctionPath.base(frame.function()))
                .distinct()
                .toList();
        if (through.size() < 2 || origins.size() != 1) {
            return instances(rows, row -> row.atOrigin() ? row.at() : Place.UNKNOWN, 1, width);
        }
        List<Row> direct = rows.stream().filter(row -> !isThroughOrigin(row)).toList();
        List<Line> lines = new ArrayList<>(instances(direct, Row::at, 1, width));
        lines.add(new Line(1, place, Printable.of(origins.getFirst()) + ", inlined into"));
        lines.addAll(instances(through, row -> Place.of(row.site().inlined().getLast()), 2, width));
        return lines;
    }

    private static List<Line> instances(List<Row> rows, Function<Row, Place> place, int depth, int width) {
        List<Row> sorted = rows.stream().sorted(Comparator.comparing(place)).toList();
        Map<Caller, Map<String, Integer>> functions = new LinkedHashMap<>();
        for (Row row : sorted) {
            functions
                    .computeIfAbsent(Caller.of(row, place.apply(row)), key -> new TreeMap<>())
                    .merge(FunctionPath.arguments(row.function()), 1, Integer::sum);
        }
        List<Line> lines = new ArrayList<>();
        functions.forEach((caller, arguments) -> {
            String shown = caller.place().known() ? caller.place().toString() : "";
            for (String function : joined(caller.base(), arguments, width)) {
                lines.add(new Line(depth, shown, function + caller.asides()));
            }
        });
        return lines;
    }

    /// What instances on one line have in common.
    private record Caller(Place place, String base, String asides) {
        static Caller of(Row row, Place place) {
            String asides = row.asides().stream().map(aside -> "  " + aside).collect(Collectors.joining());
            return new Caller(place, FunctionPath.base(row.function()), asides);
        }
    }

    /// `f::<i8>, <i16>, <i32>`, on as many lines as it takes.
    private static List<String> joined(String base, Map<String, Integer> arguments, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        arguments.forEach((argument, count) -> {
            String instance = argument + (count == 1 ? "" : " ×" + count);
            if (!line.isEmpty() && line.length() + 2 + instance.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            if (line.isEmpty()) {
                line.append(base).append(argument.isEmpty() ? "" : "::").append(instance);
            } else {
                line.append(", ").append(instance);
            }
        });
        lines.add(line.toString());
        return lines;
    }

    private static boolean isThroughOrigin(Row row) {
        return row.atOrigin()
                && row.site().inlined().size() > 1
                && !row.site().inlined().getLast().equals(row.site().origin());
    }

    private static List<Frame> origin(Site site) {
        Frame origin = site.origin();
        return origin == null ? List.of() : List.of(origin);
    }

    /// The frame that stands on the location's line; none where the debug information lost the line.
    private static List<String> holder(Site site, SourceLocation location) {
        return site.inlined().stream()
                .filter(frame -> frame.line() == location.line() && location.file().equals(frame.file()))
                .limit(1)
                .map(Frame::function)
                .toList();
    }
}
