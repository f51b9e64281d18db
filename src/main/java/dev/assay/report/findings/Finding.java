package dev.assay.report.findings;

import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import dev.assay.check.sources.SiteSource;
import org.jspecify.annotations.Nullable;

/// One panic site that a program is told of, with what is to be said about it.
///
/// @param level   how bad it is
/// @param state   how it compares with a baseline
/// @param message for people, one sentence without the place; not escaped in any way
/// @param image   path of the image that has the site
/// @param site    whose kind is the finding's rule
/// @param reach   from where it is reached; null if unknown or not asked
/// @param source  what the source says there; null if unknown or not asked
public record Finding(Level level, State state, String message, String image, Site site, @Nullable Reach reach,
        @Nullable SiteSource source) {

    /// How bad a finding is.
    public enum Level {
        /// May not land.
        ERROR,
        /// To look at.
        WARNING,
        /// To know.
        NOTE
    }

    /// How a finding compares with a baseline.
    public enum State {
        /// There was no baseline to compare with.
        UNCOMPARED,
        /// Not in the baseline.
        NEW,
        /// In both.
        UNCHANGED,
        /// In both, elsewhere.
        UPDATED,
        /// Only in the baseline.
        ABSENT
    }
}
