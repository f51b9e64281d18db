package dev.assay.check.reach;

import dev.assay.check.panics.Site;
import org.jspecify.annotations.Nullable;

/// Why the checks of sites are still there, in one line each, while the image is open.
final class Guards {
    private final KernelReach reach;

    Guards(KernelReach reach) {
        this.reach = reach;
    }

    /// The line; null if nothing is known.
    @Nullable
    String line(int node, Site site) {
        return reach.member(node).image().isEmpty() || site.offset() < 0 ? null : null;
    }
}
