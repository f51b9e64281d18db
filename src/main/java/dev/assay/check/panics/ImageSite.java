package dev.assay.check.panics;

import org.jspecify.annotations.Nullable;

/// A panic site of one of several images.
///
/// A key of many maps: what a record does by itself would be generated at every start, and would go through the whole
/// inline chain for each look-up.
///
/// @param image its path
public record ImageSite(String image, Site site) {
    @Override
    @SuppressWarnings("ReferenceEquality") // nearly always the very same site, and else the sites decide
    public boolean equals(@Nullable Object other) {
        return other instanceof ImageSite that && image.equals(that.image)
                && (site == that.site || site.equals(that.site));
    }

    @Override
    public int hashCode() {
        return 31 * image.hashCode() + site.hashCode();
    }
}
