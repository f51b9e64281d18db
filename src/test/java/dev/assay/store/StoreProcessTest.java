package dev.assay.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that are killed, that meet, or that run out of room, and files that are damaged.
class StoreProcessTest {
    @TempDir private Path folder;

    private Path file;

    @BeforeEach
    void oneSnapshot() throws IOException {
        file = folder.resolve("s.duckdb");
        try (Store store = Store.write(file, Patience.none(), Surveys.TOOL)) {
            store.save(Synthetic.kept(0, 50, 200), "s0", false);
        }
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    private static void finish(Process process) throws InterruptedException {
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as("ends").isTrue();
    }

    /// What the store holds is what had been saved when the process died, and possibly the one it was saving.
    private void killed(int times, long seed) throws Exception {
        Random random = new Random(seed);
        int next = 1;
        for (int kill = 0; kill < times; kill++) {
            Process child = Child.start("save", file.toString(), Integer.toString(next), "1000");
            List<String> said = new ArrayList<>();
            try (BufferedReader output = output(child)) {
                String line = output.readLine();
                while (line != null) {
                    said.add(line);
                    if (line.equals("begin " + (next + kill % 2))) {
                        Thread.sleep(random.nextInt(900));
                        child.toHandle().destroyForcibly(); // leaves its output to be read
                    }
                    line = output.readLine();
                }
            }
            finish(child);
            String as = "seed %d, kill %d, said %s".formatted(seed, kill, said);
            int begun = (int) said.stream().filter(line -> line.startsWith("begin ")).count();
            int saved = (int) said.stream().filter(line -> line.startsWith("saved ")).count();
            try (Store store = Store.read(file, Patience.none(), Surveys.TOOL)) {
                List<Snapshot> all = store.list();
                assertThat(all.size()).as(as).isBetween(next + saved, next + begun);
                for (Snapshot snapshot : all.subList(Math.max(0, all.size() - 2), all.size())) {
                    int number = Integer.parseInt(snapshot.name().substring(1));
                    assertThat(store.load(snapshot)).as(as)
                            .isEqualTo(Synthetic.survey(number, number == 0 ? 50 : 2000));
                }
                for (String table : List.of("facts", "texts", "sites", "edges", "names")) {
                    assertThat(store.database().number("SELECT count(*) FROM stored.%s WHERE snapshot NOT IN"
                            .formatted(table) + " (SELECT snapshot FROM stored.snapshots)")).as(as).isZero();
                }
                next = all.size();
            }
        }
    }

    @Test
    void whoeverIsKilledLeavesWhatWasThere() throws Exception {
        killed(4, 20261123);
    }

    @Test
    @Tag("real-kernel")
    void whoeverIsKilledOftenLeavesWhatWasThere() throws Exception {
        killed(60, System.nanoTime());
    }

    @Test
    void aWriterMakesOthersWaitOrGiveUp() throws Exception {
        Process holder = Child.start("hold", file.toString(), "write");
        try (BufferedReader output = output(holder)) {
            assertThat(output.readLine()).isEqualTo("held 1");
            String busy = "another process (process %d) uses it; try again when that has finished"
                    .formatted(holder.pid());
            assertThatThrownBy(() -> Store.write(file, Patience.none(), Surveys.TOOL))
                    .isInstanceOf(StoreException.class).hasMessage(file + ": " + busy);
            assertThatThrownBy(() -> Store.read(file, Patience.none(), Surveys.TOOL)).hasMessage(file + ": " + busy);
            List<String> told = new ArrayList<>();
            Patience patience = new Patience(Duration.ofSeconds(60), why -> {
                told.add(why);
                holder.destroy(); // ends it, in good order or not
            });
            try (Store store = Store.write(file, patience, Surveys.TOOL)) {
                assertThat(store.list()).hasSize(1);
            }
            assertThat(told).singleElement().asString()
                    .isEqualTo("%s: waiting for another process (process %d) that uses it …", file, holder.pid());
        }
        finish(holder);
    }

    @Test
    void severalMayReadAtOnce() throws Exception {
        Process holder = Child.start("hold", file.toString(), "read");
        try (BufferedReader output = output(holder)) {
            assertThat(output.readLine()).isEqualTo("held 1");
            try (Store store = Store.read(file, Patience.none(), Surveys.TOOL)) {
                assertThat(store.list()).hasSize(1);
            }
            assertThatThrownBy(() -> Store.write(file, Patience.none(), Surveys.TOOL))
                    .hasMessageContaining("another process");
            holder.getOutputStream().close();
            assertThat(output.readLine()).isEqualTo("end -1");
        }
        finish(holder);
    }

    @Test
    void twoThatSaveAtOnceBothDo() throws Exception {
        Process one = Child.start("save", file.toString(), "100", "2");
        Process other = Child.start("save", file.toString(), "200", "2");
        for (Process process : List.of(one, other)) {
            try (BufferedReader output = output(process)) {
                assertThat(output.lines().filter(line -> line.startsWith("saved ")).count()).isEqualTo(2);
            }
            finish(process);
        }
        try (Store store = Store.read(file, Patience.none(), Surveys.TOOL)) {
            assertThat(store.list()).extracting(Snapshot::name)
                    .containsExactlyInAnyOrder("s0", "s100", "s101", "s200", "s201");
        }
    }

    @Test
    void twoThatMakeTheSameStoreShareIt() throws Exception {
        Path fresh = folder.resolve("deep/er/new.duckdb");
        Process one = Child.start("save", fresh.toString(), "1", "1");
        Process other = Child.start("save", fresh.toString(), "2", "1");
        for (Process process : List.of(one, other)) {
            try (BufferedReader output = output(process)) {
                assertThat(output.lines().toList()).anyMatch(line -> line.startsWith("saved "));
            }
            finish(process);
        }
        try (Store store = Store.read(fresh, Patience.none(), Surveys.TOOL)) {
            assertThat(store.list()).hasSize(2);
        }
        try (var files = Files.list(fresh.getParent())) {
            assertThat(files.toList()).containsExactly(fresh);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh.getParent())))
                .isEqualTo("rwx------");
    }

    @Test
    void aFullDiskChangesNothing() throws Exception {
        Path limiter = Path.of("/usr/bin/prlimit");
        assumeTrue(Files.isExecutable(limiter), "skipped: no prlimit to limit the size of files with");
        // Its library is unpacked into a file before the limit holds.
        Process child = Child.start("limited", file.toString(), "1", "50");
        List<String> said = new ArrayList<>();
        try (BufferedReader output = output(child)) {
            assertThat(output.readLine()).isEqualTo("ready");
            Process limiting = new ProcessBuilder(limiter.toString(), "--pid", Long.toString(child.pid()),
                    "--fsize=" + (Files.size(file) + 300_000)).start();
            assertThat(limiting.waitFor()).isZero();
            child.getOutputStream().close();
            said.addAll(output.lines().toList());
        }
        finish(child);
        assertThat(said).anyMatch(line -> line.startsWith("trouble " + file + ": the disk is full"));
        long saved = said.stream().filter(line -> line.startsWith("saved ")).count();
        try (Store store = Store.read(file, Patience.none(), Surveys.TOOL)) {
            assertThat(store.list()).hasSize((int) saved + 1);
            assertThat(store.load("s0")).isEqualTo(Synthetic.survey(0, 50));
        }
    }

    /// The process lives through every damaged file, and says so or reads it.
    @Test
    void aDamagedStoreIsRefused() throws Exception {
        byte[] good = Files.readAllBytes(file);
        long seed = 7;
        Random random = new Random(seed);
        List<String> arguments = new ArrayList<>(List.of("damaged"));
        for (int i = 0; i < 24; i++) {
            byte[] bad = i % 4 == 3 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int change = 0; change < (i % 4 == 3 ? 0 : 1 + random.nextInt(40)); change++) {
                int at = i % 4 == 0 ? random.nextInt(12_288) : random.nextInt(bad.length);
                bad[at] = (byte) random.nextInt(256);
            }
            arguments.add(Files.write(folder.resolve("bad" + i), bad).toString());
        }
        arguments.add(Files.write(folder.resolve("text"), "hello, I am no database at all\n".repeat(2000).getBytes(
                UTF_8)).toString());
        Process child = Child.start(arguments.toArray(String[]::new));
        List<String> said;
        try (BufferedReader output = output(child)) {
            said = output.lines().toList();
        }
        finish(child);
        assertThat(said).as("seed %d", seed).hasSize(25)
                .allMatch(line -> line.equals("read") || (line.startsWith("refused " + folder) && line.contains("; ")));
        assertThat(said.stream().filter(line -> line.startsWith("refused")).count()).isGreaterThan(12);
        assertThat(said.getLast()).contains("expected a store, found something else");
    }
}
