package dev.assay.source.history;

import java.util.Collection;
import java.util.List;

/// Keeps the blame of files from one run to the next.
///
/// What is kept stays true, so it need never be thrown away; it may be at any time. A value is identified by its commit
/// and its path alone: a value of another repository with a file of the same name does no harm.
public interface BlameCache {
    /// Keeps nothing.
    BlameCache NONE = new BlameCache() {
        @Override
        public List<FileBlame> find(Collection<String> paths) {
            return List.of();
        }

        @Override
        public void keep(Collection<FileBlame> blames) {}
    };

    /// What is kept of these files, as of any commits. The latest few of each file are enough: history is only walked
    /// back to the first of them.
    List<FileBlame> find(Collection<String> paths);

    /// To be found again.
    void keep(Collection<FileBlame> blames);
}
