package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `assay panics --source` on the demo, whose source is short, and on trees made of it.
class SourceTest {
    private static final String MODULE = "demo/sensor.ko";

    @TempDir private Path tree;

    private String source = "";
    private String out = "";
    private String err = "";

    @BeforeEach
    void theSource() throws IOException {
        source = Files.readString(Path.of("demo/sensor.rs"));
    }

    private int run(String... args) {
        String[] words = new String[args.length + 1];
        words[0] = "panics";
        System.arraycopy(args, 0, words, 1, args.length);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int status = Main.run(words, new PrintStream(output, true, UTF_8), new PrintStream(errors, true, UTF_8));
        out = output.toString(UTF_8);
        err = errors.toString(UTF_8);
        return status;
    }

    private int runOn(String changed, String... args) throws IOException {
        Files.createDirectories(tree.resolve("demo"));
        Files.writeString(tree.resolve("demo/sensor.rs"), changed);
        String[] words = new String[args.length + 3];
        words[0] = "--source";
        words[1] = tree.toString();
        words[2] = MODULE;
        System.arraycopy(args, 0, words, 3, args.length);
        return run(words);
    }

    @Test
    void theLineWithACaretAndTheJustification() {
        assertThat(run("--source", ".", MODULE)).isZero();
        assertThat(out).contains("""
                  demo/sensor.rs:35:9   bounds-check       <sensor::Sensor>::sample
                    35 |         self.readings[self.count] = reading;
                       |         ^
                    justified: `count` is below 32, as the branch above saw to. (line 34)
                """).contains("\n14 panic sites: 13 implicit, 1 explicit; 14 in sensor\n1 justified, 13 not\n");
    }

    @Test
    void moreLinesAroundIt() {
        assertThat(run("--source", "demo", "--context", "1", "--kind", "explicit", MODULE)).isZero();
        assertThat(out).contains("""
                    89 |     if reading < -55_000 {
                    90 |         unreachable!("colder than the sensor can measure: {}", reading);
                       |         ^
                    91 |     }
                """);
    }

    @Test
    void sitesByJustification() {
        assertThat(run("--source", ".", "--quiet", "--justified", MODULE)).isZero();
        assertThat(out).isEqualTo("1\n");
        assertThat(run("--source", ".", "--quiet", "--unjustified", MODULE)).isZero();
        assertThat(out).isEqualTo("13\n");
        assertThat(run("--source", ".", "--summary", "--justified", MODULE)).isZero();
        assertThat(out).contains("""
                1 of 14 panic sites: 1 implicit, 0 explicit; 1 in sensor; shown only: justified
                1 justified, 0 not
                """);
    }

    @Test
    void programsGetItToo() {
        assertThat(run("--source", ".", "--format", "json", MODULE)).isZero();
        assertThat(out.replaceAll("\\s+", " ")).contains("""
                "justification": { "kind": "panic-comment", "text": "`count` is below 32, as the branch above saw to.", \
                "file": "demo/sensor.rs", "line": 34 }""")
                .contains("""
                        "source": { "file": "demo/sensor.rs", "line": 35, "column": 9, "unsafe": false, \
                        "constFn": false, "test": false }""")
                .contains("\"sourceUnknown\": [], \"stale\": []");
        assertThat(run("--source", ".", "--format", "tsv", MODULE)).isZero();
        assertThat(out.lines().filter(line -> line.contains("\t`count` is below 32, as the branch above saw to.\t")))
                .hasSize(1);
    }

    @Test
    void aTreeThatDoesNotFitIsNotUsed() throws IOException {
        assertThat(runOn("// One line more.\n" + source)).isEqualTo(3);
        assertThat(out).contains("0 justified, 14 not").doesNotContain("justified:").contains(
                "unknown: justifications may be missing: demo/sensor.rs does not fit the image and is not used: ");
        assertThat(runOn(source.substring(0, source.indexOf("pub struct Sensor")))).isEqualTo(3);
        assertThat(out).contains("is behind its end");
        assertThat(runOn(source, "--unjustified", "--quiet")).isZero();
        assertThat(runOn(source.replace("fn push", "fn pull"), "--allow-unknown")).isZero();
        assertThat(out).contains("line 35 is in the function pull, in the image in push");
        assertThat(runOn(source.replace("    sum / self", "    let x = self"), "--format", "tsv")).isEqualTo(3);
        assertThat(err)
                .contains("line 41, column 9: the image has div-by-zero there, the file `let x = self.count as i32`");
    }

