package dev.assay.check.reach;

import java.util.List;

/// From where one panic site is reached.
///
/// @param reach        whether anything is known to get there
/// @param roots        the nearest few, those first that say most
/// @param rootCount    of all
/// @param unknownEdges on the best way; 0 if it is reached
public record Reach(ReachClass reach, List<Entrance> roots, int rootCount, int unknownEdges) {
    public Reach {
        roots = List.copyOf(roots);
    }
}
