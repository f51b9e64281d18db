package dev.assay.store;

/// What became of a snapshot that was to be saved.
///
/// @param snapshot that the store has now
/// @param outcome  what was done
/// @param why      in a sentence's rest: what is different from what was there; empty if nothing was there
public record Saved(Snapshot snapshot, Outcome outcome, String why) {
    /// What was done.
    public enum Outcome {
        /// There was none of this content.
        NEW,
        /// The same was there: nothing changed.
        UNCHANGED,
        /// The same was there, and has one more name now.
        NAMED,
        /// One of the same content was there, and gave way.
        REPLACED
    }
}
