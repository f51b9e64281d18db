package dev.assay.report.findings;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.Reaches;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.check.survey.Survey;
import dev.assay.report.PanicsView;
import dev.assay.report.Unknowns;
import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `assay panics` as findings. It judges nothing: a site is something to look at, one that its author
/// justifies something to know.
public final class PanicsFindings {
    private PanicsFindings() {}

    /// The sites that a view shows.
    ///
    /// @param doubts what else the answer depends on and could not be determined
    public static Findings of(Survey survey, PanicsView view, List<String> doubts) {
        Panics panics = survey.panics();
        Reaches reaches = survey.reaches().orElse(Reaches.NONE);
        Sources sources = survey.sources().orElse(Sources.NONE);
        List<Finding> findings = new ArrayList<>();
        for (ImagePanics image : panics.images()) {
            String path = image.image().path();
            for (Site site : view.select(image)) {
                Reach reach = site.role() == Role.SITE ? reaches.of(path, site).orElse(null) : null;
                SiteSource source = sources.of(path, site).orElse(null);
                findings.add(new Finding(level(site, source), State.UNCOMPARED, message(site), path, site, reach,
                        source));
            }
        }
        List<String> unknown = unknown(panics);
        reaches.unknown().forEach(gap -> unknown.add("callers may be missing: " + gap));
        unknown.addAll(sources.unknown());
        unknown.addAll(doubts);
        return new Findings("panics", findings, unknown,
                panics.unreadable().stream().map(Panics.Unreadable::why).toList(),
                panics.images().stream().map(ImagePanics::image).toList());
    }

    private static List<String> unknown(Panics panics) {
        List<String> unknown = new ArrayList<>();
        for (ImagePanics image : panics.images()) {
            Unknowns.of(image).forEach(gap -> unknown.add(image.image().path() + ": " + gap));
        }
        return unknown;
    }

    private static Level level(Site site, @Nullable SiteSource source) {
        boolean isJustified = source != null && source.justification() != null;
        return isJustified || site.role() != Role.SITE ? Level.NOTE : Level.WARNING;
    }

    private static String message(Site site) {
        String role = site.role() == Role.SITE ? "" : " (" + site.role().id() + ")";
        return "%s in %s can panic%s%s".formatted(site.kind().id(), site.function(), role,
                site.message() == null ? "" : ": " + site.message());
    }
}
