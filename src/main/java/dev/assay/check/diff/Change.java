package dev.assay.check.diff;

import dev.assay.check.panics.Site;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What became of one panic site.
///
/// @param what   became of it
/// @param before the site as it was; null if it was not there
/// @param after  the site as it is; null if it is no longer there
public record Change(What what, @Nullable Site before, @Nullable Site after) {
    public Change {
        if (before == null && after == null) {
            throw new IllegalArgumentException("a change is of at least one site");
        }
    }

    /// The site as it is, or as it was if it is gone.
    public Site site() {
        Site site = after == null ? before : after;
        return Objects.requireNonNull(site);
    }

    /// What becomes of a site.
    public enum What {
        /// The source has a check that it had not, or the compiler leaves one in that it left out.
        ADDED("added"),
        /// The other way round.
        REMOVED("removed"),
        /// The check was there; the compiler made one more copy of it.
        COPIED("copied"),
        /// The check is still there; the compiler made one copy less.
        MERGED("merged"),
        /// The same check in another file, column or function of the source, or past another check.
        MOVED("moved"),
        /// The same check at the same place of the source, compiled into another function.
        RECOMPILED("recompiled"),
        /// The same, with lines added or removed above it.
        SHIFTED("shifted"),
        /// The same.
        UNCHANGED("unchanged");

        private final String id;

        What(String id) {
            this.id = id;
        }

        /// As every output has it.
        public String id() {
            return id;
        }
    }
}
