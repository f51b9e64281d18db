package dev.assay.check.sources;

import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Site;
import dev.assay.source.Justification;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the source tree says of the panic sites of a search.
///
/// @param bySite  of each site whose line was found; the others are in `unknown`
/// @param stale   `// PANIC:` comments of the files of sites, and of the tree if that was asked, with no site near them
/// @param unknown what could not be told and why, one line each: files that are missing, a tree that does not fit
public record Sources(Map<ImageSite, SiteSource> bySite, List<Justification> stale, List<String> unknown) {
    /// Of a search that nobody gave a tree.
    public static final Sources NONE = new Sources(Map.of(), List.of(), List.of());

    public Sources {
        bySite = Map.copyOf(bySite);
        stale = List.copyOf(stale);
        unknown = List.copyOf(unknown);
    }

    /// What is said of a site; empty if nothing could be told.
    public Optional<SiteSource> of(String image, Site site) {
        return Optional.ofNullable(bySite.get(new ImageSite(image, site)));
    }
}
