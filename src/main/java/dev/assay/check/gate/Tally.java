package dev.assay.check.gate;

/// How many sites a rule decided on.
///
/// @param sites    for certain
/// @param possible beyond these
/// @param refused  of `sites`, those that it does not allow; all of them if there are too many
public record Tally(Rule rule, int sites, int possible, int refused) {}
