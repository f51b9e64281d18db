package dev.assay.report.html;

import dev.assay.check.diff.Diff;
import dev.assay.report.DiffFindings;
import dev.assay.report.DiffView;
import dev.assay.report.html.Page.Examined;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/// The answer to `assay diff` as a page. It begins with what came and what went; the rest is a filter away.
public final class DiffHtml {
    private DiffHtml() {}

    /// Writes the page, and leaves the stream open.
    ///
    /// @throws IOException of the stream itself
    public static void write(Diff diff, DiffView view, OutputStream out) throws IOException {
        String title = Facet.image(view.nameBefore()) + " → " + Facet.image(view.nameAfter());
        List<Page.Fact> facts = List.of(new Page.Fact("before", view.nameBefore()),
                new Page.Fact("after", view.nameAfter()));
        HtmlReport.write(new Page(title, facts,
                List.of(new Examined("before", diff.before()), new Examined("after", diff.after())),
                view.filter().describe(), DiffFindings.of(diff, view)), out);
    }
}
