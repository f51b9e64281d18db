package dev.assay.source.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Keeps everything, and counts.
final class MemoryBlameCache implements BlameCache {
    final List<FileBlame> kept = new ArrayList<>();

    @Override
    public List<FileBlame> find(Collection<String> paths) {
        return kept.stream().filter(blame -> paths.contains(blame.path())).toList();
    }

    @Override
    public void keep(Collection<FileBlame> blames) {
        kept.addAll(blames);
    }
}
