package dev.assay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ShellTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private ExitStatus run(Command.Action<PanicsRequest> action, String... args) {
        Shell shell = new Shell(List.of(new PanicsCommand(action), new DiffCommand(ShellTest::notAsked),
                new WhyCommand(ShellTest::notAsked), new ProveCommand(ShellTest::notAsked),
                new GateCommand(ShellTest::notAsked), new SnapshotCommand(ShellTest::notAsked),
                new SqlCommand(ShellTest::notAsked), new ShowCommand(ShellTest::notAsked),
                new UnpackCommand(ShellTest::notAsked)));
        try (PrintStream o = new PrintStream(out, true, UTF_8); PrintStream e = new PrintStream(err, true, UTF_8)) {
            return shell.run(args, new Terminal(o, e, false, false, false, 0));
        }
    }

    private static ExitStatus notAsked(Object request, Terminal terminal) {
        throw new AssertionError("asked for " + request);
    }

    private ExitStatus run(String... args) {
        return run((request, terminal) -> {
            terminal.out().println("answered");
            return ExitStatus.OK;
        }, args);
    }

    private ExitStatus fail(Throwable failure) {
        return run((request, terminal) -> {
            switch (failure) {
                case IOException exception -> throw exception;
                case RuntimeException exception -> throw exception;
                case Error error -> throw error;
                default -> throw new AssertionError(failure);
            }
        }, "panics", "a.ko");
    }

    @ParameterizedTest
    @EnumSource(ExitStatus.class)
    void theActionDecidesTheExitStatus(ExitStatus status) {
        assertThat(run((request, terminal) -> status, "panics", "a.ko")).isEqualTo(status);
        assertThat(err.toString(UTF_8)).isEmpty();
    }

    @Test
    void exitCodesAreAsPromised() {
        assertThat(ExitStatus.values()).extracting(ExitStatus::code).containsExactly(0, 1, 2, 3, 70);
    }

    @Test
    void withoutArgumentsItExplainsItselfAndFails() {
        assertThat(run()).isEqualTo(ExitStatus.TROUBLE);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).contains("Usage: assay COMMAND", "panics", "show", "--version");
    }

    @Test
    void versionNamesItselfAndItsJava() {
        assertThat(run("--version")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString(UTF_8)).startsWith("assay ").contains("Java " + System.getProperty("java.version"));
    }

    @Test
    void anUnknownCommandGetsTheNearestOne() {
        assertThat(run("panic", "a.ko")).isEqualTo(ExitStatus.TROUBLE);
        assertThat(err.toString(UTF_8)).isEqualTo("""
                assay: unknown command 'panic'; did you mean 'panics'?
                Try 'assay --help'.
                """);
    }

    @Test
    void aWordNearToNoCommandGetsAllOfThem() {
        assertThat(run("frobnicate")).isEqualTo(ExitStatus.TROUBLE);
        assertThat(err.toString(UTF_8))
                .startsWith(
                        "assay: unknown command 'frobnicate'; there are panics, diff, why, prove, gate, snapshot, sql, show, unpack\n");
    }

    @Test
    void anUnknownOptionGetsTheNearestOne() {
        assertThat(run("panics", "--sumary", "a.ko")).isEqualTo(ExitStatus.TROUBLE);
        assertThat(err.toString(UTF_8)).isEqualTo("""
                assay panics: unknown option '--sumary'; did you mean '--summary'?
                Try 'assay panics --help'.
                """);
        assertThat(out.toString(UTF_8)).isEmpty();
    }

    @Test
    void optionsAreNotAbbreviated() {
        assertThat(run("panics", "--summ", "a.ko")).isEqualTo(ExitStatus.TROUBLE);
        assertThat(err.toString(UTF_8)).contains("unknown option '--summ'; did you mean '--summary'?");
    }

    @Test
    void aFlagTakesNoValue() {
        assertThat(run("panics", "--inline=yes", "a.ko")).isEqualTo(ExitStatus.TROUBLE);
        assertThat(err.toString(UTF_8)).contains("--inline takes no value");
    }

    @Test
    void anOptionWithoutItsValueSaysWhatItWants() {
        assertThat(run("panics", "a.ko", "--debug")).isEqualTo(ExitStatus.TROUBLE);
        assertThat(err.toString(UTF_8)).contains("--debug needs a value: --debug FILE|FOLDER");
    }

    @Test
    void badInputIsOneLine() {
        assertThat(fail(new MalformedFileException("a.ko", ".text", 16, "an instruction", "its end")))
                .isEqualTo(ExitStatus.TROUBLE);
        assertThat(fail(new UnsupportedFormatException("b.ko", "file", 4, "ELF32"))).isEqualTo(ExitStatus.TROUBLE);
        assertThat(fail(new NoSuchFileException("c.ko"))).isEqualTo(ExitStatus.TROUBLE);
        assertThat(fail(new AccessDeniedException("d.ko"))).isEqualTo(ExitStatus.TROUBLE);
        assertThat(fail(new FileSystemException("e.ko", null, "too many links"))).isEqualTo(ExitStatus.TROUBLE);
        assertThat(fail(new UncheckedIOException(new IOException("f.ko: it broke")))).isEqualTo(ExitStatus.TROUBLE);
        assertThat(err.toString(UTF_8)).isEqualTo("""
                a.ko: .text+0x10: expected an instruction, found its end
                b.ko: file+0x4: not supported: ELF32
                c.ko: no such file or folder
                d.ko: permission denied
                e.ko: too many links
                f.ko: it broke
                """);
    }

    @Test
    void aFileThatShrankUnderTheMapIsNotABug() {
        assertThat(fail(new InternalError("a fault occurred in an unsafe memory access operation")))
                .isEqualTo(ExitStatus.TROUBLE);
        assertThat(err.toString(UTF_8)).isEqualTo("a.ko: changed while being read\n");
    }

    @Test
    void lackOfMemorySaysHowToGiveMore() {
        assertThat(fail(new OutOfMemoryError())).isEqualTo(ExitStatus.TROUBLE);
        assertThat(err.toString(UTF_8)).contains("ASSAY_JAVA_OPTS=-Xmx").doesNotContain("bug");
    }

    @Test
    void anythingElseIsABugAndSaysSo() {
        assertThat(fail(new IllegalStateException("impossible"))).isEqualTo(ExitStatus.BUG);
        assertThat(fail(new InternalError("something else"))).isEqualTo(ExitStatus.BUG);
        assertThat(fail(new StackOverflowError())).isEqualTo(ExitStatus.BUG);
        assertThat(err.toString(UTF_8)).contains("report", "[a.ko]", "IllegalStateException: impossible",
                "at dev.assay");
    }

    @Test
    void namesFromAFileCannotDriveTheTerminal() {
        fail(new MalformedFileException("a.ko", ".te\u001b]0;x\u0007\u202ext\n", 0, "a", "b"));
        assertThat(err.toString(UTF_8))
                .isEqualTo("a.ko: .te\\u{1b}]0;x\\u{7}\\u{202e}xt\\u{a}+0x0: expected a, found b\n");
    }

    @Test
    void everyCommandHasAQuestionAnExampleAndDescribedOptions() {
        for (Command command : Main.commands()) {
            assertThat(command.question()).isNotBlank().doesNotEndWith(".");
            assertThat(command.examples()).isNotEmpty()
                    .allSatisfy(example -> assertThat(example.line()).startsWith("assay " + command.name() + " "));
            Options options = command.options();
            assertThat(options.getOptions()).allSatisfy(option -> {
                assertThat(option.getLongOpt()).matches("[a-z-]+");
                assertThat(option.getDescription()).isNotBlank();
            });
        }
        assertThat(Main.commands()).extracting(Command::name).doesNotHaveDuplicates();
    }

    @Test
    void everyCommandExplainsItself() {
        for (Command command : Main.commands()) {
            out.reset();
            assertThat(run(command.name(), "--help")).isEqualTo(ExitStatus.OK);
            String help = out.toString(UTF_8);
            assertThat(help).contains("Usage: assay " + command.name(), "Example", "--help");
            assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100));
            command.options().getOptions().forEach(option -> assertThat(help).contains("--" + option.getLongOpt()));
            out.reset();
            assertThat(run("help", command.name())).isEqualTo(ExitStatus.OK);
            assertThat(out.toString(UTF_8)).isEqualTo(help);
        }
    }

    @Test
    void aTopicIsExplainedHoweverItIsAskedFor() {
        assertThat(run("panics", "--help", "bounds-check")).isEqualTo(ExitStatus.OK);
        String help = out.toString(UTF_8);
        assertThat(help).startsWith("bounds-check (the compiler or the library checks this)\n")
                .contains("Can panic:", "table[index]", "Cannot panic:", "table.get(index)", "// PANIC:")
                .doesNotContain("\u001b");
        for (String[] other : new String[][] {{"panics", "-h", "bounds-check"}, {"panics", "--help=bounds-check"},
            {"panics", "vmlinux", "--help", "bounds-check", "--kind", "other"}, {"help", "bounds-check"},
            {"help", "panics", "bounds-check"}, {"--help", "bounds-check"}}) {
            out.reset();
            assertThat(run(other)).as(String.join(" ", other)).isEqualTo(ExitStatus.OK);
            assertThat(out.toString(UTF_8)).as(String.join(" ", other)).isEqualTo(help);
        }
    }

    @Test
    void aTopicThatDoesNotExistGetsTheNearestOne() {
        assertThat(run("panics", "--help", "bound-check")).isEqualTo(ExitStatus.TROUBLE);
        assertThat(run("help", "panics", "overflow-add")).isEqualTo(ExitStatus.TROUBLE);
        assertThat(out.toString(UTF_8)).isEmpty();
        assertThat(err.toString(UTF_8)).isEqualTo("""
                assay panics: unknown kind 'bound-check'; did you mean 'bounds-check'?
                Try 'assay panics --help'.
                assay panics: unknown kind 'overflow-add'
                Try 'assay panics --help'.
                """);
    }

    @Test
    void helpIsAFlagForCommandsWithoutTopics() {
        assertThat(run("unpack", "--help", "vmlinuz")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString(UTF_8)).contains("Usage: assay unpack").contains("--help  ");
        out.reset();
        assertThat(run("panics", "--help", "--summary")).isEqualTo(ExitStatus.OK);
        assertThat(out.toString(UTF_8)).contains("Usage: assay panics").contains("--help [KIND]");
    }

    @Test
    void examplesParse() {
        for (Command command : Main.commands()) {
            for (Command.Example example : command.examples()) {
                String arguments = example.line().replaceFirst("assay \\S+ ", "").replaceFirst(" > .*", "");
                CommandLine line = Shell.parse(command, words(arguments));
                assertThat(line.hasOption("help") || isComplete(command, line, example)).as(example.line()).isTrue();
            }
        }
    }

    /// As a shell splits them.
    private static List<String> words(String arguments) {
        return Pattern.compile("'([^']*)'|(\\S+)").matcher(arguments).results()
                .map(word -> word.group(1) != null ? word.group(1) : word.group(2)).toList();
    }

    private static boolean isComplete(Command command, CommandLine line, Command.Example example) {
        return switch (command) {
            case PanicsCommand _ -> PanicsCommand.request(line).paths().isEmpty() == example.does()
                    .contains("running kernel");
            case DiffCommand _ -> !DiffCommand.request(line).after().isEmpty();
            case GateCommand _ -> !GateCommand.request(line).paths().isEmpty();
            case WhyCommand _ -> !WhyCommand.request(line).target().isEmpty();
            case ProveCommand _ -> !ProveCommand.request(line).functions().isEmpty();
            case UnpackCommand _ -> !UnpackCommand.request(line).target().toString().isEmpty();
            case SnapshotCommand _ -> SnapshotCommand.request(line).store().named() == null;
            case SqlCommand _ -> !SqlCommand.request(line).sql().isEmpty();
            default -> !ShowCommand.request(line).file().toString().isEmpty();
        };
    }
}
