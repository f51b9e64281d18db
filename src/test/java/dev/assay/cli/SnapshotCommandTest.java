package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the commands about snapshots print, and with which exit status.
class SnapshotCommandTest {
    private static final String MODULE = "demo/sensor.ko";
    private static final String KERNEL = "src/test/resources/fixtures/call-graph/x86_64";

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        List<String> words = new ArrayList<>(List.of(args));
        words.addAll(1, List.of("--store", folder.resolve("s.duckdb").toString()));
        return Main.run(words.toArray(String[]::new), new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8));
    }

    private String printed() {
        return out.toString(UTF_8);
    }

    private String complained() {
        return err.toString(UTF_8);
    }

    @Test
    void whatTheSourceDoesNotTellIsUnknown() throws IOException {
        Path tree = Files.createDirectory(folder.resolve("tree"));
        assertThat(run("snapshot", "save", "--source", tree.toString(), MODULE)).isEqualTo(3);
        assertThat(printed()).startsWith("saved as ");
        assertThat(run("snapshot", "save", "--source", tree.toString(), "--allow-unknown", MODULE)).isZero();
        assertThat(run("snapshot", "save", "--source", ".", "--name", "fits", MODULE)).isZero();
    }

    @Test
    void aSnapshotIsSavedListedShownAndRemoved() {
        assertThat(run("snapshot", "list")).isZero();
        assertThat(printed()).contains("0 snapshots");
        assertThat(run("snapshot", "save", MODULE)).isZero();
        assertThat(printed()).isEqualTo("saved as sensor.ko: 1 image, 14 sites, 14 functions, 17 calls\n");
        assertThat(run("snapshot", "save", "--name", "other", MODULE)).isZero();
        assertThat(printed()).startsWith("nothing new: saved before; now called sensor.ko, other: ");
        assertThat(run("snapshot", "save", MODULE)).isZero();
        assertThat(printed()).startsWith("nothing new: saved before as sensor.ko, other: ");
        assertThat(run("snapshot", "list")).isZero();
        assertThat(printed()).contains("1 snapshot\n", "sensor.ko, other", "7.3.4");
        assertThat(run("snapshot", "show", "other")).isZero();
        String shown = printed();
        assertThat(Main.run(new String[] {"panics", "--reach", MODULE}, new PrintStream(reset(), true, UTF_8),
                new PrintStream(err, true, UTF_8))).isZero();
        assertThat(shown).isEqualTo(printed());
        assertThat(run("snapshot", "rm", "other", "sensor.ko")).isZero();
        assertThat(printed()).isEqualTo("""
                took away the name other; the snapshot has others
                removed sensor.ko
                """);
        assertThat(run("snapshot", "show", "other")).isEqualTo(2);
        assertThat(complained()).contains("no snapshot 'other'; it has none");
    }

    private ByteArrayOutputStream reset() {
        out.reset();
        return out;
    }

    @Test
    void otherCommandsTakeSnapshotsForFiles() throws IOException {
        assertThat(run("snapshot", "save", "--name", "base", MODULE)).isZero();
        assertThat(run("diff", "base", MODULE)).isZero();
        assertThat(run("diff", "snapshot:base", "base")).isZero();
        assertThat(run("diff", "base", "nothing")).isEqualTo(2);
        assertThat(complained()).contains("no snapshot 'nothing'; there are base");
        assertThat(run("snapshot", "save", "--name", "base", KERNEL)).isEqualTo(2);
        assertThat(complained()).contains("'base' is the name of a snapshot of something else", "--replace");
        assertThat(run("snapshot", "save", "--name", "base", "--replace", KERNEL)).isZero();
        assertThat(run("diff", "base", KERNEL)).isZero();
        Files.delete(folder.resolve("s.duckdb"));
        assertThat(run("diff", "base", MODULE)).isEqualTo(2);
        assertThat(complained()).contains("base: no such file or folder, and there are no snapshots in ");
    }

    @Test
    void usageIsChecked() {
        assertThat(run("snapshot")).isEqualTo(2);
        assertThat(run("snapshot", "sav", MODULE)).isEqualTo(2);
        assertThat(complained()).contains("unknown verb 'sav'; did you mean 'save'?");
        assertThat(run("snapshot", "list", "--summary")).isEqualTo(2);
        assertThat(complained()).contains("list takes no --summary");
        assertThat(run("snapshot", "export", "x")).isEqualTo(2);
        assertThat(complained()).contains("export needs --to FOLDER");
        assertThat(run("snapshot", "save", "--name", "a b", MODULE)).isEqualTo(2);
        assertThat(complained()).contains("'a b' is no name");
        assertThat(run("snapshot", "save", "missing.ko")).isEqualTo(2);
        assertThat(folder.resolve("s.duckdb")).doesNotExist();
    }

    @Test
    void anExportWritesTables() {
        assertThat(run("snapshot", "save", MODULE)).isZero();
        String target = folder.resolve("tables").toString();
        assertThat(run("snapshot", "export", "--to", target, "sensor.ko")).isZero();
        assertThat(printed()).isEqualTo("wrote 14 files to " + target + "\n");
        assertThat(run("snapshot", "export", "--to", target, "sensor.ko")).isEqualTo(2);
        assertThat(run("snapshot", "export", "--to", target, "--force", "sensor.ko")).isZero();
    }
}
