package dev.assay.report;

import dev.assay.check.gate.Allowance;
import dev.assay.check.gate.Decision;
import dev.assay.check.gate.Doubt;
import dev.assay.check.gate.Exemption;
import dev.assay.check.gate.Policy;
import dev.assay.check.gate.Rule;
import dev.assay.check.gate.Verdict;
import dev.assay.check.gate.Violation;
import dev.assay.check.gate.Violation.Cause;
import dev.assay.check.panics.Advice;
import dev.assay.check.panics.Kind;
import dev.assay.check.sources.SiteSource;
import dev.assay.source.history.Commit;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What every form of a verdict says in the same words. Nothing is escaped.
public final class GateWords {
    private static final int SHORT_COMMIT = 12;

    private GateWords() {}

    /// The verdict in one line that stays true when taken out of its context.
    static String headline(Verdict verdict) {
        String looked = Count.of(verdict.decisions().size(), "site") + ", "
                + Count.of(verdict.policy().rules().size(), "rule");
        long unknown = verdict.doubts().stream().filter(Doubt::fails).count();
        if (verdict.isFailed()) {
            return "gate: FAILED: " + violations(verdict)
                    + (unknown > 0 ? "; " + Count.of(unknown, "thing") + " unknown besides" : "");
        }
        if (verdict.isIncomplete()) {
            return "gate: INCOMPLETE: " + Count.of(unknown, "thing") + " unknown; " + looked;
        }
        int borne = verdict.doubts().size();
        return "gate: passed, " + looked
                + (borne > 0 ? "; " + Count.of(borne, "thing") + " unknown, which the policy puts up with" : "");
    }

    private static String violations(Verdict verdict) {
        long ceilings = verdict.violations().stream().filter(each -> each.cause() == Cause.TOO_MANY).count();
        long sites = verdict.violations().size() - ceilings;
        List<String> parts = new ArrayList<>();
        if (sites > 0) {
            parts.add(Count.of(sites, "site") + " not allowed");
        }
        if (ceilings > 0) {
            parts.add("too many sites for " + Count.of(ceilings, "rule"));
        }
        return String.join(", ", parts);
    }

    /// Where in the policy something is said: `assay.toml:12 (driver)`.
    static String place(Policy policy, int line, @Nullable Rule rule) {
        String name = rule == null ? null : rule.name();
        return policy.name() + ":" + line + (name == null ? "" : " (" + name + ")");
    }

    static String place(Policy policy, Violation violation) {
        return place(policy, violation.line(), violation.rule());
    }

    /// What the author of the policy says to whoever breaks it.
    static Optional<String> reason(Violation violation) {
        Rule rule = violation.rule();
        Allowance allowance = violation.allowance();
        return Optional.ofNullable(rule != null ? rule.reason() : allowance == null ? null : allowance.reason());
    }

    /// Whom a site comes from; empty if that is not known.
    static Optional<String> since(Decision decision) {
        SiteSource source = decision.source();
        Commit commit = source == null ? null : source.introduced();
        if (commit == null) {
            return Optional.empty();
        }
        return Optional.of(commit.id().isEmpty() ? "in a line that is not committed yet"
                : "since %s (\"%s\") by %s, %s".formatted(
                        commit.id().substring(0, Math.min(SHORT_COMMIT, commit.id().length())), commit.subject(),
                        commit.author(), commit.date().atOffset(ZoneOffset.UTC).toLocalDate()));
    }

    /// What can be done about a violation, beside what is said of the kind.
    static String remedy(Cause cause) {
        return switch (cause) {
            case FORBIDDEN -> "write it without the check";
            case NOT_JUSTIFIED -> "say in a // PANIC: comment above it why it cannot happen, or write it without the"
                    + " check";
            case NEW ->
                    "write it without the check; a site that stays needs an [[allow]] with its fingerprint, or a new"
                            + " baseline";
            case TOO_MANY -> "write some without the check";
            case EXPIRED -> "it was to be gone by then: write it without the check, or move the day and say why";
        };
    }

    /// How to do without a check of some kind.
    static String advice(Kind kind) {
        return kind.id() + ": " + Advice.of(kind).remedy();
    }

    /// A doubt with the rule that depends on it.
    static String doubt(Verdict verdict, Doubt doubt) {
        Rule rule = doubt.rule();
        return rule == null ? doubt.what() : place(verdict.policy(), rule.line(), rule) + ": " + doubt.what();
    }

    /// What a site is to a policy, for a list of all: the rule that decides.
    public static String decider(Verdict verdict, Decision decision) {
        Rule rule = decision.rule();
        Allowance allowance = decision.allowance();
        if (rule != null) {
            return decider(verdict, rule);
        }
        return allowance != null ? verdict.policy().name() + ": [[allow]]" : "no rule";
    }

    static String decider(Verdict verdict, Rule rule) {
        String exempt = rule.exemption() == Exemption.NONE ? "" : "allow-if = \"" + rule.exemption().id() + "\", ";
        return place(verdict.policy(), rule.line(), rule) + ": " + exempt + rule.demand().text();
    }
}
