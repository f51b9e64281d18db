package dev.assay.check.reach;

import dev.assay.check.panics.Site;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer to `assay why`.
///
/// @param images   paths of the files examined together
/// @param targets  what the question named: one for each function or panic site that it fits, in order of place
/// @param unknown  what the answer depends on and could not be determined
public record Why(List<String> images, List<Target> targets, List<String> unknown) {
    public Why {
        images = List.copyOf(images);
        targets = List.copyOf(targets);
        unknown = List.copyOf(unknown);
    }

    /// A function or site, and how it is reached.
    ///
    /// @param function  demangled path, or the C name
    /// @param symbol    as in the symbol table
    /// @param image     path of the file that holds it; null where only one was examined
    /// @param site      the panic site; null if a function was asked about
    /// @param guard     why the check at the site is still there, in one line; null if not known or not a site
    /// @param reach     whether anything is known to get there
    /// @param rootCount how many roots it can be reached from, through unknown edges if it is not reached otherwise
    /// @param ways      the nearest, best first; the first is the shortest from the root that says most
    public record Target(String function, String symbol, @Nullable String image, @Nullable Site site,
            @Nullable String guard, ReachClass reach, int rootCount, List<Way> ways) {
        public Target {
            ways = List.copyOf(ways);
        }
    }
}
