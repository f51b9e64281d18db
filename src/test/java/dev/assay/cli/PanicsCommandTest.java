package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.assay.archive.Limits;
import dev.assay.check.panics.Kind;
import dev.assay.report.SourceView;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PanicsCommandTest {
    private static final Command COMMAND = new PanicsCommand((request, terminal) -> ExitStatus.OK);

    private static PanicsRequest parse(String... args) {
        return PanicsCommand.request(Shell.parse(COMMAND, List.of(args)));
    }

    private static void refused(String message, String... args) {
        assertThatExceptionOfType(UsageException.class).isThrownBy(() -> parse(args)).withMessage(message);
    }

    @Test
    void onlyAPathMeansEverythingAsText() {
        PanicsRequest request = parse("a.ko");
        assertThat(request.paths()).containsExactly(Path.of("a.ko"));
        assertThat(request.reading()).isEqualTo(new ReadingOptions(List.of(), Limits.DEFAULT,
                Runtime.getRuntime().availableProcessors()));
        assertThat(request.crates()).isEmpty();
        assertThat(request.kinds()).isEmpty();
        assertThat(request.functions()).isEmpty();
        assertThat(request.files()).isEmpty();
        assertThat(request.detail()).isEqualTo(PanicsRequest.Detail.SITES);
        assertThat(request.format()).isEqualTo(Format.TEXT);
        assertThat(List.of(request.implicit(), request.explicit(), request.inline(), request.machinery(),
                request.reach(), request.unreached(), request.attributed(), request.verify(), request.allowUnknown()))
                .containsOnly(false);
        assertThat(request.reachedFrom()).isEmpty();
    }

    @Test
    void everyOptionArrivesWhereItBelongs() {
        PanicsRequest request = parse("a.ko", "--crate", "kernel", "--kind", "unwrap-none", "--function", "*::probe",
                "--file", "rust/*", "--implicit", "--inline", "--machinery", "--verify", "--debug", "dbg", "--jobs",
                "2", "--max-depth",
                "3", "--max-ratio", "7", "--max-unpacked", "1K", "--max-member", "5G", "--format",
                "json", "--allow-unknown", "b.ko");
        assertThat(request).isEqualTo(new PanicsRequest(List.of(Path.of("a.ko"), Path.of("b.ko")),
                new ReadingOptions(List.of(Path.of("dbg")), new Limits(3, 7, 1 << 10, 5L << 30,
                        Limits.DEFAULT.memory()), 2),
                Set.of("kernel"), Set.of(Kind.UNWRAP_NONE),
                List.of("*::probe"), List.of("rust/*"), true, false, true, true, false, List.of(), false, false,
                new SourceOptions(null, null, null), PanicsRequest.Detail.SITES, true,
                Format.JSON, true));
    }

    @Test
    void cratesAndKindsAreRepeatedOrJoinedByCommas() {
        PanicsRequest request = parse("--kind=add-overflow,sub-overflow", "--kind", "borrow", "--crate", "a,b", "x");
        assertThat(request.kinds()).containsExactlyInAnyOrder(Kind.ADD_OVERFLOW, Kind.SUB_OVERFLOW, Kind.BORROW);
        assertThat(request.crates()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void commasStayInGlobs() {
        assertThat(parse("--function", "core::Map<A, B>::*", "--function", "\"x\"", "x").functions())
                .containsExactly("core::Map<A, B>::*", "\"x\"");
    }

    @Test
    void aSecondDashEndsTheOptions() {
        assertThat(parse("--summary", "--", "--inline").paths()).containsExactly(Path.of("--inline"));
    }

    @Test
    void detail() {
        assertThat(parse("--summary", "x").detail()).isEqualTo(PanicsRequest.Detail.SUMMARY);
        assertThat(parse("--quiet", "x").detail()).isEqualTo(PanicsRequest.Detail.COUNT);
        assertThat(parse("--explicit", "x").explicit()).isTrue();
    }

    @Test
    void callersAreAskedForInFourWays() {
        assertThat(parse("--reach", "x").reach()).isTrue();
        assertThat(parse("--reached-from", "*ioctl*", "--reached-from", "a, b", "x").reachedFrom())
                .containsExactly("*ioctl*", "a, b");
        assertThat(parse("--unreached", "x").unreached()).isTrue();
        PanicsRequest attributed = parse("--attributed", "--crate", "tyr", "--format", "json", "x");
        assertThat(attributed.attributed()).isTrue();
        assertThat(attributed.format()).isEqualTo(Format.JSON);
        assertThat(parse("--reach", "--summary", "x").detail()).isEqualTo(PanicsRequest.Detail.SUMMARY);
    }

    @Test
    void sourceIsAskedForWithATree() {
        assertThat(parse("x").source()).isEqualTo(new SourceOptions(null, null, null));
        SourceOptions source =
                parse("--source", "linux", "--rust-src", "rust", "--context", "0", "--stale", "--unjustified",
                        "x").source();
        assertThat(source).isEqualTo(new SourceOptions(Path.of("linux"), Path.of("rust"), null, 0, true,
                SourceView.Only.UNJUSTIFIED, false));
        assertThat(parse("--source", "linux", "--context", "7", "--justified", "x").source()).isEqualTo(
                new SourceOptions(Path.of("linux"), null, null, 7, false, SourceView.Only.JUSTIFIED, false));
        for (String option : List.of("--justified", "--unjustified", "--stale", "--blame")) {
            refused(option + " needs --source TREE", option, "x");
        }
        refused("--context needs --source TREE", "--context", "1", "x");
        refused("--context takes a number up to 100; found '101'", "--source", "a", "--context", "101", "x");
        refused("--context takes a number up to 100; found '-1'", "--source", "a", "--context=-1", "x");
        refused("--justified and --unjustified exclude each other", "--source", "a", "--justified", "--unjustified",
                "x");
    }

    @Test
    void theHelpHasExamplesOfCallers() {
        assertThat(COMMAND.examples().stream().map(Command.Example::line))
                .anyMatch(line -> line.contains("--attributed"))
                .anyMatch(line -> line.contains("--reached-from"));
    }

    @Test
    void everyKindIsKnownByItsName() {
        for (Kind kind : Kind.values()) {
            assertThat(parse("--kind", kind.id(), "x").kinds()).containsExactly(kind);
        }
    }

    @Test
    void everyFormatIsKnownByItsName() {
        Set<Format> ofOthers = Set.of(Format.CSV, Format.MARKDOWN);
        for (Format format : Format.values()) {
            if (ofOthers.contains(format)) {
                refused("unknown format '%s'%s".formatted(format.id(), format == Format.CSV ? "; did you mean 'tsv'?"
                        : "; there are text, json, tsv, html, sarif, junit, github"), "--format", format.id(), "x");
                continue;
            }
            assertThat(parse("--format", format.id(), "x").format()).isEqualTo(format);
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        refused("--jobs takes a number from 1; found '0'", "--jobs", "0", "x");
        refused("--jobs is at most 256", "--jobs", "257", "x");
        refused("--max-depth is at most 100", "--max-depth", "101", "x");
        refused("--max-member takes bytes, or a number with K, M, G or T; found '5Q'", "--max-member", "5Q", "x");
        refused("--max-member takes bytes, or a number with K, M, G or T; found '0'", "--max-member", "0", "x");
        refused("--max-ratio is given 2 times", "--max-ratio", "1", "--max-ratio", "2", "x");
        refused("a file name is empty", "");
        refused("--implicit and --explicit exclude each other", "--implicit", "--explicit", "x");
        refused("--summary and --quiet exclude each other", "--summary", "--quiet", "x");
        refused("--unreached and --reached-from exclude each other", "--unreached", "--reached-from", "a", "x");
        refused("--attributed and --verify exclude each other", "--attributed", "--verify", "x");
        refused("--attributed and --summary exclude each other", "--attributed", "--summary", "x");
        refused("--attributed and --quiet exclude each other", "--attributed", "--quiet", "x");
        refused("--attributed is for --format text or json", "--attributed", "--format", "tsv", "x");
        refused("--reached-from has an empty value", "--reached-from", "", "x");
        refused("--quiet is for --format text; json always holds every site", "--quiet", "--format", "json", "x");
        refused("--summary is for --format text; tsv always holds every site", "--summary", "--format", "tsv", "x");
        refused("--format is given 2 times", "--format", "json", "--format", "tsv", "x");
        refused("unknown format 'jsn'; did you mean 'json'?", "--format", "jsn", "x");
        refused("unknown format 'yaml'; there are text, json, tsv, html, sarif, junit, github",
                "--format", "yaml", "x");
        refused("unknown kind 'add-overflows'; did you mean 'add-overflow'?", "--kind", "add-overflows", "x");
        refused("unknown kind 'zebra'", "--kind", "zebra", "x");
        refused("--crate has an empty value", "--crate", "a,", "x");
        refused("--file has an empty value", "--file", "", "x");
        refused("--format needs a value: --format FORMAT", "x", "--format");
        refused("unknown option '-x'", "-x", "x");
    }
}
