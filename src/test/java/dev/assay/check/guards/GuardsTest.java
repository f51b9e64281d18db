package dev.assay.check.guards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.archive.SingleFile;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.PanicCheck;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.Use;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import dev.assay.machine.Condition;
import dev.assay.machine.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guards of known sites. What is expected was compared by hand with the disassembly and the sources.
class GuardsTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    private static final String X86_64 = """
            """;
    private static final String AARCH64 = """
            """;
    private static final String RISCV64 = """
            """;
    private static final String LOONGARCH64 = """
            """;

    private static Map<Site, Guard> guards(Path path) throws IOException {
        return SingleFile.look(path, leaf -> {
            Image image = Image.open(leaf.file(), DebugFiles.NONE);
            ImagePanics answer = PanicCheck.run(image, path.toString(), Use.ALL);
            Guards guards = Guards.of(image, answer.evidence());
            Map<Site, Guard> found = new LinkedHashMap<>();
            answer.sites().stream().filter(site -> site.role() != Role.MACHINERY)
                    .forEach(site -> found.put(site, guards.of(site)));
            return Optional.of(found);
        });
    }

    private static String text(String fixture) throws IOException {
        StringBuilder text = new StringBuilder();
        guards(FIXTURES.resolve(fixture)).forEach((site, guard) -> guard.lines().forEach(line -> text
                .append(site.function().substring(site.function().indexOf("::") + 2)).append(" (").append(site.kind())
                .append("): ").append(line).append('\n')));
        return text.toString();
    }

    @Test
    void namesWhatIsComparedOnX86() throws IOException {
        assertThat(text("guards/x86_64-dwarf5.o")).isEqualTo(X86_64);
        assertThat(text("guards/x86_64-dwarf4.o")).isEqualTo(X86_64);
    }

    @Test
    void namesWhatIsComparedOnAArch64() throws IOException {
        assertThat(text("guards/aarch64-dwarf5.o")).isEqualTo(AARCH64);
    }

    @Test
    void namesWhatIsComparedOnRiscv() throws IOException {
        assertThat(text("guards/riscv64-dwarf5.o")).isEqualTo(RISCV64);
    }

    @Test
    void namesWhatIsComparedOnLoongArch() throws IOException {
        assertThat(text("guards/loongarch64-dwarf5.o")).isEqualTo(LOONGARCH64);
    }

    @Test
    void theModelHoldsWhatTheTextSays() throws IOException {
        Guard guard = guards(FIXTURES.resolve("guards/x86_64-dwarf5.o")).entrySet().stream()
                .filter(entry -> entry.getKey().function().endsWith("constant_bound")).findFirst().orElseThrow()
                .getValue();
        assertThat(guard).isEqualTo(new Guard.Guarded(List.of(new Check(0xc, 0x9, Operation.COMPARE, 32,
                Condition.ABOVE_OR_EQUAL, new Term("index", "rsi", null, List.of(new Term.Named("i", "u32"))),
                new Term("bound", null, 40L, List.of()))), false));
    }

    /// Sites of one merged call differ by the location that each way brings along.
    @Test
    void aMergedCallHasTheBranchesOfItsLocation() throws IOException {
        assertThat(text("merged-calls/aarch64.o")).startsWith("""
                merged_tail (explicit): left x1 (reached if bit 0 of x1 is set; branch at +0x18)
                merged_tail (explicit): left x2 (reached if x2 == 77; branch at +0x20)
                merged_tail (explicit): left x0 (reached if bit 0 of x0 is set; branch at +0x14)
                """);
    }

    @Test
    void everySiteOfTheFixturesHasAnAnswer() throws IOException {
        for (String name : List.of("kinds/x86_64-opt0.o", "kinds/x86_64-pic.o", "kinds/aarch64-dwarf5.o",
                "kinds/riscv64-no-dwarf.o", "kinds/loongarch64-no-dwarf.o", "track-caller/x86_64-zlib.o",
                "linked/x86_64-vmlinux", "linked/aarch64-vmlinux", "unmangled/x86_64.o")) {
            assertThat(guards(FIXTURES.resolve(name)).values()).as(name).isNotEmpty()
                    .allSatisfy(guard -> assertThat(guard.lines()).isNotEmpty().doesNotContain(""));
        }
    }

    @Test
    void aCheckInTheCalledFunctionIsNotSoughtHere() throws IOException {
        assertThat(guards(FIXTURES.resolve("track-caller/x86_64-zlib.o")).values())
                .anySatisfy(guard -> assertThat(guard.lines().getFirst())
                        .matches("unknown: the check is in .*, which is called here"));
    }

    @Test
    void aBrokenFileGivesAnAnswerOrAFileError(@TempDir Path folder) throws IOException {
        long seed = Long.getLong("seed", new Random().nextLong());
        int count = Integer.getInteger("mutants", 400);
        Random random = new Random(seed);
        Path mutant = folder.resolve("mutant.o");
        for (String name : List.of("guards/x86_64-dwarf5.o", "guards/x86_64-dwarf4.o", "guards/riscv64-dwarf5.o")) {
            byte[] good = Files.readAllBytes(FIXTURES.resolve(name));
            for (int i = 0; i < count; i++) {
                byte[] bytes = good.clone();
                for (int change = random.nextInt(1, 8); change > 0; change--) {
                    bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
                }
                Files.write(mutant, bytes);
                try {
                    guards(mutant);
                } catch (IOException | MalformedFileException | UnsupportedFormatException allowed) {
                    assertThat(allowed).hasMessageContaining("mutant.o");
                } catch (RuntimeException | StackOverflowError bug) {
                    throw new AssertionError("mutant %d of %s, -Dseed=%d".formatted(i, name, seed), bug);
                }
            }
        }
    }
}
