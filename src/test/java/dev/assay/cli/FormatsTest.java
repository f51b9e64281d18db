package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The formats for other programs on the command line: what they hold is tested where they are made.
class FormatsTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        return Main.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    @Test
    void panicsSpeaksAllOfThem() {
        assertThat(run("panics", "--format", "sarif", "demo")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("{\n  \"$schema\"").doesNotContain("codeFlows").endsWith("}\n");
        assertThat(run("panics", "--reach", "--format", "sarif", "demo")).isZero();
        assertThat(out.toString(UTF_8)).contains("codeFlows");
        assertThat(run("panics", "--format", "junit", "demo")).isZero();
        assertThat(out.toString(UTF_8)).startsWith("<?xml").contains("tests=\"15\"");
        assertThat(run("panics", "--format", "github", "demo")).isZero();
        assertThat(out.toString(UTF_8).lines()).hasSize(15).allMatch(line -> line.startsWith("::"));
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void diffSpeaksAllOfThem() {
        for (String format : new String[] {"sarif", "junit", "github"}) {
            assertThat(run("diff", "--format", format, "demo/sensor.ko", "demo/sensor.ko")).as(format).isZero();
        }
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    /// As in the other formats: the listing is there, and the status says that it is not whole.
    @Test
    void aFileThatCannotBeReadIsInTheAnswerAndInTheStatus(@TempDir Path folder) throws IOException {
        Files.copy(Path.of("demo/sensor.ko"), folder.resolve("a.ko"));
        Files.write(folder.resolve("b.ko"), new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0});

        assertThat(run("panics", "--format", "sarif", folder.toString())).isEqualTo(3);
        assertThat(out.toString(UTF_8)).contains("\"executionSuccessful\": false", "b.ko");
        assertThat(run("panics", "--format", "junit", folder.toString())).isEqualTo(3);
        assertThat(out.toString(UTF_8)).contains("failures=\"1\"", "<failure");
        assertThat(run("panics", "--format", "github", folder.toString())).isEqualTo(3);
        assertThat(out.toString(UTF_8)).startsWith("::error title=assay panics::");
    }

    @Test
    void whatIsOfAnotherShapeIsRefused() {
        assertThat(run("panics", "--attributed", "--format", "sarif", "demo")).isEqualTo(2);
        assertThat(run("panics", "--summary", "--format", "junit", "demo")).isEqualTo(2);
    }
}
