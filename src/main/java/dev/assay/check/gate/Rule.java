package dev.assay.check.gate;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One `[[rule]]` of a policy.
///
/// @param line      of the policy where it begins, from 1
/// @param name      that its author gave it; null if none
/// @param selector  which sites it is about
/// @param demand    what it asks of them
/// @param exemption what the source may say so that a site is let be whatever the demand
/// @param onUnknown what becomes of what cannot be told here; null for what the policy says
/// @param reason    for whoever breaks it; null if none
public record Rule(int line, @Nullable String name, Selector selector, Demand demand, Exemption exemption,
        @Nullable OnUnknown onUnknown, @Nullable String reason) {

    boolean needsBaseline() {
        return demand instanceof Demand.NoNew || demand instanceof Demand.NoMore;
    }

    boolean needsSource() {
        return exemption != Exemption.NONE;
    }

    OnUnknown onUnknown(OnUnknown otherwise) {
        return Objects.requireNonNullElse(onUnknown, otherwise);
    }
}
