package dev.assay.check.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.assay.check.panics.Evidence;
import dev.assay.check.panics.Evidence.Form;
import dev.assay.check.panics.Evidence.Spot;
import dev.assay.check.panics.Evidence.Step;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Use;
import dev.assay.check.verify.Verification.Compared;
import dev.assay.check.verify.Verification.NotVerified;
import dev.assay.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final String SUFFIX = ".expected.tsv";
    private static final String PATH = Objects.requireNonNullElse(System.getenv("PATH"), "");

    static List<Path> fixtures() throws IOException {
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            return files.map(Path::toString).filter(name -> name.endsWith(SUFFIX)).sorted()
                    .map(name -> Path.of(name.substring(0, name.length() - SUFFIX.length()))).toList();
        }
    }

    private static ImagePanics answer(Path file) {
        return new PanicSearch(Use.ALL, List.of()).run(List.of(file)).images().getFirst();
    }

    private static Compared compare(ImagePanics answer) {
        return switch (new Verifier(PATH).verify(answer)) {
            case Compared compared -> compared;
            case NotVerified not -> abort("skipped: " + not.why());
        };
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void everyFixtureAgrees(Path file) {
        new PanicSearch(Use.ALL, List.of()).run(List.of(file)).images().forEach(answer -> {
            Compared compared = compare(answer);
            assertThat(compared.onlyHere()).isEmpty();
            // Where the symbols are in another file, the disassembler takes data for code that looks like two calls.
            boolean stripped = file.endsWith("x86_64-stripped");
            assertThat(compared.onlyThere()).hasSize(stripped ? 2 : 0);
            assertThat(compared.agreed() + compared.notCompared()).isEqualTo(answer.evidence().transfers().size());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64/drivers/gpu/drm/tyr/tyr.ko", "arm64/drivers/gpu/drm/tyr/tyr.ko",
        "x86_64/rust/core.o", "arm64/rust/core.o"})
    void driversOfARealKernelAgree(String name) {
        Compared compared = compare(answer(Shared.corpus(name)));
        assertThat(compared.agrees()).as(compared.toString()).isTrue();
        assertThat(compared.agreed()).isGreaterThan(50);
        assertThat(compared.notCompared()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"linked/x86_64-vmlinux", "linked/aarch64-vmlinux", "kinds/x86_64-dwarf5.o",
        "kinds/aarch64-dwarf5.o", "linked/riscv64-vmlinux", "kinds/riscv64-no-dwarf.o"})
    void whatIsLostOrInventedShows(String name) {
        ImagePanics answer = answer(FIXTURES.resolve(name));
        Evidence evidence = answer.evidence();
        List<Step> transfers = new ArrayList<>(evidence.transfers());
        Step lost = transfers.removeFirst();
        Spot at = transfers.getFirst().at();
        Step invented = new Step(new Spot(at.address() + 1, at.section(), at.offset() + 1), Form.DIRECT);
        transfers.add(invented);
        ImagePanics wrong = new ImagePanics(answer.image(), answer.coverage(), answer.sites(),
                new Evidence(evidence.entries(), evidence.stubs(), transfers, evidence.asData()));

        boolean relocatable = !name.startsWith("linked");
        Compared compared = compare(wrong);
        assertThat(compared.agrees()).isFalse();
        assertThat(compared.onlyThere()).containsExactly(PanicTransfers.place(lost.at(), relocatable));
        assertThat(compared.onlyHere()).containsExactly(PanicTransfers.place(invented.at(), relocatable));
        assertThat(compared.agreed()).isEqualTo(transfers.size() - 1);
    }

    @Test
    void theCommandCanBeTyped() {
        Compared compared = compare(answer(FIXTURES.resolve("kinds/x86_64-dwarf5.o")));
        assertThat(compared.command())
                .matches("(llvm-)?objdump(-[0-9]+)? -d -r --no-show-raw-insn src/test/resources/fixtures/kinds/.*\\.o");
        assertThat(CommandLine.of(List.of("/usr/bin/objdump", "-d", "it's a file")))
                .isEqualTo("objdump -d 'it'\\''s a file'");
        assertThat(Disassembler.safe(Path.of("-d"))).isEqualTo("./-d");
        assertThat(Disassembler.safe(Path.of("@list"))).isEqualTo("./@list");
    }

    @Test
    void withoutADisassemblerNothingIsVerified() {
        ImagePanics answer = answer(FIXTURES.resolve("kinds/x86_64-dwarf5.o"));
        String path = answer.image().path();
        for (String searchPath : List.of("", "/no/such/folder", "relative:")) {
            assertThat(new Verifier(searchPath).verify(answer))
                    .isEqualTo(new NotVerified(path, "no objdump and no llvm-objdump is installed"));
        }
    }

    @Test
    void aToolThatFailsIsNamedAndTheNextOneAsked(@TempDir Path folder) throws IOException {
        script(folder.resolve("objdump"), """
                [ "$1" = --version ] && echo 'GNU objdump (GNU Binutils for Debian) 2.40' && exit
                i=0; while [ $i -lt 20000 ]; do echo "cannot do it, LC_ALL=$LC_ALL" >&2; i=$((i+1)); done; exit 1
                """);
        ImagePanics answer = answer(FIXTURES.resolve("kinds/x86_64-dwarf5.o"));
        assertThat(new Verifier(folder.toString()).verify(answer)).isEqualTo(
                new NotVerified(answer.image().path(), "objdump 2.40: cannot do it, LC_ALL=C"));

        script(folder.resolve("llvm-objdump-9"), "echo '  LLVM version 9.0.1'");
        script(folder.resolve("llvm-objdump-21"), "echo '  LLVM version 21.1.8'");
        assertThat(Disassembler.onPath("x86-64", folder.toString())).extracting(Disassembler::title)
                .containsExactly("objdump 2.40", "llvm-objdump-21 21.1.8", "llvm-objdump-9 9.0.1");
        assertThat(Disassembler.onPath("aarch64", folder.toString())).extracting(Disassembler::title)
                .containsExactly("llvm-objdump-21 21.1.8", "llvm-objdump-9 9.0.1", "objdump 2.40");
        assertThat(new Verifier(folder.toString()).verify(answer)).isInstanceOfSatisfying(Compared.class, compared -> {
            assertThat(compared.tool()).isEqualTo("llvm-objdump-21");
            assertThat(compared.onlyHere()).hasSize(answer.evidence().transfers().size());
        });
    }

    @Test
    void aLineWithoutEndIsCut(@TempDir Path folder) throws IOException {
        Path tool = folder.resolve("tool");
        script(tool, "head -c 5000000 /dev/zero | tr '\\0' x; echo; echo end");
        try (ToolRun run = ToolRun.start(List.of(tool.toString()))) {
            assertThat(run.line().orElseThrow()).hasSize(1 << 16);
            assertThat(run.line()).hasValue("end");
            assertThat(run.line()).isEmpty();
            assertThat(run.failure()).isEmpty();
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
