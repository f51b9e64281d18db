package dev.assay.source.history;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which commits came after a revision: those that it does not contain.
public final class Since {
    private final Set<String> after;

    /// @param after ids of the commits of the history that the revision does not contain
    Since(Set<String> after) {
        this.after = Set.copyOf(after);
    }

    /// Whether a commit is neither the revision nor an ancestor of it. What is not committed yet comes after everything.
    public boolean contains(Commit commit) {
        return commit.id().isEmpty() || after.contains(commit.id());
    }

    /// Whether a line was introduced after the revision; empty if that is not known.
    public Optional<Boolean> contains(Blame blame, String file, int line) {
        Optional<Commit> commit = blame.of(file, line);
        if (commit.isPresent()) {
            return Optional.of(contains(commit.get()));
        }
        Commit noLater = blame.noLater().getOrDefault(file, Map.of()).get(line);
        return noLater != null && !contains(noLater) ? Optional.of(false) : Optional.empty();
    }
}
