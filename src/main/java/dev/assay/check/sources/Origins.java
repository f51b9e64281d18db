package dev.assay.check.sources;

import dev.assay.check.panics.ImageSite;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What was asked of the history of the source, and what it could not tell. The commits themselves are with the sites
/// ([SiteSource#introduced]).
///
/// @param asked   whether anything was
/// @param since   the revision after which the lines of sites in question were introduced; null for all sites
/// @param before  sites whose line is known to be in that revision
/// @param unknown what could not be told and why; all of it is in [Sources#unknown], too
public record Origins(boolean asked, @Nullable String since, Set<ImageSite> before, List<String> unknown) {
    /// Nobody asked.
    public static final Origins UNASKED = new Origins(false, null, Set.of(), List.of());

    public Origins {
        before = Set.copyOf(before);
        unknown = List.copyOf(unknown);
    }
}
