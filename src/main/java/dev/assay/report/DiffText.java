package dev.assay.report;

import dev.assay.check.diff.Change;
import dev.assay.check.diff.Copies;
import dev.assay.check.diff.Diff;
import dev.assay.check.diff.Group;
import dev.assay.check.diff.ImageDiff;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.sources.SiteSource;
import dev.assay.source.Justification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The answer to `assay diff` for people: the numbers first, then what makes them up.
///
/// Every name from a file is escaped, as in [PanicsText].
public final class DiffText {
    private static final int PLACE_LIMIT = 56;
    private static final int FUNCTION_LEAST = 24;

    private final Diff diff;
    private final DiffView view;
    private final Style style;
    private final Appendable out;
    private int placeWidth;
    private int kindWidth;

    private DiffText(Diff diff, DiffView view, Appendable out) {
        this.diff = diff;
        this.view = view;
        this.style = new Style(view.colour());
        this.out = out;
    }

    /// Writes the whole answer.
    public static void write(Diff diff, DiffView view, Appendable out) throws IOException {
        new DiffText(view.select(diff), view, out).answer();
    }

    private void answer() throws IOException {
        line(style.bold(DiffNumbers.line(diff, view)));
        for (String remark : DiffView.remarks(diff, view)) {
            line("note: " + remark);
        }
        if (!view.quiet()) {
            table();
            if (!view.summary()) {
                listing();
            }
        }
        List<String> unknown = Stream.concat(
                DiffView.unknown(diff.before(), view.nameBefore()).stream().map(gap -> "before: " + gap),
                DiffView.unknown(diff.after(), view.nameAfter()).stream().map(gap -> "after: " + gap)).toList();
        if (!unknown.isEmpty() && !view.quiet()) {
            line("");
        }
        for (String gap : unknown) {
            line(style.warning("unknown: ") + gap);
        }
    }

