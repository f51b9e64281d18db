package dev.assay.check.sources;

import java.util.ArrayList;
import java.util.List;

/// Files that the tree does not give, as lines of an answer: each by its name, unless there are very many.
final class Missing {
    private static final int MOST = 20;

    private final List<String> lines = new ArrayList<>();
    private int files;
    private int sites;

    void add(String path, String why, int count) {
        files++;
        if (files <= MOST) {
            lines.add("%s %s: %d site%s".formatted(path, why, count, count == 1 ? "" : "s"));
        } else {
            sites += count;
        }
    }

    List<String> lines() {
        List<String> all = new ArrayList<>(lines);
        if (files > MOST) {
            all.add("%d more files are not to be had from the source tree: %d sites".formatted(files - MOST, sites));
        }
        return all;
    }
}
