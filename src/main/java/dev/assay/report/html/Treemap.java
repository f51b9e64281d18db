package dev.assay.report.html;

import dev.assay.check.panics.Kind;
import dev.assay.report.Count;
import dev.assay.report.Printable;
import dev.assay.report.findings.Finding;
import dev.assay.report.html.Squares.Rectangle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// How many sites each crate has of each kind, as areas. In units that are pixels where the page is wide enough.
///
/// @param height of the whole: a few sites do not need a large picture
/// @param crates the largest first
record Treemap(int height, List<Crate> crates) {
    static final int WIDTH = 1200;
    private static final int GREATEST_HEIGHT = 400;
    private static final int HEIGHT_FOR_EACH = 30;

    /// Of letters of the size in the style sheet; of every font of fixed pitch about 0.6 of that.
    private static final double LETTER = 6.7;
    private static final double HEADER = 21;
    private static final double LINE = 14;
    private static final double MARGIN = 6;
    private static final int FEWEST_LETTERS = 5;

    /// A crate with the kinds of its sites, the most frequent first.
    ///
    /// @param label shortened to what there is room for; empty if there is none
    record Crate(String name, int count, Rectangle area, String label, String href, List<Tile> tiles) {}

    /// One kind of one crate.
    ///
    /// @param label of the kind, shortened to what there is room for; empty if there is none
    /// @param number of sites, if there is room for it
    record Tile(Kind kind, int count, Rectangle area, String label, String number, String href, String title) {
        String style() {
            return Family.of(kind).style();
        }
    }

    static Treemap of(List<Finding> findings) {
        Map<String, Map<Kind, Integer>> counts = new TreeMap<>();
        for (Finding finding : findings) {
            counts.computeIfAbsent(Printable.of(finding.site().crate()), _ -> new EnumMap<>(Kind.class))
                    .merge(finding.site().kind(), 1, Integer::sum);
        }
        List<String> names = new ArrayList<>(counts.keySet());
        names.sort(Comparator.comparingInt((String name) -> -total(counts.getOrDefault(name, Map.of()))));
        List<Integer> totals = names.stream().map(name -> total(counts.getOrDefault(name, Map.of()))).toList();
        int tiles = counts.values().stream().mapToInt(Map::size).sum();
        int height = Math.min(GREATEST_HEIGHT, HEIGHT_FOR_EACH * (2 + tiles));
        List<Rectangle> areas = Squares.divide(totals, new Rectangle(0, 0, WIDTH, height));
        List<Crate> crates = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            crates.add(crate(names.get(i), totals.get(i), counts.getOrDefault(names.get(i), Map.of()), areas.get(i)));
        }
        return new Treemap(height, crates);
    }

    private static int total(Map<Kind, Integer> kinds) {
        return kinds.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Crate crate(String name, int count, Map<Kind, Integer> counts, Rectangle area) {
        Rectangle frame = area.inside(1, 1, 1, 1);
        String label = frame.height() < HEADER + LINE ? "" : fit(name + "  " + count, name, frame.width());
        Rectangle inner = label.isEmpty() ? frame : frame.inside(0, HEADER, 0, 0);
        List<Kind> kinds = new ArrayList<>(counts.keySet());
        kinds.sort(Comparator.comparingInt((Kind kind) -> -counts.getOrDefault(kind, 0)));
        List<Rectangle> areas =
                Squares.divide(kinds.stream().map(kind -> counts.getOrDefault(kind, 0)).toList(), inner);
        List<Tile> tiles = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            tiles.add(tile(name, kinds.get(i), counts.getOrDefault(kinds.get(i), 0),
                    areas.get(i).inside(.5, .5, .5, .5)));
        }
        return new Crate(name, count, frame, label, Hash.of("crate", name), tiles);
    }

    private static Tile tile(String crate, Kind kind, int count, Rectangle area) {
        boolean high = area.height() >= LINE + 4;
        String label = high ? fit(kind.id(), kind.id(), area.width()) : "";
        String digits = String.valueOf(count);
        boolean below = area.height() >= 2 * LINE + 6;
        boolean room = area.width() >= digits.length() * LETTER + MARGIN && (label.isEmpty() ? high : below);
        return new Tile(kind, count, area, label, room ? digits : "", Hash.of("crate", crate, "kind", kind.id()),
                crate + ", " + kind.id() + ": " + Count.of(count, "site"));
    }

    /// The first that fits, or the beginning of the second; nothing where a few letters would not tell.
    private static String fit(String whole, String name, double width) {
        int letters = (int) ((width - 2 * MARGIN) / LETTER);
        if (whole.length() <= letters) {
            return whole;
        }
        if (name.length() <= letters) {
            return name;
        }
        if (letters < FEWEST_LETTERS) {
            return "";
        }
        int end = letters - 1;
        return name.substring(0, Character.isHighSurrogate(name.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /// A length for SVG.
    static String number(double length) {
        String text = String.format(Locale.ROOT, "%.1f", length);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /// The families that occur, in their own order.
    List<Family> families() {
        return crates.stream().flatMap(crate -> crate.tiles().stream()).map(tile -> Family.of(tile.kind())).distinct()
                .sorted().toList();
    }
}
