package dev.assay.check.survey;

import dev.assay.check.panics.Panics;
import dev.assay.check.reach.Reaches;
import dev.assay.check.sources.Sources;
import java.util.Optional;

/// Everything that one examination found. It outlives the images, and is what a snapshot keeps.
///
/// @param panics  every image with its sites
/// @param reaches from where each site is reached; empty if nobody asked
/// @param sources what the source says at each site; empty if no tree was given
public record Survey(Panics panics, Optional<Reaches> reaches, Optional<Sources> sources) {
    /// Of sites alone.
    public static Survey of(Panics panics) {
        return new Survey(panics, Optional.empty(), Optional.empty());
    }
}
