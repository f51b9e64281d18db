package dev.assay.check.diff;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.survey.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What changed between two examinations: the answer to `assay diff`.
///
/// Sites are matched in two steps. First the checks of the source, which are kind and location: lines are mapped from
/// the one version of each file to the other by what the files have in common, so that lines added above a check are
/// no change. Then the copies that the compiler made of each check, by the function that holds them.
///
/// @param before what was found first
/// @param after  what was found now
/// @param images every image on either side; in order of path, paired ones first
public record Diff(Survey before, Survey after, List<ImageDiff> images) {
    public Diff {
        images = List.copyOf(images);
    }

    /// Compares two examinations.
    public static Diff of(Survey before, Survey after) {
        List<ImageDiff> images = new ArrayList<>();
        for (ImagePairs.Pair pair : ImagePairs.of(rust(before.panics()), rust(after.panics()))) {
            images.add(compare(pair.before(), pair.after()));
        }
        return new Diff(before, after, images);
    }

    private static List<ImagePanics> rust(Panics panics) {
        return panics.images().stream().filter(image -> image.hasRust() || !sites(image).isEmpty()).toList();
    }

    private static ImageDiff compare(@Nullable ImagePanics before, @Nullable ImagePanics after) {
        Matching matching = new Matching();
        if (before == null || after == null) {
            matching.oneSided(sites(before), sites(after));
        } else {
            matching.match(sites(before), sites(after));
        }
        return new ImageDiff(before, after, matching.changes(), matching.groups(), matching.copies());
    }

    private static List<Site> sites(@Nullable ImagePanics image) {
        return image == null ? List.of()
                : image.sites().stream().filter(site -> site.role() == Role.SITE).toList();
    }

    /// What is left of it if only some sites are of interest.
    public Diff filtered(Predicate<Site> wanted) {
        return new Diff(before, after, images.stream().map(image -> image.filtered(wanted)).toList());
    }

    /// Of all images together.
    public Tally tally() {
        return images.stream().map(ImageDiff::tally).reduce(Tally.NONE, Tally::plus);
    }

    /// Whether anything differs but lines that shifted.
    public boolean isDifferent() {
        return tally().isDifferent() || images.stream().anyMatch(image -> !image.isPaired());
    }
}
