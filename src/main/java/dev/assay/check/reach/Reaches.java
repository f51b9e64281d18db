package dev.assay.check.reach;

import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Site;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// From where the panic sites of a search are reached.
///
/// @param bySite     of each site that is no machinery
/// @param attributed functions outside Rust's library with the panics that they lead to, in order of image and place
/// @param unknown    what could not be decoded or read, so that callers may be missing
public record Reaches(Map<ImageSite, Reach> bySite, List<Attributed> attributed, List<String> unknown) {
    /// Of a search that nobody asked for callers.
    public static final Reaches NONE = new Reaches(Map.of(), List.of(), List.of());

    public Reaches {
        bySite = Map.copyOf(bySite);
        attributed = List.copyOf(attributed);
        unknown = List.copyOf(unknown);
    }

    /// From where a site is reached; empty if that was not asked or could not be told.
    public Optional<Reach> of(String image, Site site) {
        return Optional.ofNullable(bySite.get(new ImageSite(image, site)));
    }
}
