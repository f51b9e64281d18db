package dev.assay.check.gate;

import dev.assay.check.gate.Violation.Cause;
import dev.assay.check.sources.SiteSource;
import dev.assay.source.Justification;
import org.jspecify.annotations.Nullable;

/// What one rule says of one site, if it is the one that decides.
///
/// @param outcome allowed, forbidden, counted or unknown
/// @param certain of `COUNTED`: whether the site counts for certain
/// @param why     in a few words
/// @param cause   if it is forbidden
record Ruling(Outcome outcome, boolean certain, String why, Cause cause) {

    /// @param source     what is known of it; null if nothing
    /// @param inBaseline whether the baseline has the site; false if there is none
    static Ruling of(Rule rule, @Nullable SiteSource source, boolean inBaseline) {
        Ruling rest = demanded(rule, inBaseline);
        if (!rule.needsSource() || rest.outcome == Outcome.ALLOWED) {
            return rest;
        }
        if (source == null) {
            String why = "the source does not tell whether it is justified";
            return rest.outcome == Outcome.COUNTED ? new Ruling(Outcome.COUNTED, false, why, rest.cause)
                    : new Ruling(Outcome.UNKNOWN, false, why, rest.cause);
        }
        Justification justification = source.justification();
        return justification != null && rule.exemption().accepts(justification)
                ? allowed("justified at %s:%d".formatted(justification.file(), justification.line())) : rest;
    }

    private static Ruling demanded(Rule rule, boolean inBaseline) {
        return switch (rule.demand()) {
            case Demand.Forbid _ -> rule.needsSource() ? forbidden(Cause.NOT_JUSTIFIED, "not justified")
                    : forbidden(Cause.FORBIDDEN, "forbidden");
            case Demand.Allow _ -> allowed("allowed");
            case Demand.Max _,Demand.NoMore _ -> new Ruling(Outcome.COUNTED, true, "counted", Cause.TOO_MANY);
            case Demand.NoNew _ -> inBaseline ? allowed("in the baseline")
                    : forbidden(Cause.NEW, rule.needsSource() ? "not in the baseline, and not justified"
                            : "not in the baseline");
        };
    }

    private static Ruling allowed(String why) {
        return new Ruling(Outcome.ALLOWED, true, why, Cause.FORBIDDEN);
    }

    private static Ruling forbidden(Cause cause, String why) {
        return new Ruling(Outcome.FORBIDDEN, true, why, cause);
    }
}
