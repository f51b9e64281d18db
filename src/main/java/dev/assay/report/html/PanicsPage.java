package dev.assay.report.html;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.check.survey.Survey;
import dev.assay.report.Count;
import dev.assay.report.PanicsView;
import dev.assay.report.Row;
import dev.assay.report.findings.Finding;
import dev.assay.report.findings.Findings;
import java.util.ArrayList;
import java.util.List;

/// The answer to `assay panics` as a page.
public final class PanicsPage {
    private PanicsPage() {}

    /// The sites that the view selects, image by image, in order of place.
    public static Page of(Survey survey, PanicsView view) {
        List<Finding> findings = new ArrayList<>();
        for (ImagePanics image : survey.panics().images()) {
            String path = image.image().path();
            view.select(image).stream().map(site -> Row.of(site, view.demangle())).sorted(Row.ORDER).map(Row::site)
                    .forEach(site -> findings.add(finding(survey, path, site)));
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
        return panics.images().size() == 1 ? Facet.image(panics.images().getFirst().image().path())
                : Count.of(panics.images().size(), "image");
    }
}