    private void table() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (DiffNumbers.Line each : DiffNumbers.table(diff)) {
            List<String> row = new ArrayList<>(List.of(Printable.of(each.crate()), each.kind()));
            row.addAll(DiffNumbers.cells(each.tally()));
            rows.add(row);
        }
        if (rows.isEmpty()) {
            return;
        }
        List<String> heads = new ArrayList<>(List.of("crate", "kind"));
        heads.addAll(DiffNumbers.heads());
        int[] widths = heads.stream().mapToInt(String::length).toArray();
        rows.forEach(row -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        });
        line("");
        line(style.bold(row(heads, widths)));
        for (int i = 0; i < rows.size(); i++) {
            String row = row(rows.get(i), widths);
            line(i == rows.size() - 1 ? style.bold(row) : row);
        }
    }

    private static String row(List<String> cells, int[] widths) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            String room = " ".repeat(widths[i] - cells.get(i).length());
            row.append("  ").append(i < 2 ? cells.get(i) + room : room + cells.get(i));
        }
        return row.toString();
    }

    private void listing() throws IOException {
        for (ImageDiff image : diff.images()) {
            measure(image);
        }
        for (ImageDiff image : diff.images()) {
            image(image);
        }
    }

    private void image(ImageDiff image) throws IOException {
        boolean silent = image.isPaired() && view.listed().stream().allMatch(what -> image.only(what).isEmpty())
                && image.groups().isEmpty();
        if (silent) {
            return;
        }
        ImagePanics before = image.before();
        ImagePanics after = image.after();
        line("");
        if (before == null || after == null) {
            line(style.bold(Printable.of(image.image().image().path())) + ": image "
                    + (before == null ? "added" : "removed"));
        } else {
            line(style.bold(Printable.of(after.image().path())) + ", before "
                    + Printable.of(before.image().path()));
        }
        for (Change.What what : List.of(Change.What.ADDED, Change.What.REMOVED, Change.What.MOVED)) {
            section(image, heading(what), image.only(what));
        }
        groups(image);
        copies(image);
        section(image, heading(Change.What.RECOMPILED), image.only(Change.What.RECOMPILED));
        if (view.moved()) {
            section(image, heading(Change.What.SHIFTED), image.only(Change.What.SHIFTED));
        }
    }

    private static String heading(Change.What what) {
        return switch (what) {
            case ADDED -> "added";
            case REMOVED -> "removed";
            case MOVED -> "moved";
            case RECOMPILED -> "compiled into another function, the source unchanged";
            case SHIFTED -> "shifted by lines above";
            case COPIED -> "copied by the compiler";
            case MERGED -> "merged by the compiler";
            case UNCHANGED -> "unchanged";
        };
    }

    private void measure(ImageDiff image) {
        for (Change.What what : view.listed()) {
            for (Change change : image.only(what)) {
                int place = place(change).length();
                placeWidth = place <= PLACE_LIMIT ? Math.max(placeWidth, place) : placeWidth;
                kindWidth = Math.max(kindWidth, change.site().kind().id().length());
            }
        }
    }

    private static String place(Change change) {
        return DiffView.place(change);
    }

    private void section(ImageDiff image, String heading, List<Change> changes) throws IOException {
        for (Map.Entry<String, List<Change>> crate : Crates.group(changes, Change::site).entrySet()) {
            line("");
            line(style.bold(heading + ", crate " + Printable.of(crate.getKey())) + ": "
                    + Count.of(crate.getValue().size(), "site"));
            for (Change change : crate.getValue()) {
                change(image, change);
            }
        }
    }

    private void change(ImageDiff image, Change change) throws IOException {
        Site site = change.site();
        String sign = switch (change.what()) {
            case ADDED, COPIED -> "+";
            case REMOVED, MERGED -> "−";
            case MOVED, RECOMPILED, SHIFTED, UNCHANGED -> " ";
        };
        List<String> notes = Row.of(site, UnaryOperator.identity()).notes();
        Site before = change.before();
        entry(sign, place(change), site, notes);
        if (before != null && !before.function().equals(site.function())) {
            line("      " + style.dim("before in ") + function(Printable.of(before.function()), 16));
        }
        Optional<SiteSource> source = DiffView.source(diff, image, change);
        Justification justification = source.map(SiteSource::justification).orElse(null);
        if (justification != null) {
            line("      " + style.dim("justified: " + Printable.of(justification.text().replace('\n', ' '))));
        }
        Optional<Reach> reach = DiffView.reach(diff, image, change);
        if (reach.isPresent()) {
            String text = ReachView.text(reach.get());
            line("      " + (reach.get().reach() == ReachClass.REACHED ? style.dim(text) : style.warning(text)));
        }
    }

    private void entry(String sign, String place, Site site, List<String> notes) throws IOException {
        String note = notes.isEmpty() ? "" : "  " + String.join("  ", notes);
        String kind = site.kind().id();
        int taken = 4 + Math.max(placeWidth, place.length()) + 2 + kindWidth + 2;
        line("  " + sign + " " + style.place(place) + blanks(Math.max(0, placeWidth - place.length()) + 2)
                + style.kind(site.kind(), kind) + blanks(kindWidth - kind.length() + 2)
                + function(Printable.of(site.function()), taken + note.length()) + style.dim(note));
    }

    private void groups(ImageDiff image) throws IOException {
        if (image.groups().isEmpty()) {
            return;
        }
        line("");
        line(style.bold("which of these cannot be told"));
        for (Group group : image.groups()) {
            boolean more = group.surplus() >= 0;
            List<Site> sites = more ? group.after() : group.before();
            line("  " + (more ? "+" : "−") + " " + Math.abs(group.surplus()) + " of these "
                    + Count.of(sites.size(), "site") + (more ? " is new:" : " is gone:"));
            for (Site site : sites) {
                entry(" ", DiffView.place(site), site, List.of());
            }
        }
    }

    private void copies(ImageDiff image) throws IOException {
        if (image.copies().isEmpty()) {
            return;
        }
        line("");
        line(style.bold("other numbers of copies, the source unchanged") + ": "
                + Count.of(image.copies().size(), "check"));
        for (Copies copies : image.copies()) {
            String place = DiffView.place(copies.after());
            String kind = copies.after().kind().id();
            line("    " + style.place(place) + blanks(Math.max(0, placeWidth - place.length()) + 2)
                    + style.kind(copies.after().kind(), kind) + blanks(kindWidth - kind.length() + 2)
                    + "copies: " + copies.had() + " → " + copies.has());
        }
        for (Change.What what : List.of(Change.What.COPIED, Change.What.MERGED)) {
            for (Change change : image.only(what)) {
                change(image, change);
            }
        }
    }

    private String function(String function, int taken) {
        return view.width() == 0 ? function
                : FunctionPath.shorten(function, Math.max(FUNCTION_LEAST, view.width() - taken));
    }

    private static String blanks(int number) {
        return " ".repeat(Math.max(0, number));
    }

    private void line(String line) throws IOException {
        Printable.line(out, line);
    }
}
