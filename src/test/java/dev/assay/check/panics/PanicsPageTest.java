package dev.assay.check.panics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of this check keeps its promises: it covers every kind, and its examples do what it says.
class PanicsPageTest {
    private static final Path PAGE = Path.of("docs/checks/panics.md");
    private static final Path EXAMPLE = Path.of("src/test/resources/golden/report/kernel.txt");
    private static final Pattern SECTION =
            Pattern.compile("^### `([a-z-]+)`\n(.*?)(?=^##? |^### |\\z)", sectionFlags());
    private static final Pattern RUST = Pattern.compile("^```rust\n(.*?)^```$", sectionFlags());
    private static final Pattern ANY_ENTRY = Pattern.compile("panic|_fail|unwrap_failed|expect_failed");

    /// Checks that only debug assertions bring, or only unwinding.
    private static final Set<Kind> DEBUG = EnumSet.of(
            Kind.UNSAFE_PRECONDITION, Kind.MISALIGNED_POINTER, Kind.NULL_POINTER, Kind.INVALID_ENUM);
    private static final Set<Kind> UNWIND = EnumSet.of(Kind.NO_UNWIND);
    /// Needs the kernel's own crates.
    private static final Set<Kind> NOT_COMPILED = EnumSet.of(Kind.BUILD_ERROR);

    private static int sectionFlags() {
        return Pattern.MULTILINE | Pattern.DOTALL;
    }

    @Test
    void everyKindHasItsSection() throws IOException {
        assertThat(sections().keySet()).containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void everySectionSaysWhoPutTheCheckInAndShowsBeforeAndAfter() throws IOException {
        sections().forEach((kind, text) -> {
            assertThat(text.strip()).startsWith(kind.isImplicit() ? "Implicit. " : "Explicit. ");
            assertThat(examples(text)).as(kind.id()).hasSize(2);
        });
    }

    @Test
    void theSampleIsRealOutput() throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        String sample = page.substring(page.indexOf("```\n") + 4, page.indexOf("```\n\n- Sites are grouped"));
        assertThat(sample.lines().toList()).isSubsetOf(Files.readAllLines(EXAMPLE, UTF_8));
    }

    @Test
    void theExamplesPanicBeforeAndNotAfter(@TempDir Path folder) throws IOException, InterruptedException {
        Path rustc = rustc();
        assumeTrue(rustc != null, "no rustc on the PATH: the examples of the page were not compiled");
        Set<Kind> plain = EnumSet.allOf(Kind.class);
        plain.removeAll(DEBUG);
        plain.removeAll(UNWIND);
        plain.removeAll(NOT_COMPILED);
        Map<Kind, String> before = compiled(rustc, folder, plain, true, "-Cpanic=abort");
        Map<Kind, String> after = compiled(rustc, folder, plain, false, "-Cpanic=abort");
        for (Kind kind : plain) {
            assertThat(before.get(kind)).as("%s, before", kind).containsPattern(entry(kind));
            assertThat(after.get(kind)).as("%s, after", kind).doesNotContainPattern(ANY_ENTRY);
        }
    }

    /// These checks are made in functions of the library, so each example is compiled by itself and looked at whole.
    @Test
    void theExamplesOfRareBuildsToo(@TempDir Path folder) throws IOException, InterruptedException {
        Path rustc = rustc();
        assumeTrue(rustc != null, "no rustc on the PATH: the examples of the page were not compiled");
        for (Kind kind : union(DEBUG, UNWIND)) {
            String flag = DEBUG.contains(kind) ? "-Cdebug-assertions=on" : "-Cpanic=unwind";
            List<String> examples = examples(sections().getOrDefault(kind, ""));
            assertThat(assembly(rustc, folder, examples.getFirst(), flag))
                    .as("%s, before", kind)
                    .containsPattern(entry(kind));
            assertThat(assembly(rustc, folder, examples.getLast(), flag))
                    .as("%s, after", kind)
                    .doesNotContainPattern(entry(kind));
        }
    }

    /// The instructions of the first or the second example of each kind, all compiled at once.
    private static Map<Kind, String> compiled(Path rustc, Path folder, Set<Kind> kinds, boolean first, String flag)
            throws IOException, InterruptedException {
        StringBuilder source = new StringBuilder();
        for (Kind kind : kinds) {
            List<String> examples = examples(sections().getOrDefault(kind, ""));
            source.append("pub mod ").append(module(kind)).append(" {\n");
            source.append(first ? examples.getFirst() : examples.getLast()).append("}\n");
        }
        Map<Kind, String> code = new EnumMap<>(Kind.class);
        Set<Kind> current = EnumSet.noneOf(Kind.class);
        for (String line : assembly(rustc, folder, source.toString(), flag).lines().toList()) {
            if (line.startsWith("_R")) {
                current.clear();
                kinds.stream().filter(kind -> line.contains(module(kind))).forEach(current::add);
            }
            current.forEach(kind -> code.merge(kind, line + "\n", String::concat));
        }
        assertThat(code.keySet()).containsExactlyElementsOf(kinds);
        return code;
    }

