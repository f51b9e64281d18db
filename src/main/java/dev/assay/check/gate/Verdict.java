package dev.assay.check.gate;

import dev.assay.check.panics.ImagePanics.Identity;
import java.util.List;

/// The answer to `assay gate`: may it land?
///
/// @param policy     that was asked
/// @param images     that hold Rust code
/// @param decisions  for every site, in order of image and place
/// @param tallies    for every rule, in their order
/// @param violations what is not allowed, in order of the policy's lines and of the sites
/// @param doubts     what could not be told
/// @param warnings   what does not keep anything from landing; holds names from files as they are
/// @param compared   whether there was a baseline
public record Verdict(Policy policy, List<Identity> images, List<Decision> decisions, List<Tally> tallies,
        List<Violation> violations, List<Doubt> doubts, List<String> warnings, boolean compared) {
    public Verdict {
        images = List.copyOf(images);
        decisions = List.copyOf(decisions);
        tallies = List.copyOf(tallies);
        violations = List.copyOf(violations);
        doubts = List.copyOf(doubts);
        warnings = List.copyOf(warnings);
    }

    /// Whether something is not allowed. That is certain whatever is unknown besides.
    public boolean isFailed() {
        return !violations.isEmpty();
    }

    /// Whether something is unknown that the policy does not put up with.
    public boolean isIncomplete() {
        return doubts.stream().anyMatch(Doubt::fails);
    }

    /// The same, where nothing that is unknown keeps it from passing.
    public Verdict withDoubtsAllowed() {
        return new Verdict(policy, images, decisions, tallies, violations,
                doubts.stream().map(doubt -> new Doubt(doubt.rule(), false, doubt.what(), doubt.sites())).toList(),
                warnings, compared);
    }
}
