package dev.assay.check.diff;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Site;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What changed in one image.
///
/// @param before  the image as it was; null if it was not there
/// @param after   the image as it is; null if it is no longer there
/// @param changes one for each site, except for those in `groups`; in order of place
/// @param groups  sites that could not be matched one to one
/// @param copies  checks of which there are more or fewer copies; their sites are in `changes`
public record ImageDiff(@Nullable ImagePanics before, @Nullable ImagePanics after, List<Change> changes,
        List<Group> groups, List<Copies> copies) {
    public ImageDiff {
        if (before == null && after == null) {
            throw new IllegalArgumentException("an image is on at least one side");
        }
        changes = List.copyOf(changes);
        groups = List.copyOf(groups);
        copies = List.copyOf(copies);
    }

    /// The image as it is, or as it was if it is gone.
    public ImagePanics image() {
        return Objects.requireNonNull(after == null ? before : after);
    }

    /// Whether the image was there before and is there now.
    public boolean isPaired() {
        return before != null && after != null;
    }

    /// Whether the two were built for different machines; so much of what differs is the compiler's choice.
    public boolean isOtherMachine() {
        return before != null && after != null && !before.image().machine().equals(after.image().machine());
    }

    /// The sites to which something happened that was asked for.
    public List<Change> only(Change.What what) {
        return changes.stream().filter(change -> change.what() == what).toList();
    }

    /// What is left of it if only some sites are of interest: a change stays if either of its sites does.
    public ImageDiff filtered(Predicate<Site> wanted) {
        List<Change> kept = new ArrayList<>();
        for (Change change : changes) {
            Site was = change.before();
            Site is = change.after();
            if ((was != null && wanted.test(was)) || (is != null && wanted.test(is))) {
                kept.add(change);
            }
        }
        return new ImageDiff(before, after, kept,
                groups.stream().filter(group -> wanted.test(group.any())).toList(),
                copies.stream().filter(copy -> wanted.test(copy.before()) || wanted.test(copy.after())).toList());
    }

    /// How many sites are on either side and what became of them.
    public Tally tally() {
        return Tally.of(changes, groups);
    }
}
