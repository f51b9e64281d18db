package dev.assay.source.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/// Finds and opens repositories of git.
final class Repositories {
    private static final int DEEPEST_INCLUDE = 5;

    private Repositories() {}

    /// @param name of the tree, as the user has it
    /// @param real its path
    static Repository open(String name, Path real) throws IOException {
        GitSettings.use();
        try {
            FileRepositoryBuilder builder = new FileRepositoryBuilder().findGitDir(real.toFile());
            if (builder.getGitDir() == null) {
                throw new IOException(name + ": expected a git work tree, found no .git in it or above it");
            }
            Path gitDir = builder.getGitDir().toPath();
            check(gitDir);
            Repository repository = builder.setMustExist(true).build();
            if (repository.isBare() || !real.startsWith(repository.getWorkTree().toPath().toRealPath())) {
                repository.close();
                throw new IOException("%s: expected a git work tree, found %s".formatted(name,
                        repository.isBare() ? "a bare repository" : "the inside of " + gitDir));
            }
            return repository;
        } catch (RuntimeException e) {
            throw new IOException("%s: its repository is not one that can be read: %s".formatted(name, e.getMessage()),
                    e);
        }
    }

    /// Refuses files that a repository cannot have: to read from a pipe or a device never ends.
    private static void check(Path gitDir) throws IOException {
        Path common = gitDir;
        Path pointer = gitDir.resolve("commondir");
        regular(pointer);
        if (Files.exists(pointer)) {
            common = gitDir.resolve(text(pointer).strip());
        }
        for (Path folder : new Path[] {gitDir, common}) {
            for (String file : List.of("HEAD", "MERGE_HEAD", "packed-refs", "shallow", "index",
                    "objects/info/alternates", "objects/info/commit-graph", "info/grafts")) {
                regular(folder.resolve(file));
            }
            checkSettings(folder.resolve("config"), 0);
            checkSettings(folder.resolve("config.worktree"), 0);
        }
    }

    private static void regular(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + ": expected a regular file");
        }
    }

    /// Settings can include others, from anywhere.
    private static void checkSettings(Path file, int depth) throws IOException {
        regular(file);
        if (depth > DEEPEST_INCLUDE) {
            throw new IOException(file + ": expected settings that include at most %d others in turn"
                    .formatted(DEEPEST_INCLUDE));
        }
        Config config = new Config();
        try {
            config.fromText(text(file));
        } catch (ConfigInvalidException e) {
            throw new IOException(file + ": expected settings of git: " + e.getMessage(), e);
        }
        for (String included : config.getStringList("include", null, "path")) {
            if (included != null && !included.startsWith("~")) {
                checkSettings(file.resolveSibling(included), depth + 1);
            }
        }
    }

    /// A small text; empty if there is none.
    static String text(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return "";
        }
        if (Files.size(file) > Limits.SETTINGS) {
            throw new IOException("%s: expected at most %d bytes, found %d".formatted(file, Limits.SETTINGS,
                    Files.size(file)));
        }
        return new String(Files.readAllBytes(file), UTF_8);
    }

    /// What the repository asks for that is not done, so that git itself may say something else.
    static List<String> notFollowed(String name, Repository repository) throws IOException {
        List<String> all = new ArrayList<>();
        if (!repository.getRefDatabase().getRefsByPrefix("refs/replace/").isEmpty()) {
            all.add(name + ": commits that refs/replace puts in place of others are not followed");
        }
        if (Files.exists(repository.getDirectory().toPath().resolve("info/grafts"))) {
            all.add(name + ": info/grafts is not followed");
        }
        if (repository.getConfig().getString("blame", null, "ignoreRevsFile") != null) {
            all.add(name
                    + ": blame.ignoreRevsFile is not followed; lines that such a commit changed are shown as its own");
        }
        return all;
    }
}
