package dev.assay.check.gate;

import dev.assay.check.panics.Glob;
import java.util.List;

/// What a project lets its images hold, as `docs/checks/gate.md` describes it.
///
/// @param name        of its file, as the user gave it
/// @param onUnknown   what becomes of what cannot be told, where no rule says otherwise
/// @param expiresSoon days before the end of an allowance from which on that is said
/// @param anyFlavour  whether a baseline may be of a kernel of another flavour
/// @param rules       of which the first that fits a site decides on it
/// @param allowed     sites that are let be
public record Policy(String name, OnUnknown onUnknown, int expiresSoon, boolean anyFlavour, List<Rule> rules,
        List<Allowance> allowed) {
    /// The only version of the form that there is.
    static final int VERSION = 1;
    static final int EXPIRES_SOON = 30;

    public Policy {
        rules = List.copyOf(rules);
        allowed = List.copyOf(allowed);
    }

    /// Whether callers have to be looked for.
    public boolean needsReach() {
        return rules.stream().anyMatch(rule -> rule.selector().needsReach());
    }

    /// Whether callers matter of roots of any name.
    public boolean needsAllRoots() {
        return rules.stream().anyMatch(rule -> rule.selector().needsReach() && rule.selector().reachedFrom().isEmpty());
    }

    /// The sets of roots that rules ask for by name, each once.
    public List<List<Glob>> roots() {
        return rules.stream().map(rule -> rule.selector().reachedFrom()).filter(from -> !from.isEmpty()).distinct()
                .toList();
    }

    /// The rules that depend on the source.
    public List<Rule> needingSource() {
        return rules.stream().filter(Rule::needsSource).toList();
    }

    /// The rules that compare with a baseline.
    public List<Rule> needingBaseline() {
        return rules.stream().filter(Rule::needsBaseline).toList();
    }
}
