package dev.assay.report;

import dev.assay.check.panics.Site;
import dev.assay.check.reach.Reach;
import java.util.List;
import java.util.Optional;

/// How many sites are reached, and how.
///
/// @param unplaced sites of which it could not be told
record ReachCounts(int reached, int unknownEdges, int unreached, int unplaced) {
    static ReachCounts of(String image, List<Site> sites, ReachView view) {
        int[] counts = new int[4];
        for (Site site : sites) {
            Optional<Reach> reach = view.of(image, site);
            counts[reach.isEmpty() ? 3 : switch (reach.get().reach()) {
                case REACHED -> 0;
                case UNKNOWN_EDGES -> 1;
                case UNREACHED -> 2;
            }]++;
        }
        return new ReachCounts(counts[0], counts[1], counts[2], counts[3]);
    }

    String text() {
        return "%d reached, %d only through unknown edges, %d not reached by anything known".formatted(reached,
                unknownEdges, unreached) + (unplaced == 0 ? "" : ", %d unknown".formatted(unplaced));
    }
}
