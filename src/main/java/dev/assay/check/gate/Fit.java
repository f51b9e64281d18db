package dev.assay.check.gate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Whether a rule is about a site.
///
/// @param possible whether it may be
/// @param doubt    what keeps that from being certain; null if it is certain
record Fit(boolean possible, @Nullable String doubt) {
    static final Fit YES = new Fit(true, null);
    static final Fit NO = new Fit(false, null);

    static Fit of(boolean fits) {
        return fits ? YES : NO;
    }

    static Fit maybe(String doubt) {
        return new Fit(true, doubt);
    }

    /// Whether both hold.
    Fit and(Fit other) {
        if (!possible || !other.possible) {
            return NO;
        }
        String first = doubt == null ? other.doubt : doubt;
        return first == null ? YES : maybe(Objects.requireNonNull(first));
    }
}
