package dev.assay.report.html;

import dev.assay.check.gate.Decision;
import dev.assay.check.gate.Verdict;
import dev.assay.check.gate.Violation;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.survey.Survey;
import dev.assay.report.GateFindings;
import dev.assay.report.GateWords;
import dev.assay.report.findings.Finding;
import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import dev.assay.report.findings.Findings;
import dev.assay.report.html.Page.Examined;
import dev.assay.report.html.Page.Outcome;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The answer to `assay gate` as a page: the verdict, and every site with the rule that decides on it.
public final class GateHtml {
    private GateHtml() {}

    /// Writes the page, and leaves the stream open.
    ///
    /// @param found    what was examined
    /// @param baseline what it was compared with, if anything
    /// @throws IOException of the stream itself
    public static void write(Verdict verdict, Survey found, Optional<Survey> baseline, OutputStream out)
            throws IOException {
        List<Examined> examined = new ArrayList<>();
        examined.add(new Examined(baseline.isPresent() ? "examined" : "", found));
        baseline.ifPresent(before -> examined.add(new Examined("baseline", before)));
        List<String> images = verdict.images().stream().map(image -> Facet.image(image.path())).toList();
        String title = images.size() == 1 ? images.getFirst() : images.size() + " images";
        HtmlReport.write(new Page(title, List.of(new Page.Fact("policy", verdict.policy().name())), examined, "",
                findings(verdict), outcome(verdict), verdict.warnings()), out);
    }

    private static Outcome outcome(Verdict verdict) {
        return verdict.isFailed() ? Outcome.REFUSED : verdict.isIncomplete() ? Outcome.UNDECIDED : Outcome.ACCEPTED;
    }

    /// Those for other programs, and the sites that are allowed; what may not land comes first.
    private static Findings findings(Verdict verdict) {
        Findings told = GateFindings.of(verdict);
        Map<ImageSite, List<Finding>> bySite = new HashMap<>();
        for (Finding finding : told.findings()) {
            bySite.computeIfAbsent(new ImageSite(finding.image(), finding.site()), _ -> new ArrayList<>()).add(finding);
        }
        Set<ImageSite> tooMany = new HashSet<>();
        verdict.violations().stream().filter(violation -> violation.cause() == Violation.Cause.TOO_MANY)
                .forEach(violation -> violation.sites().forEach(
                        site -> tooMany.add(new ImageSite(site.image(), site.site()))));
        List<Finding> all = new ArrayList<>();
        for (Decision decision : verdict.decisions()) {
            ImageSite site = new ImageSite(decision.image(), decision.site());
            all.addAll(bySite.getOrDefault(site, List.of(decided(verdict, decision, tooMany.contains(site)))));
        }
        all.sort(Comparator.comparing(Finding::level));
        return new Findings(told.command(), all, told.unknown(), told.failures(), told.images());
    }

    private static Finding decided(Verdict verdict, Decision decision, boolean oneTooMany) {
        Boolean inBaseline = decision.inBaseline();
        State state = inBaseline == null ? State.UNCOMPARED : inBaseline ? State.UNCHANGED : State.NEW;
        String message = (oneTooMany ? "one of too many" : decision.outcome().id()) + " by "
                + GateWords.decider(verdict, decision)
                + (decision.why().isEmpty() ? "" : ": " + decision.why());
        return new Finding(oneTooMany ? Level.WARNING : Level.NOTE, state, message, decision.image(), decision.site(),
                decision.reach(),
                decision.source());
    }
}
