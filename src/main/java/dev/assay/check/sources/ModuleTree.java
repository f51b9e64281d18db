package dev.assay.check.sources;

import dev.assay.source.SourceFile;
import dev.assay.source.SourceTree;
import dev.assay.source.SourceTree.Found;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The files that a crate is made of: its root, and what `mod name;` leads to from there (the Rust reference, "Module
/// Source Filenames"). Configuration is not looked at, so files for other configurations are among them.
final class ModuleTree {
    private static final Pattern MODULE = Pattern
            .compile("\\s*(?:pub\\s*(?:\\([^)]{0,80}\\)\\s*)?)?mod\\s+(?:r#)?([A-Za-z_][A-Za-z_0-9]{0,100})\\s*;.*");
    private static final Pattern PATH = Pattern.compile("\\s*#\\[\\s*path\\s*=\\s*\"([^\"]{1,400})\"\\s*].*");
    /// The largest crate of a kernel has a few hundred.
    private static final int MOST_FILES = 20_000;

    private final SourceTree tree;
    private final SourceFile root;
    private final Set<String> seen = new HashSet<>();
    private final List<SourceFile> files = new ArrayList<>();
    private final Deque<SourceFile> open = new ArrayDeque<>();

    ModuleTree(SourceTree tree, SourceFile root) {
        this.tree = tree;
        this.root = root;
    }

    List<SourceFile> files() {
        add(root);
        while (!open.isEmpty()) {
            SourceFile file = open.removeFirst();
            String explicit = null;
            for (int line = 1; line <= file.lines(); line++) {
                String text = file.line(line);
                Matcher path = PATH.matcher(text);
                Matcher module = MODULE.matcher(text);
                if (path.matches()) {
                    explicit = path.group(1);
                } else if (module.matches()) {
                    follow(file, module.group(1), explicit);
                    explicit = null;
                } else if (!text.isBlank() && !text.strip().startsWith("#") && !text.strip().startsWith("//")) {
                    explicit = null;
                }
            }
        }
        return files;
    }

    private void follow(SourceFile file, String module, @Nullable String explicit) {
        int slash = file.path().lastIndexOf('/') + 1;
        String folder = file.path().substring(0, slash);
        String name = file.path().substring(slash);
        if (explicit != null) {
            find(folder + explicit);
            return;
        }
        boolean isOwner = file == root || name.equals("mod.rs");
        String base = isOwner ? folder : folder + name.replaceFirst("\\.rs$", "") + "/";
        if (!find(base + module + ".rs")) {
            find(base + module + "/mod.rs");
        }
    }

    private boolean find(String path) {
        return tree.at(path) instanceof Found.Here here && add(here.file());
    }

    private boolean add(SourceFile file) {
        if (files.size() < MOST_FILES && seen.add(file.path())) {
            files.add(file);
            open.addLast(file);
        }
        return true;
    }
}
