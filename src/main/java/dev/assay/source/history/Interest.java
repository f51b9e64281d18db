package dev.assay.source.history;

import java.util.HashSet;
import java.util.Set;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/// Lets a comparison of two trees look only at files in question, and only where the trees differ.
final class Interest extends TreeFilter {
    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();

    void add(String path) {
        if (files.add(path)) {
            for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
                if (!folders.add(path.substring(0, slash))) {
                    break;
                }
            }
        }
    }

    @Override
    public boolean include(TreeWalk walk) {
        if (walk.getRawMode(0) == walk.getRawMode(1) && walk.idEqual(0, 1)) {
            return false;
        }
        String path = walk.getPathString();
        return files.contains(path) || (walk.isSubtree() && folders.contains(path));
    }

    @Override
    public boolean shouldBeRecursive() {
        return true;
    }

    @Override
    public TreeFilter clone() {
        return this; // one walk at a time uses it
    }
}
