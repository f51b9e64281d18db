package dev.assay.check.gate;

import java.util.Locale;

/// What becomes of something that could not be told and that a rule depends on.
public enum OnUnknown {
    /// The gate does not pass.
    FAIL,
    /// The gate passes, and says what it does not know.
    WARN;

    /// As a policy spells it.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
