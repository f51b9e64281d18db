package dev.assay.store;

import java.util.Locale;

/// What a row of the table of facts says: mostly what could not be found out.
enum Fact {
    RUSTC,
    SELF_CHECK_ONLY,
    NOT_SCANNED,
    UNIT_SKIPPED,
    NOTE,
    /// A file that gave no answer.
    UNREADABLE,
    /// What could not be decoded, so that callers may be missing.
    CALLERS,
    /// What the source tree could not tell.
    SOURCE;

    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
