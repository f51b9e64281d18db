package dev.assay.report.html;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.survey.Survey;
import dev.assay.report.Count;
import dev.assay.report.Printable;
import dev.assay.report.Unknowns;
import java.util.ArrayList;
import java.util.List;

/// What a page must not be silent about; every line is safe to print.
///
/// @param unknown  what could not be determined
/// @param failures what is wrong beside any site
/// @param remarks  what else there is to know
record Gaps(List<String> unknown, List<String> failures, List<String> remarks) {
    /// How many lines are shown at once; the others on request.
    private static final int SHOWN = 12;

    Gaps {
        unknown = List.copyOf(unknown);
        failures = List.copyOf(failures);
        remarks = List.copyOf(remarks);
    }

    static Gaps of(Page page) {
        List<String> unknown = new ArrayList<>(page.findings().unknown().stream().map(Printable::of).toList());
        List<String> remarks = new ArrayList<>(page.remarks().stream().map(Printable::of).toList());
        for (Page.Examined examined : page.examined()) {
            String name = examined.name().isEmpty() ? "" : Printable.of(examined.name()) + ": ";
            for (String line : of(examined.survey())) {
                if (unknown.stream().noneMatch(known -> known.contains(line))) {
                    unknown.add(name + line);
                }
            }
            for (ImagePanics image : examined.survey().panics().images()) {
                Unknowns.newEntries(image).forEach(line -> remarks.add(name + Printable.of(image.image().path()) + ": "
                        + line));
            }
            examined.survey().sources().ifPresent(sources -> sources.stale()
                    .forEach(comment -> remarks.add(name + "a // PANIC: comment with no panic site near it: "
                            + Printable.of(comment.file() + ":" + comment.line() + "  " + comment.text()))));
        }
        boolean reach = page.examined().stream().anyMatch(each -> each.survey().reaches().isPresent());
        long lost = page.findings().findings().stream().filter(each -> Facet.reach(each).equals(Facet.UNKNOWN)).count();
        if (reach && lost > 0) {
            unknown.add("callers unknown: " + Count.of(lost, "site"));
        }
        return new Gaps(unknown, page.findings().failures().stream().map(Printable::of).toList(), remarks);
    }

    private static List<String> of(Survey survey) {
        List<String> lines = new ArrayList<>();
        Panics panics = survey.panics();
        for (Panics.Unreadable file : panics.unreadable()) {
            lines.add("could not be read: "
                    + Printable.of(file.why().contains(file.path()) ? file.why() : file.path() + ": " + file.why()));
        }
        for (ImagePanics image : panics.images()) {
            for (String gap : Unknowns.of(image)) {
                lines.add(panics.images().size() == 1 ? gap : Printable.of(image.image().path()) + ": " + gap);
            }
        }
        survey.reaches().ifPresent(reaches -> reaches.unknown()
                .forEach(gap -> lines.add("callers may be missing: " + Printable.of(gap))));
        survey.sources().ifPresent(sources -> sources.unknown()
                .forEach(gap -> lines.add("source: " + Printable.of(gap))));
        return lines;
    }

    List<String> first() {
        return unknown.subList(0, Math.min(SHOWN, unknown.size()));
    }

    List<String> more() {
        return unknown.subList(Math.min(SHOWN, unknown.size()), unknown.size());
    }

    String count() {
        return Count.of(unknown.size(), "thing is unknown", "things are unknown");
    }
}
