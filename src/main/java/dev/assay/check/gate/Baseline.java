package dev.assay.check.gate;

import dev.assay.check.diff.Change;
import dev.assay.check.diff.Diff;
import dev.assay.check.diff.Group;
import dev.assay.check.diff.ImageDiff;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.check.survey.Survey;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What was there before, as far as it can be held against what is there now.
final class Baseline {
    /// Parts of a release that are versions, not the name of a flavour: `200.fc40`, `rc3`, `g1a2b3c4d`.
    private static final Pattern VERSION = Pattern.compile("[0-9].*|rc[0-9]+.*|g[0-9a-f]{6,}|dirty|next");

    private Baseline() {}

    /// Refuses a baseline of another machine, or of another flavour of the kernel.
    ///
    /// @throws BaselineException if it says nothing about what is there now
    static void check(Panics before, Panics now, boolean anyFlavour) {
        Set<String> machines = values(now, image -> image.image().machine());
        Set<String> known = values(before, image -> image.image().machine());
        if (!known.isEmpty() && !known.containsAll(machines)) {
            throw new BaselineException("the baseline is for %s, what is examined is for %s: compilers put other checks"
                    .formatted(String.join(" and ", known), String.join(" and ", machines))
                    + " into code for another machine; give a baseline for the same");
        }
        Set<String> flavours = values(now, image -> flavour(image.image().release()));
        Set<String> others = values(before, image -> flavour(image.image().release()));
        if (!anyFlavour && !flavours.isEmpty() && !others.isEmpty() && !others.containsAll(flavours)) {
            throw new BaselineException("the baseline is of the flavour %s, what is examined of %s: they are configured"
                    .formatted(String.join(" and ", others), String.join(" and ", flavours))
                    + " otherwise; give a baseline of the same, or set flavour = \"any\" in [gate]");
        }
    }

    private static Set<String> values(Panics panics, Function<ImagePanics, String> value) {
        return panics.images().stream().filter(ImagePanics::hasRust).map(value).filter(text -> !text.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// What tells kernels of one version apart: `cloud-amd64` of `7.3.4+deb13-cloud-amd64`; empty if nothing does.
    static String flavour(@Nullable String release) {
        if (release == null) {
            return "";
        }
        List<String> parts = Arrays.asList(release.split("-", -1));
        return parts.stream().skip(1).filter(part -> !part.isEmpty() && !VERSION.matcher(part).matches())
                .collect(Collectors.joining("-"));
    }

    /// The sites of now that were there before, as `assay diff` matches them: lines that shifted, another folder or one
    /// more copy of a check that the compiler made are nothing new. Of sites that nothing tells apart, as many as there
    /// were before.
    static Set<ImageSite> known(Survey before, Survey now) {
        Set<ImageSite> known = new HashSet<>();
        for (ImageDiff image : Diff.of(before, now).images()) {
            String path = image.image().image().path();
            for (Change change : image.changes()) {
                Site site = change.after();
                if (site != null && change.what() != Change.What.ADDED) {
                    known.add(new ImageSite(path, site));
                }
            }
            for (Group group : image.groups()) {
                group.after().stream().limit(group.before().size())
                        .forEach(site -> known.add(new ImageSite(path, site)));
            }
        }
        return known;
    }
}
