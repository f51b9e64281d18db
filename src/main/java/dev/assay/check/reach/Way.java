package dev.assay.check.reach;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A shortest way from a root, or from a function asked about, to a place.
///
/// @param from  the root; null for a way that starts at a function because the user asked about that
/// @param steps from the first function to the last; never empty
public record Way(@Nullable Entrance from, List<Step> steps) {
    public Way {
        steps = List.copyOf(steps);
    }

    /// How many of its edges are not known to be taken.
    public int unknownEdges() {
        return (int) steps.stream().map(Step::leaves).filter(leaves -> leaves != null && !leaves.via().isKnown())
                .count();
    }
}
