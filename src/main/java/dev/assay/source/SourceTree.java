package dev.assay.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A folder with source, in which files are found by the paths that compilers put into images.
///
/// Such a path starts wherever the compiler was: in a build folder (`/build/linux-7.3.4/rust/kernel/str.rs`), beside one
/// (`../rust/kernel/str.rs`), or in the tree (`rust/kernel/str.rs`). Its longest end that the tree has is the file.
/// Nothing outside the tree is read, whatever a path or a link in the tree says.
public final class SourceTree {
    /// No path of a kernel has a quarter of it.
    private static final int MOST_PARTS = 64;
    /// A kernel's tree has 90,000 files.
    private static final int MOST_FILES = 500_000;
    private static final int MOST_DEPTH = 24;
    private static final int MOST_NAMED = 3;

    private final Path folder;
    private final Path real;
    private final Map<String, Found> read = new HashMap<>();

    private SourceTree(Path folder, Path real) {
        this.folder = folder;
        this.real = real;
    }

    /// Opens a tree; reads nothing of it yet.
    ///
    /// @throws IOException if it is no folder; the message is for the user
    public static SourceTree open(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException(folder + ": expected a folder with source, found "
                    + (Files.exists(folder) ? "a file" : "nothing"));
        }
        return new SourceTree(folder, folder.toRealPath());
    }

    /// As the user named it.
    public Path folder() {
        return folder;
    }

    /// What there is of a file.
    public sealed interface Found {
        /// Its text.
        record Here(SourceFile file) implements Found {}

        /// None, or none that may be read; `why` goes on behind the path's name.
        record Nowhere(String why) implements Found {}
    }

    /// Finds files by their paths in an image. A tree of which not even one file is at hand may have the right tree in
    /// it: then the files with the longest common end are looked for.
    public Map<String, Found> find(Collection<String> imagePaths) {
        Map<String, Found> all = new HashMap<>();
        List<String> missing = new ArrayList<>();
        for (String path : imagePaths) {
            Found found = byEnd(parts(path));
            if (found == null) {
                missing.add(path);
            } else {
                all.put(path, found);
            }
        }
        boolean search = all.isEmpty() && !missing.isEmpty();
        Map<String, List<String>> byName = search ? byName(missing) : Map.of();
        for (String path : missing) {
            all.put(path, inside(parts(path), byName));
        }
        return all;
    }

    /// A file by its path in the tree.
    public Found at(String path) {
        Found found = byPath(String.join("/", parts(path)));
        return found == null ? new Found.Nowhere("is not in the source tree") : found;
    }

    /// The names that a path goes through, without those that `..` takes back; one that leads up from the compiler's
    /// folder is dropped.
    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                if (!parts.isEmpty()) {
                    parts.removeLast();
                }
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts.size() > MOST_PARTS ? List.of() : parts;
    }

    private @Nullable Found byEnd(List<String> parts) {
        for (int start = 0; start < parts.size(); start++) {
            Found found = byPath(String.join("/", parts.subList(start, parts.size())));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// Null if the tree has no such file.
    private @Nullable Found byPath(String path) {
        Found known = read.get(path);
        if (known != null) {
            return known;
        }
        Found found;
        try {
            Path file = real.resolve(path).normalize();
            if (!file.startsWith(real) || !Files.isRegularFile(file)) {
                return null;
            }
            found = file.toRealPath().startsWith(real)
                    ? new Found.Here(SourceFile.read(file, path))
                    : new Found.Nowhere("is a link that leads out of the source tree");
        } catch (InvalidPathException _) {
            return null;
        } catch (IOException unreadable) {
            String why = unreadable.getMessage();
            found = new Found.Nowhere(why == null || why.startsWith("/") ? "cannot be read" : why);
        }
        read.put(path, found);
        return found;
    }

    /// Paths of the tree's files that are named like one of `wanted`.
    private Map<String, List<String>> byName(List<String> wanted) {
        Map<String, List<String>> byName = new HashMap<>();
        for (String path : wanted) {
            List<String> parts = parts(path);
            if (!parts.isEmpty()) {
                byName.put(parts.getLast(), new ArrayList<>());
            }
        }
        try (Stream<Path> files = Files.walk(real, MOST_DEPTH)) {
            files.limit(MOST_FILES).forEach(file -> {
                List<String> same = byName.get(String.valueOf(file.getFileName()));
                if (same != null && Files.isRegularFile(file)) {
                    same.add(real.relativize(file).toString());
                }
            });
        } catch (UncheckedIOException | IOException _) {
            // What could be seen is searched; a file that is not found is said.
        }
        return byName;
    }

    private Found inside(List<String> parts, Map<String, List<String>> byName) {
        List<String> longest = new ArrayList<>();
        int most = Math.min(2, parts.size());
        for (String path : parts.isEmpty() ? List.<String>of() : byName.getOrDefault(parts.getLast(), List.of())) {
            int common = common(parts, List.of(path.split("/", -1)));
            if (common > most) {
                longest.clear();
                most = common;
            }
            if (common == most) {
                longest.add(path);
            }
        }
        if (longest.size() > 1) {
            String some = longest.stream().sorted().limit(MOST_NAMED).collect(Collectors.joining(", "));
            return new Found.Nowhere("is one of %d files in the source tree: %s%s".formatted(longest.size(), some,
                    longest.size() > MOST_NAMED ? " …" : ""));
        }
        return longest.isEmpty() ? new Found.Nowhere("is not in the source tree") : at(longest.getFirst());
    }

    private static int common(List<String> parts, List<String> other) {
        int common = 0;
        while (common < Math.min(parts.size(), other.size())
                && parts.get(parts.size() - 1 - common).equals(other.get(other.size() - 1 - common))) {
            common++;
        }
        return common;
    }
}