    @Test
    void aFileThatIsMissingIsNamed() throws IOException {
        assertThat(run("--source", tree.toString(), MODULE)).isEqualTo(3);
        assertThat(out).contains("justifications may be missing: demo/sensor.rs is not in the source tree: 14 sites");
        assertThat(run("--source", tree.resolve("none").toString(), MODULE)).isEqualTo(2);
        assertThat(err)
                .isEqualTo("assay: %s: expected a folder with source, found nothing\n".formatted(tree.resolve("none")));
    }

    @Test
    void withoutDebugInformationTheLocationHasToDo() {
        assertThat(run("--source", ".", "--quiet", "src/test/resources/fixtures/kinds/x86_64-no-dwarf.o")).isEqualTo(3);
        assertThat(run("--source", "src/test/resources/fixtures", "--summary",
                "src/test/resources/fixtures/kinds/x86_64-no-dwarf.o")).isEqualTo(3);
        assertThat(out).containsPattern("x86_64-no-dwarf.o: [0-9]+ sites? without a known line outside Rust's library");
    }

    @Test
    void commentsWithoutASite() throws IOException {
        String more = source.replace("    average(&self)", "    average(&self)") + """
                // PANIC: nothing here
                // panics.
                fn nothing() {}
                """;
        assertThat(runOn(more)).isZero();
        assertThat(out).contains("""
                stale justifications: no panic site near them: 1 comment
                  demo/sensor.rs:%d  nothing here panics.
                """.formatted(source.lines().count() + 1));
        Files.writeString(tree.resolve("demo/other.rs"), "mod third;\n// PANIC: never compiled.\nfn f() {}\n");
        Files.createDirectories(tree.resolve("demo/other"));
        Files.writeString(tree.resolve("demo/other/third.rs"), "// PANIC: not this either.\n");
        Files.writeString(tree.resolve("demo/alone.rs"), "// PANIC: of no crate.\nfn f() {}\n");
        assertThat(runOn(source + "mod other;\n", "--stale")).isZero();
        assertThat(out).contains("""
                justifications in files without code in what was examined: 2 comments
                  demo/other.rs:2  never compiled.
                  demo/other/third.rs:1  not this either.
                searched for // PANIC: comments: 3 files, those with sites and those of the crates examined
                """).doesNotContain("of no crate");
        assertThat(runOn(source + "mod other;\n", "--stale", "--format", "json")).isZero();
        assertThat(out).contains("\"compiled\": false");
    }

    @Test
    void nothingInTheSourceReachesTheTerminal() throws IOException {
        String hostile = source
                .replace("// PANIC: `count`", "// PANIC: \u001b[31m\u202e\u2028`count`")
                .replace("self.readings[self.count] = reading;",
                        "self.readings[self.count] = reading; /* \u001b[2J\u202e\t*/");
        assertThat(runOn(hostile)).isZero();
        assertThat(out).contains("justified: \\u{1b}[31m\\u{202e}\\u{2028}`count` is below 32")
                .contains("= reading; /* \\u{1b}[2J\\u{202e}");
        assertThat(out.chars().filter(c -> c != '\n' && Character.isISOControl(c))).isEmpty();
        assertThat(runOn(source.replace("        self.readings[self.count]", "\t\tself.readings[self.count]")))
                .isEqualTo(3);
    }

    @Test
    void aVeryLongLineIsCut() throws IOException {
        String filler = " ".repeat(5) + "/*" + "x".repeat(5000) + "*/";
        assertThat(runOn(source.replace("self.readings[self.count] = reading;", "self.readings[self.count] = reading;"
                + filler))).isZero();
        assertThat(out.lines().mapToInt(String::length).max().orElseThrow()).isLessThan(260);
    }

    @Test
    void theLibraryHasSourceOfItsOwn() throws IOException {
        assertThat(run("--source", ".", "--rust-src", tree.toString(),
                "src/test/resources/fixtures/kinds/x86_64-no-dwarf.o"))
                .isEqualTo(3);
        assertThat(out).contains("library/core/src/").contains("is not in the source tree");
    }
}
