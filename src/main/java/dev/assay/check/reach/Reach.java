package dev.assay.check.reach;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// From where one panic site is reached.
///
/// @param reach        whether anything is known to get there
/// @param roots        the nearest few, those first that say most
/// @param rootCount    of all
/// @param unknownEdges on the best way; 0 if it is reached
/// @param way          from the first of `roots` to the site; null if nobody asked
public record Reach(ReachClass reach, List<Entrance> roots, int rootCount, int unknownEdges,
        @Nullable Way way) {
    public Reach {
        roots = List.copyOf(roots);
    }

    /// What is known if nobody asked for ways.
    public Reach(ReachClass reach, List<Entrance> roots, int rootCount, int unknownEdges) {
        this(reach, roots, rootCount, unknownEdges, null);
    }

    /// The same with a way.
    Reach with(Way found) {
        return new Reach(reach, roots, rootCount, unknownEdges, found);
    }
}
