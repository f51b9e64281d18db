package dev.assay.source.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Revisions as a user names them.
final class Revisions {
    private static final int SUGGESTIONS = 3;
    private static final int LONGEST_NAME = 200;

    private final String tree;
    private final Repository repository;

    Revisions(String tree, Repository repository) {
        this.tree = tree;
        this.repository = repository;
    }

    /// The commit that a tag, branch, hash or expression such as `HEAD~3` stands for.
    ObjectId commit(String name) throws IOException {
        ObjectId id;
        try {
            id = name.isBlank() ? null : repository.resolve(name + "^{commit}");
        } catch (AmbiguousObjectException _) {
            throw new IOException(
                    "%s: expected a revision, found \"%s\", which stands for several".formatted(tree, name));
        } catch (IOException | RuntimeException _) {
            id = null; // no commit, or not the form of a revision at all
        }
        if (id == null) {
            List<String> near = nearest(name);
            throw new IOException("%s: expected a revision of its repository, found \"%s\"%s%s".formatted(tree, name,
                    near.isEmpty() ? "" : "; there is " + String.join(", ", near),
                    repository.getObjectDatabase().getShallowCommits().isEmpty() ? ""
                            : "; this clone is shallow, git fetch --unshallow gets the rest"));
        }
        return id;
    }

    /// Commits that the starts contain and the revision does not.
    Set<String> after(ObjectId revision, List<RevCommit> starts) throws IOException {
        Set<String> after = new HashSet<>();
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRetainBody(false);
            for (RevCommit start : starts) {
                walk.markStart(walk.parseCommit(start));
            }
            walk.markUninteresting(walk.parseCommit(revision));
            for (RevCommit commit : walk) {
                after.add(commit.name());
            }
        } catch (RuntimeException e) {
            throw new IOException("%s: damaged: %s".formatted(tree, e.getMessage()), e);
        }
        return after;
    }

    private List<String> nearest(String name) throws IOException {
        if (name.length() > LONGEST_NAME) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (Ref ref : repository.getRefDatabase().getRefs()) {
            if (ref.getName().startsWith(Constants.R_REFS)) {
                names.add(Repository.shortenRefName(ref.getName()));
            }
        }
        int most = Math.max(2, name.length() / 2);
        return names.stream().distinct().filter(each -> Math.abs(each.length() - name.length()) <= most)
                .collect(Collectors.toMap(each -> each, each -> distance(name, each))).entrySet().stream()
                .filter(each -> each.getValue() <= most)
                .sorted(Comparator.comparing((Map.Entry<String, Integer> each) -> each.getValue())
                        .thenComparing(Map.Entry::getKey))
                .limit(SUGGESTIONS).map(Map.Entry::getKey).toList();
    }

    /// How many letters have to be put in, left out or exchanged (Levenshtein).
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int at = 0; at < row.length; at++) {
            row[at] = at;
        }
        for (int mine = 1; mine <= one.length(); mine++) {
            int diagonal = row[0];
            row[0] = mine;
            for (int at = 1; at < row.length; at++) {
                int exchanged = diagonal + (one.charAt(mine - 1) == other.charAt(at - 1) ? 0 : 1);
                diagonal = row[at];
                row[at] = Math.min(exchanged, Math.min(row[at], row[at - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
