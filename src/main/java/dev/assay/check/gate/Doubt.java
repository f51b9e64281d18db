package dev.assay.check.gate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that could not be told and that the verdict depends on.
///
/// @param rule  that depends on it; null if the whole verdict does
/// @param fails whether the gate does not pass for it
/// @param what  could not be told; holds names from files as they are
/// @param sites that are concerned; none if it is no matter of sites
public record Doubt(@Nullable Rule rule, boolean fails, String what, List<Decision> sites) {
    public Doubt {
        sites = List.copyOf(sites);
    }
}
