package dev.assay.check.diff;

import dev.assay.check.panics.Site;
import java.util.List;

/// Sites that nothing known tells apart, of which there are more on one side: how many came or went is certain, which
/// of them is not.
///
/// @param before as they were
/// @param after  as they are
public record Group(List<Site> before, List<Site> after) {
    public Group {
        before = List.copyOf(before);
        after = List.copyOf(after);
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("a group has at least one site");
        }
    }

    /// How many more there are now; negative if there are less.
    public int surplus() {
        return after.size() - before.size();
    }

    /// One that stands for all: they have kind and crate in common.
    public Site any() {
        return after.isEmpty() ? before.getFirst() : after.getFirst();
    }
}
