package dev.assay.source.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/// A version of a file in a commit that lines are looked for in.
final class Suspect {
    final String path;
    final ObjectId blob;
    List<Region> regions = new ArrayList<>();
    private @Nullable Text text;

    Suspect(String path, ObjectId blob) {
        this.path = path;
        this.blob = blob;
    }

    Suspect(String path, ObjectId blob, Text text) {
        this(path, blob);
        this.text = text;
    }

    Text text(GitObjects objects) throws IOException {
        if (text == null) {
            text = new Text(objects.blob(blob, path));
        }
        return text;
    }

    /// Hands the lines that an older version has on to it.
    void passTo(Suspect older, GitObjects objects) throws IOException {
        int[] edits = LineDiff.between(older.text(objects), text(objects));
        regions.sort(Comparator.comparingInt(Region::start));
        List<Region> kept = new ArrayList<>();
        int first = 0;
        for (Region region : regions) {
            // Regions may overlap, so the next one may begin before this one ends, but not before it begins.
            while (first < edits.length && edits[first + 3] <= region.start()) {
                first += 4;
            }
            int from = region.start();
            int at = first;
            while (from < region.end()) {
                int shift = at >= 4 ? edits[at - 3] - edits[at - 1] : 0;
                int until = at < edits.length ? Math.min(edits[at + 2], region.end()) : region.end();
                if (from < until) {
                    older.regions.add(region.part(from, until, shift));
                    from = until;
                }
                if (at < edits.length && from < region.end()) {
                    int end = Math.min(edits[at + 3], region.end());
                    if (from < end) {
                        kept.add(region.part(from, end, 0));
                        from = end;
                    }
                    at += 4;
                }
            }
        }
        regions = kept;
    }
}
