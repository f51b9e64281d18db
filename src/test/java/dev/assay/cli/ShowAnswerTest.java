package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ShowAnswerTest {
    private static final String OBJECT = "src/test/resources/fixtures/kinds/x86_64-dwarf5.o";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        try (PrintStream o = new PrintStream(out, true, UTF_8); PrintStream e = new PrintStream(err, true, UTF_8)) {
            return Main.run(args, o, e);
        }
    }

    @Test
    void everySubjectIsAnswered() {
        for (String subject : new String[] {"sections", "symbols", "functions", "units"}) {
            out.reset();
            assertThat(run("show", subject, OBJECT)).as(subject).isZero();
            assertThat(out.toString(UTF_8)).startsWith(OBJECT + "  ET_REL, x86-64, ");
        }
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void aPlaceThatHoldsNoRustIsTrouble() {
        assertThat(run("show", "site", OBJECT, "0x12")).isEqualTo(2);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).isEqualTo(OBJECT
                + ": expected SECTION+OFFSET, since a relocatable file has no addresses; found 0x12\n");
    }

    @Test
    void verifyingPrintsOneLineMore() {
        int status = run("panics", "--verify", "--allow-unknown", OBJECT);
        assertThat(status).isZero();
        assertThat(out.toString(UTF_8)).containsPattern("(verified with .*objdump|not verified: no objdump)");
        out.reset();
        assertThat(run("panics", "--verify", "--allow-unknown", "--format", "tsv", OBJECT)).isZero();
        assertThat(out.toString(UTF_8)).doesNotContain("verified");
        assertThat(err.toString(UTF_8)).contains("verified");
    }
}
