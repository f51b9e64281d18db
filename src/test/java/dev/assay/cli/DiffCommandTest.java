package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiffCommandTest {
    private static final String DEMO = "demo/sensor.ko";

    @TempDir Path folder;

    private record Run(int status, String out, String err) {}

    private static Run run(String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
        return new Run(status, out.toString(UTF_8), err.toString(UTF_8));
    }

    @Test
    void nothingDiffers() {
        Run run = run("diff", DEMO, DEMO);
        assertThat(run.status()).isZero();
        assertThat(run.out()).startsWith("no difference: ").contains("; 1 image");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void differencesAreFindings() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("b"));
        Files.copy(Path.of("/bin/true"), empty.resolve("true"));
        Run run = run("diff", DEMO, empty.toString());
        assertThat(run.status()).isEqualTo(ExitStatus.FINDINGS.code());
        assertThat(run.out()).startsWith("+0 −").contains("1 of them removed", "note: no Rust code in ",
                "image removed");
    }

    @Test
    void whatIsMissingIsTrouble() {
        assertThat(run("diff", DEMO, "nowhere.ko")).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("nowhere.ko");
        });
    }

    @Test
    void anUnreadableFileIsTrouble() throws IOException {
        Path broken = folder.resolve("broken.ko");
        byte[] bytes = Files.readAllBytes(Path.of(DEMO));
        Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
        Run run = run("diff", DEMO, broken.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("broken.ko");
    }

    @Test
    void ofAFolderTheRestIsAnIncompleteAnswer() throws IOException {
        Path before = Files.createDirectory(folder.resolve("before"));
        Path after = Files.createDirectory(folder.resolve("after"));
        Files.copy(Path.of(DEMO), before.resolve("sensor.ko"));
        Files.copy(Path.of(DEMO), after.resolve("sensor.ko"));
        byte[] bytes = Files.readAllBytes(Path.of(DEMO));
        Files.write(after.resolve("broken.ko"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThat(run("diff", before.toString(), after.toString()).status()).isEqualTo(3);
        assertThat(run("diff", "--allow-unknown", before.toString(), after.toString()).status()).isZero();
        assertThat(run("diff", before.toString(), after.toString()).out())
                .contains("unknown: after: could not be read");
    }

    @Test
    void usage() {
        assertThat(run("diff", DEMO)).satisfies(run -> {
            assertThat(run.status()).isEqualTo(2);
            assertThat(run.err()).contains("diff compares two: BEFORE and AFTER; found 1");
        });
        assertThat(run("diff", "--format", "jsn", DEMO, DEMO).err()).contains("did you mean 'json'?");
        assertThat(run("diff", "--summary", "--format", "json", DEMO, DEMO).err()).contains("--summary is for");
    }

    @Test
    void everyForm() {
        for (String format : new String[] {"text", "json", "markdown", "tsv", "sarif", "junit", "github"}) {
            assertThat(run("diff", "--format", format, "--moved", DEMO, DEMO).status()).as(format).isZero();
        }
    }
}
