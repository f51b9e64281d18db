package dev.assay.source.history;

import dev.assay.source.history.GitObjects.Change;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/// Which file of a parent a commit made another one from, by git's rules: a file that the commit deletes, and that has
/// at least half of the text in common.
final class Renames {
    /// What two files have in common, in parts of this number.
    private static final long WHOLE = 60_000;
    private static final long LEAST = WHOLE / 2;
    /// A file of the same name elsewhere is taken without comparing others, if it has this much in common.
    private static final long LEAST_OF_SAME_NAME = LEAST + (WHOLE - LEAST) / 2;
    private static final int LONGEST_PIECE = 64;
    /// Where git looks for a NUL, which makes a file binary.
    private static final int BINARY_PREFIX = 8000;

    private final GitObjects objects;
    private final List<Change> deleted = new ArrayList<>();

    Renames(GitObjects objects, RevCommit parent, RevCommit commit) throws IOException {
        this.objects = objects;
        for (Change change : objects.changes(parent, commit, TreeFilter.ANY_DIFF)) {
            if (change.after() == null && change.before() != null) {
                deleted.add(change);
            }
        }
    }

    /// The file of the parent; null if there is none.
    @Nullable
    Change sourceOf(Suspect suspect) throws IOException {
        Change exact = null;
        Change sameName = null;
        int sameNames = 0;
        for (Change change : deleted) {
            boolean named = name(change.path()).equals(name(suspect.path));
            if (suspect.blob.equals(change.before()) && (exact == null || (named && !isNamed(exact, suspect)))) {
                exact = change;
            }
            sameName = named ? change : sameName;
            sameNames += named ? 1 : 0;
        }
        if (exact != null || deleted.isEmpty()) {
            return exact;
        }
        byte[] text = suspect.text(objects).bytes();
        Map<Long, Integer> pieces = pieces(text);
        if (sameName != null && sameNames == 1 && score(sameName, text, pieces) >= LEAST_OF_SAME_NAME) {
            return sameName;
        }
        if (deleted.size() > Limits.RENAME_SOURCES) {
            return null;
        }
        Change best = null;
        long bestScore = LEAST - 1;
        for (Change change : deleted) {
            long score = score(change, text, pieces);
            if (score > bestScore || (best != null && score == bestScore
                    && isNamed(change, suspect) && !isNamed(best, suspect))) {
                best = change;
                bestScore = score;
            }
        }
        return best;
    }

    private static boolean isNamed(Change change, Suspect suspect) {
        return name(change.path()).equals(name(suspect.path));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private long score(Change change, byte[] text, Map<Long, Integer> pieces) throws IOException {
        ObjectId source = change.before();
        if (source == null) {
            return 0;
        }
        long size = objects.size(source, change.path());
        long larger = Math.max(size, text.length);
        long smaller = Math.min(size, text.length);
        if (larger == 0 || larger > Limits.FILE || larger * (WHOLE - LEAST) < (larger - smaller) * WHOLE) {
            return 0;
        }
        long common = 0;
        for (Map.Entry<Long, Integer> piece : pieces(objects.blob(source, change.path())).entrySet()) {
            common += Math.min(piece.getValue(), pieces.getOrDefault(piece.getKey(), 0));
        }
        return common * WHOLE / larger;
    }

    /// The bytes in pieces of a kind: lines, cut where they are long.
    private static Map<Long, Integer> pieces(byte[] text) {
        boolean binary = false;
        for (int at = 0; at < Math.min(text.length, BINARY_PREFIX); at++) {
            binary |= text[at] == 0;
        }
        Map<Long, Integer> pieces = new HashMap<>();
        long hash = 0;
        int length = 0;
        for (int at = 0; at < text.length; at++) {
            byte b = text[at];
            if (!binary && b == '\r' && at + 1 < text.length && text[at + 1] == '\n') {
                continue;
            }
            hash = (hash + b + 1) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 29;
            if (++length == LONGEST_PIECE || b == '\n') {
                pieces.merge(hash, length, Integer::sum);
                hash = 0;
                length = 0;
            }
        }
        if (length > 0) {
            pieces.merge(hash, length, Integer::sum);
        }
        return pieces;
    }
}
