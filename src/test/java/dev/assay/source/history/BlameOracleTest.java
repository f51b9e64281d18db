package dev.assay.source.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every line of random histories, against the `git` program.
class BlameOracleTest {
    private static final int HISTORIES = Integer.getInteger("assay.histories", 6);
    private static final int COMMITS = 60;

    @TempDir Path folder;

    @Test
    void agreesWithGit() throws IOException {
        for (long seed = 1; seed <= HISTORIES; seed++) {
            Path place = Files.createDirectory(folder.resolve("seed" + seed));
            GitProgram git = GitProgram.create(place);
            RandomHistory history = new RandomHistory(seed);
            Map<String, Integer> sizes = history.write(COMMITS);
            git.feed(history.stream(), "fast-import", "--quiet", "--done", "--date-format=raw");
            git.run("reset", "-q", "--hard", "main");
            if (seed % 2 == 0) {
                git.run("gc", "-q");
            }
            if (seed % 3 == 0) {
                for (String file : sizes.keySet()) {
                    List<String> lines = new ArrayList<>(Files.readAllLines(place.resolve(file)));
                    lines.add(lines.size() / 2, "not committed");
                    lines.removeFirst();
                    Files.write(place.resolve(file), lines);
                }
            }
            MemoryBlameCache cache = new MemoryBlameCache();
            Map<String, SortedMap<Integer, String>> told = git.told(sizes, cache);
            for (String file : sizes.keySet()) {
                assertThat(told.get(file)).as("seed %d, %s", seed, file).isEqualTo(git.blame(file));
            }
            assertThat(git.told(sizes, cache)).as("from the cache, seed %d", seed).isEqualTo(told);
        }
    }
}