    private static String module(Kind kind) {
        return "of_" + kind.id().replace('-', '_');
    }

    /// What the panic entry of a kind is called by rustc 1.85 to 1.97.
    private static String entry(Kind kind) {
        return switch (kind) {
            case BOUNDS_CHECK -> "panic_bounds_check";
            case ADD_OVERFLOW,
                    SUB_OVERFLOW,
                    MUL_OVERFLOW,
                    NEG_OVERFLOW,
                    SHL_OVERFLOW,
                    SHR_OVERFLOW,
                    DIV_OVERFLOW,
                    REM_OVERFLOW,
                    DIV_BY_ZERO,
                    REM_BY_ZERO -> "panic_const_" + kind.id().replace('-', '_');
            case SLICE_INDEX -> "slice_(start_|end_)?index_(len_)?fail";
            case SLICE_COPY_LENGTH -> "len_mismatch_fail";
            case STR_BOUNDARY -> "slice_error_fail";
            case UNWRAP_NONE -> "option13unwrap_failed";
            case UNWRAP_ERR -> "result13unwrap_failed";
            case EXPECT -> "option13expect_failed";
            case BORROW -> "panic_already_(mutably_)?borrowed";
            case ASSERT -> "assert_failed";
            case EXPLICIT -> "panicking9panic_fmt";
            case UNSAFE_PRECONDITION -> "panic_nounwind";
            case MISALIGNED_POINTER -> "panic_misaligned_pointer_dereference";
            case NULL_POINTER -> "panic_null_pointer_dereference";
            case INVALID_ENUM -> "panic_invalid_enum_construction";
            case NO_UNWIND -> "panic_cannot_unwind";
            case COROUTINE_RESUMED -> "panic_const_async_fn_resumed";
            case BUILD_ERROR -> "rust_build_error";
            case OTHER -> "radix_panic";
        };
    }

    private static String assembly(Path rustc, Path folder, String example, String flag)
            throws IOException, InterruptedException {
        Path source = folder.resolve("example.rs");
        Path output = folder.resolve("example.s");
        // A small function is left to the crates that call it, unless it must not be inlined.
        String kept = example.replaceAll("(?m)^pub (unsafe |extern \"C\" )?fn", "#[inline(never)]\n$0");
        // With the standard library, because rustc leaves checks of pointers out where there is no panic handler.
        Files.writeString(source, kept, UTF_8);
        Process process = new ProcessBuilder(
                rustc.toString(),
                "--edition=2021",
                "--crate-type=lib",
                "--emit=asm",
                "-Copt-level=2",
                "-Coverflow-checks=on",
                "-Csymbol-mangling-version=v0",
                flag,
                "-o",
                output.toString(),
                source.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue())
                .as("%s%n%s", example, Files.readString(folder.resolve("log"), UTF_8))
                .isZero();
        // Labels of functions and instructions; directives say nothing about calls.
        return Files.readString(output, UTF_8)
                .lines()
                .filter(line -> line.startsWith("_R") || (line.startsWith("\t") && !line.startsWith("\t.")))
                .reduce("", (all, line) -> all + line + "\n");
    }

    private static @Nullable Path rustc() {
        String path = System.getenv("PATH");
        return Arrays.stream(path == null ? new String[0] : path.split(File.pathSeparator))
                .map(folder -> Path.of(folder, "rustc"))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    private static Set<Kind> union(Set<Kind> one, Set<Kind> other) {
        Set<Kind> union = EnumSet.copyOf(one);
        union.addAll(other);
        return union;
    }

    private static Map<Kind, String> sections() throws IOException {
        Map<Kind, String> sections = new EnumMap<>(Kind.class);
        Matcher matcher = SECTION.matcher(Files.readString(PAGE, UTF_8));
        while (matcher.find()) {
            Kind kind = Kind.byId(matcher.group(1)).orElseThrow();
            assertThat(sections.put(kind, matcher.group(2))).as("a second %s", kind).isNull();
        }
        return sections;
    }

    private static List<String> examples(String section) {
        return RUST.matcher(section)
                .results()
                .map((MatchResult result) -> result.group(1))
                .toList();
    }
}
