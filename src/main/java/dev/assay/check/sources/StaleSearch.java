package dev.assay.check.sources;

import dev.assay.source.Justification;
import dev.assay.source.PanicComment;
import dev.assay.source.Reading;
import dev.assay.source.SourceFile;
import dev.assay.source.SourceReader;
import dev.assay.source.SourceTree;
import dev.assay.source.SourceTree.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Finds `// PANIC:` comments without a compiled site: the compiler proved the panic away, the code changed, or it is not
/// in what was examined.
final class StaleSearch {
    private static final Comparator<Justification> ORDER = Comparator.comparing(Justification::file)
            .thenComparingInt(Justification::line);

    private final SourceTree tree;
    private final SourceReader reader;
    private final Map<String, Set<Integer>> lines;
    private final Set<String> searched = new HashSet<>();
    private final List<Justification> stale = new ArrayList<>();
    private final List<Justification> unexamined = new ArrayList<>();

    /// @param lines that sites pass through, by file of the tree
    StaleSearch(SourceTree tree, SourceReader reader, Map<String, Set<Integer>> lines) {
        this.tree = tree;
        this.reader = reader;
        this.lines = lines;
    }

    /// Whether a file has words that could justify a panic.
    static boolean mentionsPanics(SourceFile file) {
        return file.contains("PANIC:") || file.contains("Panic");
    }

    /// Looks at a file once.
    ///
    /// @param compiled whether any of its code is in what was examined
    void look(SourceFile file, Reading reading, boolean compiled) {
        if (!searched.add(file.path())) {
            return;
        }
        Set<Integer> own = lines.getOrDefault(file.path(), Set.of());
        for (PanicComment comment : reading.comments()) {
            if (own.stream().noneMatch(comment::covers)) {
                (compiled ? stale : unexamined).add(comment.justification());
            }
        }
    }

    /// Looks at all files of what was compiled, and at all that their crates are made of.
    ///
    /// @param misfits files that are not those that were compiled
    /// @return what could not be told
    List<String> searchAll(CompiledFiles compiled, Set<String> misfits) {
        Map<String, SourceFile> files = new TreeMap<>();
        Set<String> withCode = new HashSet<>(lines.keySet());
        Map<String, Found> compiledFiles = tree.find(compiled.files());
        for (Found found : compiledFiles.values()) {
            if (found instanceof Found.Here here) {
                files.put(here.file().path(), here.file());
                withCode.add(here.file().path());
            }
        }
        for (Found found : tree.find(compiled.roots()).values()) {
            if (found instanceof Found.Here here) {
                new ModuleTree(tree, here.file()).files().forEach(file -> files.put(file.path(), file));
            }
        }
        for (SourceFile file : files.values()) {
            if (misfits.contains(file.path())) {
                continue;
            }
            if (!file.contains("PANIC:")) {
                searched.add(file.path());
            } else if (!searched.contains(file.path())) {
                try (Reading reading = reader.read(file)) {
                    look(file, reading, withCode.contains(file.path()));
                }
            }
        }
        return compiled.without().stream().sorted().map(image -> image
                + ": no debug information says which files it was made of: only those with sites were searched for"
                + " stale comments").toList();
    }

    List<Justification> stale() {
        return stale.stream().sorted(ORDER).toList();
    }

    List<Justification> unexamined() {
        return unexamined.stream().sorted(ORDER).toList();
    }

    int searched() {
        return searched.size();
    }
}
