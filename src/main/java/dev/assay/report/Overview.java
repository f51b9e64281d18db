package dev.assay.report;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// What a search over several files came to: a line for each image, how many files were looked at, and what could not
/// be read.
final class Overview {
    private final Panics panics;
    private final PanicsView view;
    private final Style style;
    private final Appendable out;

    Overview(Panics panics, PanicsView view, Style style, Appendable out) {
        this.panics = panics;
        this.view = view;
        this.style = style;
        this.out = out;
    }

    /// @param total the sentence about all sites
    void print(String total) throws IOException {
        if (panics.images().size() > 1) {
            Printable.line(out, style.bold("images"));
            images();
        }
        Printable.line(out, style.bold(total));
        if (view.source().asked()) {
            long all = panics.images().stream().mapToLong(this::sites).sum();
            long justified = panics.images().stream().mapToLong(this::justified).sum();
            Printable.line(out, "%d justified, %d not".formatted(justified, all - justified));
        }
        int files = panics.images().size() + panics.withoutRust();
        long rust = panics.images().stream().filter(ImagePanics::hasRust).count();
        if (files > 1 || panics.withoutRust() > 0) {
            Printable.line(out, Count.of(files, "file") + " with code looked at, " + (files - rust)
                    + " of them without Rust code"
                    + (panics.others() == 0 ? "" : "; " + Count.of(panics.others(), "other file") + " passed over"));
        }
        long incomplete = panics.images().stream().filter(image -> !Unknowns.of(image).isEmpty()).count();
        if (incomplete > 0) {
            Printable.line(out, style.warning("unknown: ") + "incomplete answers for "
                    + Count.of(incomplete, "image"));
        }
        for (Panics.Unreadable file : panics.unreadable()) {
            String why = file.why().contains(file.path()) ? file.why() : file.path() + ": " + file.why();
            Printable.line(out, style.warning("unknown: ") + "could not be read: " + Printable.of(why));
        }
    }

    private void images() throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (ImagePanics image : panics.images()) {
            String gaps = Unknowns.of(image).isEmpty() ? "" : "  incomplete";
            rows.add(new String[] {image.image().kind(), Count.of(sites(image), "site"),
                Count.of(image.coverage().rustFunctions(), "Rust function"),
                style.place(Printable.of(image.image().path())) + style.warning(gaps)});
        }
        int[] widths = new int[3];
        for (String[] row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            Printable.line(out, "  " + row[0] + " ".repeat(widths[0] - row[0].length()) + "  "
                    + " ".repeat(widths[1] - row[1].length()) + row[1] + "  "
                    + " ".repeat(widths[2] - row[2].length()) + row[2] + "  " + row[3]);
        }
    }

    private long justified(ImagePanics image) {
        return view.select(image).stream()
                .filter(site -> view.source().justification(image.image().path(), site).isPresent()).count();
    }

    private long sites(ImagePanics image) {
        return view.select(image).stream().map(Site::role).filter(role -> role == Role.SITE).count();
    }
}
