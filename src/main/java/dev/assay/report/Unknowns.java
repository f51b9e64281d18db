package dev.assay.report;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.survey.Survey;
import java.util.ArrayList;
import java.util.List;

/// What an answer does not know, one line each, safe to print.
///
/// The text ends every image with these. TSV has no place for them: whoever prints it has to print these elsewhere.
public final class Unknowns {
    private Unknowns() {}

    /// Everything that an examination could not find out, of all images; empty if its answer is complete.
    public static List<String> of(Survey survey) {
        List<String> lines = new ArrayList<>();
        for (ImagePanics image : survey.panics().images()) {
            of(image).forEach(gap -> lines.add(Printable.of(image.image().path()) + ": " + gap));
        }
        for (Panics.Unreadable file : survey.panics().unreadable()) {
            String why = file.why().contains(file.path()) ? file.why() : file.path() + ": " + file.why();
            lines.add("could not be read: " + Printable.of(why));
        }
        survey.reaches().ifPresent(reaches -> reaches.unknown().forEach(
                gap -> lines.add("callers may be missing: " + Printable.of(gap))));
        survey.sources().ifPresent(sources -> sources.unknown().forEach(
                gap -> lines.add("source: " + Printable.of(gap))));
        return lines;
    }

    /// Everything about one image that could not be found out; empty if the answer is complete.
    public static List<String> of(ImagePanics image) {
        List<String> lines = new ArrayList<>(image.coverage().gaps().stream().map(Printable::of).toList());
        long nowhere = image.sites().stream().filter(Unknowns::isNowhere).count();
        if (nowhere > 0) {
            lines.add("location unknown: " + Count.of(nowhere, "site"));
        }
        return lines;
    }

    /// Panic entries that only the self-check found. Their sites are in the answer, but a list has fallen behind.
    public static List<String> newEntries(ImagePanics image) {
        return image.coverage().selfCheckOnly().stream()
                .map(entry -> "panic entry known only by the self-check: " + Printable.of(entry))
                .toList();
    }

    private static boolean isNowhere(Site site) {
        return site.role() == Role.SITE && site.location() == null && site.locationUnknown() != null;
    }
}
