package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.sources.SiteSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The lines of an image's sites, in aligned columns: count, place, kind, function.
final class Listing {
    private static final String INDENT = "  ";
    /// A longer place sticks out instead of pushing every other line's function off the screen.
    private static final int PLACE_LIMIT = 56;
    /// A function's name keeps this many characters, also on a narrow terminal.
    private static final int FUNCTION_LEAST = 24;
    /// Where nothing is shortened, a list of instances still goes on in a new line after so many characters.
    private static final int UNLIMITED = 120;

    private final PanicsView view;
    private final String image;
    private final Style style;
    private final Appendable out;
    private final Map<String, List<Entry>> groups = new TreeMap<>();
    private int countWidth;
    private int placeWidth;
    private int kindWidth;

    /// @param image path of the image that the sites are of
    Listing(PanicsView view, String image, Style style, Appendable out) {
        this.image = image;
        this.view = view;
        this.style = style;
        this.out = out;
    }

    /// Lays out a group of sites; all groups that are to share their columns are added before the first is printed.
    void add(String heading, List<Site> sites, boolean library) {
        List<Row> rows = sites.stream()
                .map(site -> Row.of(site, view.demangle()))
                .sorted(Row.ORDER)
                .toList();
        List<Entry> entries = view.inline() || view.reach().asked()
                ? rows.stream().map(row -> (Entry) new Entry.Line(List.of(row))).toList()
                : view.source().asked() ? Entry.lines(rows) : Entry.of(rows, library);
        groups.put(heading, entries);
        for (Entry entry : entries) {
            int count = entry.rows().size();
            countWidth = Math.max(countWidth, count == 1 ? 0 : (count + " × ").length());
            kindWidth = Math.max(kindWidth, entry.kind().id().length());
            if (entry.place().length() <= PLACE_LIMIT) {
                placeWidth = Math.max(placeWidth, entry.place().length());
            }
        }
    }

    void print(String heading) throws IOException {
        List<Entry> entries = groups.getOrDefault(heading, List.of());
        for (int i = 0; i < entries.size(); i++) {
            switch (entries.get(i)) {
                case Entry.Line line -> line(line);
                case Entry.Fold fold -> fold(fold);
            }
            Optional<SiteSource> own = source(entries, i);
            // Of sites at one place, in several functions, the source is shown once.
            if (own.isPresent() && !own.equals(source(entries, i + 1))) {
                new SourceText(style, out).print(own.get(), margin() + INDENT);
            }
        }
    }

    private Optional<SiteSource> source(List<Entry> entries, int index) {
        return index == entries.size() ? Optional.empty()
                : view.source().of(image, entries.get(index).rows().getFirst().site());
    }

    private void line(Entry.Line line) throws IOException {
        Row row = line.rows().getFirst();
        String notes = row.notes().isEmpty() ? "" : "  " + String.join("  ", row.notes());
        entry(line, row.function(), notes);
        if (view.inline()) {
            details(row);
        }
        Optional<Reach> reach = view.reach().of(image, row.site());
        if (reach.isPresent()) {
            String text = ReachView.text(reach.get());
            boolean odd = reach.get().reach() != ReachClass.REACHED;
            Printable.line(out, margin() + INDENT + (odd ? style.warning(text) : style.dim(text)));
        }
    }

    private void fold(Entry.Fold fold) throws IOException {
        Row first = fold.rows().getFirst();
        entry(fold, Callers.function(fold), fold.kind() == Kind.OTHER ? "  " + first.calls() : "");
        int column = Callers.column(fold);
        int room = view.width() == 0 ? UNLIMITED : view.width() - margin().length() - column - 2;
        List<Callers.Line> callers = Callers.of(fold, Math.max(FUNCTION_LEAST, room));
        for (Callers.Line caller : callers) {
            String start = margin() + INDENT.repeat(caller.depth());
            String padding = column == 0 ? "" : blanks(column - caller.placeEnd() + 2);
            String function = shorten(caller.function(), start.length() + caller.place().length() + padding.length());
            Printable.line(out, start + style.place(caller.place()) + padding + function);
        }
    }

    private void entry(Entry entry, String function, String notes) throws IOException {
        int count = entry.rows().size();
        String counted = count == 1 ? "" : count + " × ";
        String place = entry.place();
        String kind = entry.kind().id();
        int taken = margin().length() + Math.max(placeWidth, place.length()) + 2 + kindWidth + 2;
        Printable.line(
                out,
                INDENT
                        + blanks(countWidth - counted.length())
                        + style.bold(counted)
                        + style.place(place)
                        + blanks(Math.max(0, placeWidth - place.length()) + 2)
                        + style.kind(entry.kind(), kind)
                        + blanks(kindWidth - kind.length() + 2)
                        + shorten(function, taken + notes.length())
                        + style.dim(notes));
    }

    private void details(Row row) throws IOException {
        Site site = row.site();
        String start = margin() + INDENT;
        Long address = site.address();
        String section = Printable.of(site.section()) + "+0x" + Long.toHexString(site.offset());
        Printable.line(
                out,
                start
                        + style.dim("at "
                                + (address == null ? section : "0x" + Long.toHexString(address) + ", " + section)
                                + ", calls "
                                + Printable.of(site.entry())));
        String message = site.message();
        if (message != null) {
            Printable.line(out, start + style.dim("message \"" + Printable.of(message) + "\""));
        }
        for (String other : row.merged()) {
            Printable.line(out, start + style.dim("merged with ") + other);
        }
        List<String> places = new ArrayList<>();
        for (Frame frame : site.inlined()) {
            places.add(Place.of(frame).toString());
        }
        int width = places.stream().mapToInt(String::length).max().orElse(0);
        for (int index = 0; index < places.size(); index++) {
            String place = places.get(index);
            String padding = blanks(width - place.length() + 2);
            String function = Printable.of(site.inlined().get(index).function());
            Printable.line(
                    out,
                    start + style.place(place) + padding + shorten(function, start.length() + width + 2));
        }
    }

    private String shorten(String function, int taken) {
        return view.width() == 0
                ? function
                : FunctionPath.shorten(function, Math.max(FUNCTION_LEAST, view.width() - taken));
    }

    /// What stands before a place.
    private String margin() {
        return INDENT + blanks(countWidth);
    }

    private static String blanks(int number) {
        return " ".repeat(Math.max(0, number));
    }
}
