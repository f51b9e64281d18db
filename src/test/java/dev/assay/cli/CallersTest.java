package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/// What the commands about callers answer on real files, and with which exit status.
class CallersTest {
    private static final String MODULE = "demo/sensor.ko";
    private static final String KERNEL = "src/test/resources/fixtures/call-graph/x86_64";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return Main.run(args, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private String printed() {
        return out.toString(UTF_8);
    }

    @Test
    void aWayLeadsThroughFunctionsAndTheCodeInlinedIntoThem() {
        for (String target : new String[] {".text+0x129", "sensor.rs:35", "demo/sensor.rs:35:9"}) {
            out.reset();
            assertThat(run("why", MODULE, target)).as(target).isZero();
            assertThat(printed()).as(target).contains("""
                      from .probe of BusDriver SENSOR_DRIVER (operations)
                        demo/sensor.rs:88:26  sensor_probe
                        demo/sensor.rs:58:20  <sensor::Sensor>::sample
                        demo/sensor.rs:35:9     inlined <sensor::Queue>::push  panics
                    """.indent(0));
        }
    }

    @Test
    void nothingOfThatNameIsAFinding() {
        assertThat(run("why", MODULE, "smaple")).isEqualTo(1);
        assertThat(printed()).isEmpty();
        assertThat(err.toString(UTF_8))
                .contains("demo/sensor.ko: no panic site, function or place in the source named 'smaple'");
        assertThat(run("prove", MODULE, "smaple")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("demo/sensor.ko: no function named 'smaple'");
    }

    @Test
    void anEdgeThatIsNotKnownIsMarked() {
        assertThat(run("why", KERNEL, "handler")).isZero();
        assertThat(printed()).contains("only through unknown edges, from 1 root",
                "start_kernel  only takes the address: who calls it is not known");
    }

    @Test
    void aVerdictDecidesTheExitStatus() {
        assertThat(run("prove", KERNEL, "register")).isZero();
        assertThat(printed()).isEqualTo("proved free: register (followed 1 function)\n");
        assertThat(run("prove", KERNEL, "dispatch")).isEqualTo(3);
        assertThat(run("prove", KERNEL, "register", "dispatch", "chain_first")).isEqualTo(1);
        assertThat(run("prove", MODULE, "serial")).isEqualTo(1);
        assertThat(printed()).contains("unknown: calls memcpy, which no file examined holds");
    }

    @Test
    void anAssumptionIsNamedInTheAnswer() {
        assertThat(run("prove", "--assume", "chain_third", KERNEL, "chain_first")).isZero();
        assertThat(printed()).isEqualTo("""
                proved free, with assumptions: chain_first (followed 2 functions)
                  assuming that this cannot panic: chain_third
                """);
    }

    @Test
    void sitesAreToldByWhoReachesThem() {
        assertThat(run("panics", "--quiet", "--reached-from", "*BusDriver*", MODULE)).isZero();
        assertThat(run("panics", "--quiet", "--unreached", MODULE)).isZero();
        assertThat(run("panics", "--quiet", "--reached-from", "export", MODULE)).isZero();
        assertThat(printed()).isEqualTo("8\n6\n0\n");
    }

    @Test
    void functionsAreListedWithThePanicsTheyLeadTo() {
        assertThat(run("panics", "--attributed", "--kind", "slice-index", MODULE)).isZero();
        assertThat(printed()).contains("""
                  <sensor::Sensor>::average
                    demo/sensor.rs:40:37  slice-index
                """).doesNotContain("sample").endsWith("functions of the library that they lead to\n");
    }
}
