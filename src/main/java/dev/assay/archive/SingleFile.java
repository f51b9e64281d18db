package dev.assay.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One file with code: a path on disk that holds no more than that, compressed or not, or a member of an archive, named
/// as [Leaf#name] has it.
public final class SingleFile {
    private static final int NAMES = 5;

    private SingleFile() {}

    /// Runs the check over it.
    ///
    /// @param path of the file, or of an archive with `!` and the name of a member behind it
    /// @throws IOException also if the path holds several files, which are then named
    public static <R> R look(Path path, Check<R> check) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + ": expected an ELF file, found a folder");
        }
        List<String> others = new ArrayList<>();
        Findings<R> found = Walk.over(List.of(outermost(path)), Limits.DEFAULT, 1, Progress.NONE, leaf -> {
            if (leaf.name().equals(path.toString())) {
                return check.run(leaf);
            }
            others.add(leaf.name());
            return Optional.empty();
        });
        if (!found.answers().isEmpty()) {
            return found.answers().getFirst();
        }
        for (Unreadable unreadable : found.unreadable()) {
            if (others.isEmpty() || unreadable.name().equals(path.toString())) {
                throw new IOException(unreadable.why());
            }
        }
        String more = others.size() > NAMES ? " and %d more".formatted(others.size() - NAMES) : "";
        throw new IOException("%s: expected one file with code, found %s%s; name one of them".formatted(path,
                String.join(", ", others.subList(0, Math.min(NAMES, others.size()))), more));
    }

    /// The file on disk that a name with `!` in it begins with.
    private static Path outermost(Path path) {
        String name = path.toString();
        for (int end = name.indexOf('!'); end > 0 && !Files.exists(path); end = name.indexOf('!', end + 1)) {
            Path outer = Path.of(name.substring(0, end));
            if (Files.isRegularFile(outer)) {
                return outer;
            }
        }
        return path;
    }
}
