package dev.assay.check.sources;

import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import org.jspecify.annotations.Nullable;

/// What the source says at a panic site.
///
/// @param passage       the lines around it
/// @param justification why its author accepts the panic; null if nothing says so
/// @param introduced    the commit that its line comes from; null if nobody asked, or no history tells
public record SiteSource(Passage passage, @Nullable Justification justification, @Nullable Commit introduced) {}
