package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.cli.WhyCommand.Form;
import dev.assay.cli.WhyCommand.Request;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WhyCommandTest {
    private static final Command COMMAND = new WhyCommand((request, terminal) -> ExitStatus.OK);
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private static Request parse(String... args) {
        return WhyCommand.request(Shell.parse(COMMAND, List.of(args)));
    }

    private static void refused(String message, String... args) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> parse(args)).withMessage(message);
    }

    @Test
    void aFileAndWhatToLookForMeanOneWayAsText() {
        assertThat(parse("a.ko", ".text+0x4d2")).isEqualTo(new Request(List.of(Path.of("a.ko")), List.of(),
                ".text+0x4d2", List.of(), 1, Form.TEXT, PROCESSORS, false));
    }

    @Test
    void everyOptionArrivesWhereItBelongs() {
        assertThat(parse("--from", "*ioctl*", "a.ko", "--from", "f<A, B>", "--all", "5", "--with", "vmlinux", "--with",
                "b.ko", "--debug", "dbg", "--jobs", "2", "--format", "json", "--allow-unknown", "probe"))
                .isEqualTo(new Request(List.of(Path.of("a.ko"), Path.of("vmlinux"), Path.of("b.ko")),
                        List.of(Path.of("dbg")), "probe", List.of("*ioctl*", "f<A, B>"), 5, Form.JSON, 2, true));
    }

    @Test
    void everyFormIsKnownByItsName() {
        for (Form form : Form.values()) {
            assertThat(parse("--format", form.name().toLowerCase(Locale.ROOT), "x", "f").form()).isEqualTo(form);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("takes a file and a site, function or location; found 0 arguments");
        refused("takes a file and a site, function or location; found 1 argument", "a.ko");
        refused("takes a file and a site, function or location; found 3 arguments", "a.ko", "f", "g");
        refused("the name of what to look for is empty", "a.ko", "");
        refused("a file name is empty", "", "f");
        refused("--all takes a number from 1; found '0'", "--all", "0", "a.ko", "f");
        refused("--all is at most 1000", "--all", "1001", "a.ko", "f");
        refused("--from has an empty value", "--from", "", "a.ko", "f");
        refused("unknown format 'svgg'; did you mean 'svg'?", "--format", "svgg", "a.ko", "f");
        refused("unknown format 'tsv'; there are text, json, dot, svg", "--format", "tsv", "a.ko", "f");
    }

    @Test
    void theHelpHasExamplesThatParse() {
        assertThat(COMMAND.examples()).hasSizeGreaterThanOrEqualTo(3).allSatisfy(example -> {
            List<String> words = List.of(example.line().replaceFirst(" >.*", "").split(" ", -1));
            assertThat(words).startsWith("assay", "why");
            assertThat(parse(words.subList(2, words.size()).toArray(String[]::new)).target()).isNotEmpty();
        });
    }
}
