package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The gate from its command line, on real files, with its exit statuses.
class GateCommandTest {
    private static final String MODULE = "demo/sensor.ko";
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    @TempDir private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        out.reset();
        err.reset();
        String[] words = new String[args.length + 1];
        words[0] = "gate";
        System.arraycopy(args, 0, words, 1, args.length);
        return Main.run(words, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
    }

    private String printed() {
        return out.toString(UTF_8);
    }

    private String said() {
        return err.toString(UTF_8);
    }

    private String policy(String rules) throws IOException {
        return Files.writeString(folder.resolve("p.toml"), "version = 1\n" + rules).toString();
    }

    static Stream<Path> fixtures() throws IOException {
        try (Stream<Path> files = Files.walk(FIXTURES, 2)) {
            return files.filter(file -> file.toString().endsWith("x86_64.o") || file.toString().endsWith("aarch64.o")
                    || file.toString().endsWith("x86_64-dwarf5.o")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void aFirstPolicyIsPassedByWhatItWasWrittenFor(Path file) throws IOException {
        for (String style : List.of("--init", "--init=allow")) {
            assertThat(run(style, file.toString())).isZero();
            Path first = Files.writeString(folder.resolve("first.toml"), printed());
            assertThat(run(file.toString(), "--policy", first.toString())).as(printed() + said()).isZero();
            assertThat(printed()).startsWith("gate: passed, ");
        }
    }

    @Test
    void aFirstPolicyIsWrittenToAFileThatIsNotThere() throws IOException {
        Path target = folder.resolve("new.toml");
        assertThat(run("--init=ceilings", MODULE, "--policy", target.toString())).isZero();
        assertThat(printed()).isEmpty();
        assertThat(Files.readString(target)).startsWith("# What of Rust's panics").contains("crate = \"sensor\"");
        assertThat(run("--init", MODULE, "--policy", target.toString())).isEqualTo(2);
        assertThat(said()).contains("is there already");
        assertThat(run(MODULE, "--policy", target.toString())).isZero();
        assertThat(printed()).isEqualTo("gate: passed, 14 sites, 9 rules\n");
    }

    @Test
    void whatIsNotAllowedIsAFinding() throws IOException {
        String policy = policy("""
                [[rule]]
                name = "probe"
                kind = "index"
                reached-from = "*BusDriver*"
                forbid = true
                reason = "probing must not panic"
                """);
        assertThat(run(MODULE, "--policy", policy)).isEqualTo(1);
        assertThat(printed()).startsWith("gate: FAILED: 3 sites not allowed\n\n")
                .contains("p.toml:2 (probe): forbidden", "reason: probing must not panic", "demo/sensor.rs:35:9",
                        "reached from .probe of BusDriver SENSOR_DRIVER", "assay panics --help bounds-check");
        assertThat(run(MODULE, "--policy", policy, "--format", "json")).isEqualTo(1);
        assertThat(printed()).contains("\"assay/gate/1\"", "\"verdict\": \"failed\"");
        assertThat(run(MODULE, "--policy", policy, "--format", "markdown")).isEqualTo(1);
        assertThat(printed()).startsWith("**gate: FAILED");
        for (String format : List.of("sarif", "junit", "github")) {
            assertThat(run(MODULE, "--policy", policy, "--format", format)).as(format).isEqualTo(1);
            assertThat(printed()).as(format).contains("bounds-check");
        }
    }

    @Test
    void everySiteIsExplained() throws IOException {
        assertThat(run(MODULE, "--policy", policy("[[rule]]\nkind = \"overflow\"\nallow = true\n"), "--explain"))
                .isZero();
        assertThat(printed()).contains("p.toml:2: allow = true: ", "no rule: ", "(no rule is about it)");
    }

    @Test
    void theSameFileIsItsOwnBaseline() throws IOException {
        String policy = policy("[[rule]]\nbaseline = \"no-new\"\n");
        assertThat(run(MODULE, "--policy", policy)).isEqualTo(2);
        assertThat(said()).contains("p.toml:2: this rule compares with what was there before: give --baseline");
        assertThat(run(MODULE, "--policy", policy, "--baseline", MODULE)).isZero();
        assertThat(run(MODULE, "--policy", policy, "--baseline",
                FIXTURES.resolve("kinds/aarch64-dwarf5.o").toString())).isEqualTo(2);
        assertThat(said()).contains("the baseline is for aarch64, what is examined is for x86-64");
        assertThat(run(MODULE, "--policy", policy, "--baseline", "no such snapshot")).isEqualTo(2);
        assertThat(printed()).isEmpty();
    }

    @Test
    void aRuleAboutJustificationsNeedsTheSource() throws IOException {
        String policy = policy("[[rule]]\nallow-if = \"justified\"\n");
        assertThat(run(MODULE, "--policy", policy)).isEqualTo(2);
        assertThat(said()).contains("p.toml:2: this rule asks what the source says: give --source TREE");
    }

    @Test
    void mistakesOfAPolicyAreShownWhereTheyAre() throws IOException {
        String policy = policy("[[rule]]\n\tforbit = true\n[[rule]]\nkind = \"bound-check\"\nforbid = true\n");
        assertThat(run(MODULE, "--policy", policy)).isEqualTo(2);
        assertThat(said()).isEqualTo("""
                %1$s:2:1: expected one of forbid, allow, allow-if, max or baseline in this [[rule]], found none
                  [[rule]]
                  ^
                %1$s:3:2: expected a key of [[rule]], found 'forbit'; did you mean 'forbid'?
                   forbit = true
                   ^
                %1$s:5:1: expected a kind or a group of kinds, found 'bound-check'; did you mean 'bounds-check'?
                  kind = "bound-check"
                  ^
                """.formatted(policy));
        Files.write(folder.resolve("p.toml"), new byte[] {'a', (byte) 0xff});
        assertThat(run(MODULE, "--policy", policy)).isEqualTo(2);
        assertThat(said()).contains("expected text in UTF-8");
        assertThat(run(MODULE, "--policy", folder.resolve("none.toml").toString())).isEqualTo(2);
        assertThat(said()).contains("none.toml: no such file or folder");
    }

    @Test
    void aWrongCommandLineIsNamed() {
        assertThat(run()).isEqualTo(2);
        assertThat(said()).contains("takes a file or folder to examine; found none");
        assertThat(run(MODULE, "--date", "tomorrow")).isEqualTo(2);
        assertThat(said()).contains("--date takes a day such as 2027-01-31; found 'tomorrow'");
        assertThat(run("--init", MODULE, "--baseline", MODULE)).isEqualTo(2);
        assertThat(said()).contains("--init and --baseline exclude each other");
    }

    @Test
    void theDayIsTheOneOfTheCommandLine() throws IOException {
        assertThat(run("--init=allow", MODULE)).isZero();
        Path first = Files.writeString(folder.resolve("first.toml"),
                printed().replaceFirst("reason = ", "expires = 2027-01-31\nreason = "));
        assertThat(run(MODULE, "--policy", first.toString(), "--date", "2027-01-31")).isZero();
        assertThat(printed()).contains("ends after 2027-01-31");
        assertThat(run(MODULE, "--policy", first.toString(), "--date", "2027-02-01")).isEqualTo(1);
        assertThat(printed()).contains("allowed only until 2027-01-31");
    }

    @Test
    void whatIsUnknownIsAStatusOfItsOwn() throws IOException {
        Files.copy(Path.of(MODULE), folder.resolve("good.ko"));
        byte[] bytes = Files.readAllBytes(Path.of(MODULE));
        bytes[4] = 1; // 32-bit
        Files.write(folder.resolve("bad.ko"), bytes);
        String policy = policy("[[rule]]\nallow = true\n");
        assertThat(run(folder.toString(), "--policy", policy)).isEqualTo(3);
        assertThat(printed()).startsWith("gate: INCOMPLETE: 1 thing unknown; 14 sites, 1 rule\n\nunknown: not read: ");
        assertThat(run(folder.toString(), "--policy", policy, "--allow-unknown")).isZero();
        assertThat(run(folder.toString(), "--policy", policy("[[rule]]\nforbid = true\n"))).isEqualTo(1);
        assertThat(printed()).startsWith("gate: FAILED: 14 sites not allowed; 1 thing unknown besides");
        assertThat(run(folder.resolve("bad.ko").toString(), "--policy", policy)).isEqualTo(2);
    }
}
