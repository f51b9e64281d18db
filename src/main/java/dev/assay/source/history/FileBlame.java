package dev.assay.source.history;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.AnyObjectId;

/// From which commit each line of one file is, as of one commit. That never changes, and holds in every clone.
///
/// Commits and lines are stored as runs: `runs[2 * i]` lines come from `commits[runs[2 * i + 1]]`.
public final class FileBlame {
    private final String commit;
    private final String path;
    private final List<String> commits;
    private final int[] runs;

    /// @param commit  as of which; 40 lower-case hexadecimal digits
    /// @param path    of the file in the repository, with `/`
    /// @param commits that lines come from, each once
    /// @param runs    lengths and indices in turn
    public FileBlame(String commit, String path, List<String> commits, int[] runs) {
        this.commit = commit;
        this.path = path;
        this.commits = List.copyOf(commits);
        this.runs = runs.clone();
    }

    /// As of which commit.
    public String commit() {
        return commit;
    }

    /// Of the file in the repository, with `/`.
    public String path() {
        return path;
    }

    /// That lines come from, each once.
    public List<String> commits() {
        return commits;
    }

    /// Lengths and indices in turn.
    public int[] runs() {
        return runs.clone();
    }

    /// Of each line, the index of its commit; empty if this value is not whole.
    int[] lines() {
        long lines = 0;
        for (int at = 0; at + 1 < runs.length; at += 2) {
            if (runs[at] < 0 || runs[at + 1] < 0 || runs[at + 1] >= commits.size()) {
                return new int[0];
            }
            lines += runs[at];
        }
        if (lines > Limits.LINES) {
            return new int[0];
        }
        int[] indices = new int[(int) lines];
        int line = 0;
        for (int at = 0; at + 1 < runs.length; at += 2) {
            Arrays.fill(indices, line, line + runs[at], runs[at + 1]);
            line += runs[at];
        }
        return indices;
    }

    /// @param origins of each line, an index into `all`
    static FileBlame of(String commit, String path, int[] origins, List<? extends AnyObjectId> all) {
        Map<Integer, Integer> used = new LinkedHashMap<>();
        int[] runs = new int[2 * origins.length];
        int count = 0;
        for (int line = 0; line < origins.length; line++) {
            if (line > 0 && origins[line] == origins[line - 1]) {
                runs[count - 2]++;
            } else {
                Integer known = used.putIfAbsent(origins[line], used.size());
                runs[count++] = 1;
                runs[count++] = known == null ? used.size() - 1 : known;
            }
        }
        return new FileBlame(commit, path, used.keySet().stream().map(index -> all.get(index).name()).toList(),
                Arrays.copyOf(runs, count));
    }
}
