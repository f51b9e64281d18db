package dev.assay.report.html;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.check.survey.Survey;
import dev.assay.report.Count;
import dev.assay.report.Crates;
import dev.assay.report.PanicsView;
import dev.assay.report.Row;
import dev.assay.report.findings.Finding;
import dev.assay.report.findings.Findings;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/// The answer to `assay panics` as a page.
public final class PanicsHtml {
    private PanicsHtml() {}

    /// Writes the page, and leaves the stream open.
    ///
    /// @throws IOException of the stream itself
    public static void write(Survey survey, PanicsView view, OutputStream out) throws IOException {
        HtmlReport.write(of(survey, view), out);
    }

    /// The sites that the view selects, image by image and crate by crate, drivers first and Rust's library last.
    static Page of(Survey survey, PanicsView view) {
        List<Finding> findings = new ArrayList<>();
        for (ImagePanics image : survey.panics().images()) {
            String path = image.image().path();
            List<Row> rows = view.select(image).stream().map(site -> Row.of(site, view.demangle())).toList();
            for (List<Row> crate : Crates.group(rows, Row::site).values()) {
                crate.stream().sorted(Row.ORDER).forEach(row -> findings.add(finding(survey, path, row.site())));
            }
        }
        return new Page(title(survey.panics()), List.of(), List.of(new Page.Examined("", survey)), view.describe(),
                new Findings("panics", findings, List.of(), List.of()));
    }

    private static Finding finding(Survey survey, String image, Site site) {
        return new Finding(Finding.Level.NOTE, Finding.State.UNCOMPARED, "", image, site,
                survey.reaches().flatMap(reaches -> reaches.of(image, site)).orElse(null),
                survey.sources().flatMap(sources -> sources.of(image, site)).orElse(null));
    }

    private static String title(Panics panics) {
        if (panics.images().size() == 1) {
            return Facet.image(panics.images().getFirst().image().path());
        }
        Set<String> releases = new TreeSet<>();
        panics.images().stream().map(image -> image.image().release()).filter(Objects::nonNull).forEach(releases::add);
        return Count.of(panics.images().size(), "image")
                + (releases.size() == 1 ? " of Linux " + String.join("", releases) : "");
    }
}
