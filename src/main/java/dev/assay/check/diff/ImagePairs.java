package dev.assay.check.diff;

import dev.assay.check.panics.ImagePanics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which image of one side is which of the other: by the name of the module, whatever the file is packed in; of several
/// with one name, those whose folders have most in common. One image on each side is a pair whatever its name.
final class ImagePairs {
    private static final Pattern ENDING = Pattern.compile("\\.(xz|zst|gz|bz2|lz4|lzma|ko|o|debug|elf|stripped)$");
    /// Among more images of one name, folders are not compared one by one.
    private static final int MOST_COMPARED = 256;

    private final List<Pair> pairs = new ArrayList<>();

    private ImagePairs() {}

    /// An image on both sides, or on one.
    record Pair(@Nullable ImagePanics before, @Nullable ImagePanics after) {
        private String path() {
            ImagePanics image = after == null ? before : after;
            return image == null ? "" : image.image().path();
        }
    }

    static List<Pair> of(List<ImagePanics> before, List<ImagePanics> after) {
        ImagePairs found = new ImagePairs();
        if (before.size() == 1 && after.size() == 1) {
            found.pairs.add(new Pair(before.getFirst(), after.getFirst()));
        } else {
            found.byName(before, after);
        }
        found.pairs.sort(Comparator
                .comparing((Pair pair) -> pair.before() == null || pair.after() == null)
                .thenComparing(Pair::path));
        return found.pairs;
    }

    private void byName(List<ImagePanics> before, List<ImagePanics> after) {
        Map<String, List<ImagePanics>> left = new HashMap<>();
        before.forEach(image -> left.computeIfAbsent(name(image), _ -> new ArrayList<>()).add(image));
        Map<String, List<ImagePanics>> right = new HashMap<>();
        after.forEach(image -> right.computeIfAbsent(name(image), _ -> new ArrayList<>()).add(image));
        left.forEach((name, images) -> {
            List<ImagePanics> others = right.remove(name);
            same(images, others == null ? new ArrayList<>() : others);
        });
        right.values().forEach(images -> same(new ArrayList<>(), images));
    }

    /// Images of one name.
    private void same(List<ImagePanics> before, List<ImagePanics> after) {
        if (before.size() <= MOST_COMPARED && after.size() <= MOST_COMPARED) {
            while (!before.isEmpty() && !after.isEmpty()) {
                int best = best(before, after);
                int columns = after.size();
                pairs.add(new Pair(before.remove(best / columns), after.remove(best % columns)));
            }
        }
        before.forEach(image -> pairs.add(new Pair(image, null)));
        after.forEach(image -> pairs.add(new Pair(null, image)));
    }

    /// The number of the two that are most alike, counted row by row.
    private static int best(List<ImagePanics> before, List<ImagePanics> after) {
        int best = 0;
        int most = -1;
        for (int i = 0; i < before.size(); i++) {
            for (int k = 0; k < after.size(); k++) {
                int common = common(before.get(i), after.get(k));
                if (common > most) {
                    most = common;
                    best = i * after.size() + k;
                }
            }
        }
        return best;
    }

    /// How alike the paths of two images are: whole parts in common, counted from the end.
    private static int common(ImagePanics one, ImagePanics other) {
        String[] left = one.image().path().split("[/!]", -1);
        String[] right = other.image().path().split("[/!]", -1);
        int parts = 0;
        while (parts < Math.min(left.length, right.length)
                && left[left.length - 1 - parts].equals(right[right.length - 1 - parts])) {
            parts++;
        }
        boolean sameKind = one.image().kind().equals(other.image().kind())
                && one.image().machine().equals(other.image().machine());
        return 2 * parts + (sameKind ? 1 : 0);
    }

    /// What an image is called wherever it is kept: `vmlinux` of every kernel, else the module's name as the kernel
    /// has it.
    private static String name(ImagePanics image) {
        if (image.image().kind().equals("kernel")) {
            return "vmlinux";
        }
        String path = image.image().path();
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1);
        String shorter = ENDING.matcher(name).replaceFirst("");
        while (!shorter.equals(name) && !shorter.isEmpty()) {
            name = shorter;
            shorter = ENDING.matcher(name).replaceFirst("");
        }
        return name.replace('-', '_');
    }
}
