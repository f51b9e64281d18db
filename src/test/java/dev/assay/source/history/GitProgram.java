package dev.assay.source.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/// The `git` program, which makes the repositories of tests and says what is right. No settings of the user count.
record GitProgram(Path folder) {
    /// A repository without commits.
    static GitProgram create(Path folder) throws IOException {
        GitProgram git = new GitProgram(folder);
        try {
            git.run("init", "-q", "-b", "main", ".");
        } catch (IOException e) {
            Assumptions.abort("git is not installed: " + e.getMessage());
        }
        return git;
    }

    String run(String... arguments) throws IOException {
        return feed("", arguments);
    }

    /// Runs git with this as its standard input.
    String feed(String input, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(Map.of("GIT_CONFIG_GLOBAL", "/dev/null", "GIT_CONFIG_NOSYSTEM", "1",
                "HOME", folder.toString(), "GIT_AUTHOR_NAME", "Ann Author", "GIT_AUTHOR_EMAIL", "ann@example.org",
                "GIT_COMMITTER_NAME", "Carl", "GIT_COMMITTER_EMAIL", "carl@example.org"));
        Process process = builder.start();
        try (OutputStream standardInput = process.getOutputStream()) {
            standardInput.write(input.getBytes(UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + output);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return output;
    }

    /// Of each line of a file, from 1, the commit that git blames; empty for one that is not committed.
    SortedMap<Integer, String> blame(String file) throws IOException {
        SortedMap<Integer, String> commits = new TreeMap<>();
        for (String line : run("blame", "--porcelain", "--", file).split("\n", -1)) {
            String[] parts = line.split(" ", -1);
            if (parts.length >= 3 && parts[0].matches("[0-9a-f]{40}") && parts[2].matches("[0-9]+")) {
                commits.put(Integer.valueOf(parts[2]), parts[0].matches("0+") ? "" : parts[0]);
            }
        }
        return commits;
    }

    /// The same, as assay tells it.
    SortedMap<Integer, String> told(String file, int lines) throws IOException {
        return told(Map.of(file, lines), BlameCache.NONE).getOrDefault(file, new TreeMap<>());
    }

    Map<String, SortedMap<Integer, String>> told(Map<String, Integer> lines, BlameCache cache) throws IOException {
        try (History history = History.open(folder, cache)) {
            Map<String, List<Integer>> asked = new HashMap<>();
            lines.forEach((file, count) -> asked.put(file,
                    IntStream.rangeClosed(1, count).boxed().toList()));
            Blame blame = history.blame(asked);
            Map<String, SortedMap<Integer, String>> told = new HashMap<>();
            blame.lines().forEach((file, commits) -> {
                SortedMap<Integer, String> ids = new TreeMap<>();
                commits.forEach((line, commit) -> ids.put(line, commit.id()));
                told.put(file, ids);
            });
            return told;
        }
    }
}
