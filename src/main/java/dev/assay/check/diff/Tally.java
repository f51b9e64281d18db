package dev.assay.check.diff;

import java.util.Collection;

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
    static final Tally NONE = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// Of some changes.
    public static Tally of(Collection<Change> changes, Collection<Group> groups) {
        int[] counts = new int[Change.What.values().length];
        int before = 0;
        int after = 0;
        for (Change change : changes) {
            counts[change.what().ordinal()]++;
            before += change.before() == null ? 0 : 1;
            after += change.after() == null ? 0 : 1;
        }
        int added = counts[Change.What.ADDED.ordinal()];
        int removed = counts[Change.What.REMOVED.ordinal()];
        int unchanged = counts[Change.What.UNCHANGED.ordinal()];
        for (Group group : groups) {
            before += group.before().size();
            after += group.after().size();
            added += Math.max(0, group.surplus());
            removed += Math.max(0, -group.surplus());
            unchanged += Math.min(group.before().size(), group.after().size());
        }
        return new Tally(before, after, added, removed, counts[Change.What.COPIED.ordinal()],
                counts[Change.What.MERGED.ordinal()], counts[Change.What.MOVED.ordinal()],
                counts[Change.What.RECOMPILED.ordinal()], counts[Change.What.SHIFTED.ordinal()], unchanged);
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
