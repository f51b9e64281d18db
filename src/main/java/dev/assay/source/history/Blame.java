package dev.assay.source.history;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which commits lines of source come from.
///
/// @param lines    by file and line, from 1; what is not known is not in it
/// @param noLater  lines that this clone does not have the whole history of: the oldest commit of the clone that has
///                 them, which need not be the one that introduced them
/// @param unknown  what could not be told and why, one line each
public record Blame(Map<String, Map<Integer, Commit>> lines, Map<String, Map<Integer, Commit>> noLater,
        List<String> unknown) {
    public Blame {
        lines = Map.copyOf(lines);
        noLater = Map.copyOf(noLater);
        unknown = List.copyOf(unknown);
    }

    /// The commit that a line comes from; empty if it is not known.
    public Optional<Commit> of(String file, int line) {
        return Optional.ofNullable(lines.getOrDefault(file, Map.of()).get(line));
    }
}
