package dev.assay.check.diff;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;

/// How many sites there were, are, and what became of them. `before + added + copied − removed − merged = after`.
///
/// @param before     sites there were
/// @param after      sites there are
/// @param added      came; those in groups included
/// @param removed    went; those in groups included
/// @param copied     copies more of checks that were there
/// @param merged     copies less of checks that are still there
/// @param moved      at another place of the source
/// @param recompiled at the same place of the source, in another function of the image
/// @param shifted    only by lines above them
/// @param unchanged  not even that; those in groups included
public record Tally(int before, int after, int added, int removed, int copied, int merged, int moved, int recompiled,
        int shifted, int unchanged) {
    /// Of nothing.
    public static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// Of sites there were, and nothing else.
    public static Tally before(int sites) {
        return new Tally(sites, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// Of some changes.
    public static Tally of(Collection<Change> changes, Collection<Group> groups) {
        Map<Change.What, Integer> counts = new EnumMap<>(Change.What.class);
        int before = 0;
        int after = 0;
        for (Change change : changes) {
            counts.merge(change.what(), 1, Integer::sum);
            before += change.before() == null ? 0 : 1;
            after += change.after() == null ? 0 : 1;
        }
        int added = counts.getOrDefault(Change.What.ADDED, 0);
        int removed = counts.getOrDefault(Change.What.REMOVED, 0);
        int unchanged = counts.getOrDefault(Change.What.UNCHANGED, 0);
        for (Group group : groups) {
            before += group.before().size();
            after += group.after().size();
            added += Math.max(0, group.surplus());
            removed += Math.max(0, -group.surplus());
            unchanged += Math.min(group.before().size(), group.after().size());
        }
        return new Tally(before, after, added, removed, counts.getOrDefault(Change.What.COPIED, 0),
                counts.getOrDefault(Change.What.MERGED, 0), counts.getOrDefault(Change.What.MOVED, 0),
                counts.getOrDefault(Change.What.RECOMPILED, 0), counts.getOrDefault(Change.What.SHIFTED, 0), unchanged);
    }

    /// Of both together.
    public Tally plus(Tally other) {
        return new Tally(before + other.before, after + other.after, added + other.added, removed + other.removed,
                copied + other.copied, merged + other.merged, moved + other.moved, recompiled + other.recompiled,
                shifted + other.shifted, unchanged + other.unchanged);
    }

    /// Whether anything happened but lines that shifted.
    public boolean isDifferent() {
        return added + removed + copied + merged + moved + recompiled > 0;
    }
}
