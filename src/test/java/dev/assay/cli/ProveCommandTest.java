package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.cli.ProveCommand.Form;
import dev.assay.cli.ProveCommand.Request;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProveCommandTest {
    private static final Command COMMAND = new ProveCommand((request, terminal) -> ExitStatus.OK);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static Request parse(String... args) {
        return ProveCommand.request(Shell.parse(COMMAND, List.of(args)));
    }

    private static void refused(String message, String... args) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> parse(args)).withMessage(message);
    }

    @Test
    void aFileAndFunctionsMeanNoAssumptionsAsText() {
        assertThat(parse("a.ko", "f", "*::g")).isEqualTo(new Request(List.of(Path.of("a.ko")), List.of(),
                List.of("f", "*::g"), List.of(), 10, Form.TEXT, PROCESSORS));
    }

    @Test
    void everyOptionArrivesWhereItBelongs() {
        assertThat(parse("--assume", "rust_helper_*", "a.ko", "--assume", "f<A, B>", "--with", "vmlinux", "--debug",
                "dbg", "--jobs", "2", "--all", "7", "--format", "json", "f"))
                .isEqualTo(new Request(List.of(Path.of("a.ko"), Path.of("vmlinux")), List.of(Path.of("dbg")),
                        List.of("f"), List.of("rust_helper_*", "f<A, B>"), 7, Form.JSON, 2));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("takes a file and functions; found 0 arguments");
        refused("takes a file and functions; found 1 argument", "a.ko");
        refused("a file name is empty", "", "f");
        refused("--assume has an empty value", "--assume", "", "a.ko", "f");
        refused("--jobs takes a number from 1; found '0'", "--jobs", "0", "a.ko", "f");
        refused("unknown format 'svg'; there are text, json", "--format", "svg", "a.ko", "f");
        refused("unknown option '--asume'; did you mean '--assume'?", "--asume", "g", "a.ko", "f");
    }

    @Test
    void theHelpHasExamplesThatParse() {
        assertThat(COMMAND.examples()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(example -> {
            List<String> words = List.of(example.line().split(" ", -1));
            assertThat(words).startsWith("assay", "prove");
            assertThat(parse(words.subList(2, words.size()).toArray(String[]::new)).functions()).isNotEmpty();
        });
    }
}
