package dev.assay.report.html;

import dev.assay.check.survey.Survey;
import dev.assay.report.findings.Findings;
import java.util.List;

/// What a page tells. Nothing in it is escaped; the page sees to that.
///
/// @param title    what was examined, as its heading
/// @param facts    more about the answer, in the order in which they are shown: a policy, a baseline
/// @param examined what was looked at: one survey for a listing, two for a comparison; identities, coverage and gaps
///                 come from here, and whether anybody asked for callers or sources
/// @param leftOut  which filters hold, in words; empty if every site is among the findings
/// @param findings the sites, in the order in which they are shown first, and what is unknown
/// @param outcome  what was decided
/// @param remarks  what else there is to know, one line each
public record Page(String title, List<Fact> facts, List<Examined> examined, String leftOut, Findings findings,
        Outcome outcome, List<String> remarks) {
    public Page {
        facts = List.copyOf(facts);
        examined = List.copyOf(examined);
        remarks = List.copyOf(remarks);
    }

    /// An answer that judges nothing.
    public Page(String title, List<Fact> facts, List<Examined> examined, String leftOut, Findings findings) {
        this(title, facts, examined, leftOut, findings, Outcome.NONE, List.of());
    }

    /// What was decided.
    public enum Outcome {
        /// Nothing was to be decided.
        NONE,
        /// It may land.
        ACCEPTED,
        /// It may not.
        REFUSED,
        /// Something is unknown that it depends on.
        UNDECIDED
    }

    /// One line of the title block.
    ///
    /// @param name  in a word or two
    /// @param value as it is
    public record Fact(String name, String value) {}

    /// One of the things that were looked at.
    ///
    /// @param name   what it is to the others (`before`, `after`); empty if there is only one
    /// @param survey everything found
    public record Examined(String name, Survey survey) {}
}
