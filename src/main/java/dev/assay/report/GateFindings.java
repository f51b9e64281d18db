package dev.assay.report;

import dev.assay.check.gate.Decision;
import dev.assay.check.gate.Doubt;
import dev.assay.check.gate.Verdict;
import dev.assay.check.gate.Violation;
import dev.assay.check.gate.Violation.Cause;
import dev.assay.report.findings.Finding;
import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import dev.assay.report.findings.Findings;
import java.util.ArrayList;
import java.util.List;

/// The answer to `assay gate` for other programs: a finding for each site that is not allowed, and for each of which
/// that could not be told.
///
/// A ceiling has no one site that breaks it: it is a failure, and those of its sites that the baseline lacks are findings.
public final class GateFindings {
    private GateFindings() {}

    /// The verdict as findings. Warnings that concern no site are not among them.
    public static Findings of(Verdict verdict) {
        List<Finding> findings = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (Violation violation : verdict.violations()) {
            String message = "not allowed by %s: %s%s".formatted(GateWords.place(verdict.policy(), violation),
                    violation.what(), GateWords.reason(violation).map(reason -> " (" + reason + ")").orElse(""));
            boolean ceiling = violation.cause() == Cause.TOO_MANY;
            if (ceiling) {
                failures.add(message);
            }
            for (Decision decision : violation.sites()) {
                if (!ceiling || Boolean.FALSE.equals(decision.inBaseline())) {
                    findings.add(finding(Level.ERROR, message, decision));
                }
            }
        }
        List<String> unknown = new ArrayList<>();
        for (Doubt doubt : verdict.doubts()) {
            String what = GateWords.doubt(verdict, doubt);
            if (doubt.sites().isEmpty()) {
                unknown.add(what);
            } else if (doubt.fails()) {
                unknown.add("%s (%s)".formatted(what, Count.of(doubt.sites().size(), "site")));
            }
            doubt.sites().forEach(decision -> findings.add(finding(Level.WARNING, "unknown: " + what, decision)));
        }
        return new Findings("gate", findings, unknown, failures, verdict.images());
    }

    private static Finding finding(Level level, String message, Decision decision) {
        Boolean inBaseline = decision.inBaseline();
        State state = inBaseline == null ? State.UNCOMPARED : inBaseline ? State.UNCHANGED : State.NEW;
        return new Finding(level, state, message, decision.image(), decision.site(), decision.reach(),
                decision.source());
    }
}
