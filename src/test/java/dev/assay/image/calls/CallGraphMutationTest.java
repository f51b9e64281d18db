package dev.assay.image.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.MappedFile;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Damaged files have a graph, or one of the two file errors; nothing else is thrown, and nothing hangs.
///
/// `-Dassay.graph.mutants=N` and `-Dassay.seed=N` change number and seed.
class CallGraphMutationTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final List<String> FILES = List.of("call-graph/x86_64", "call-graph/aarch64", "call-graph/riscv64",
            "call-graph/loongarch64", "call-graph/x86_64.o", "call-graph/aarch64.o", "tails/aarch64.o",
            "data-in-text/riscv64.o", "procedure-linkage/x86_64.so");
    private static final int MUTANTS = Integer.getInteger("assay.graph.mutants", 3_000);
    private static final long SEED = Long.getLong("assay.seed", 20261123);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir private Path folder;

    @Test
    void onlyTheTwoExceptionsEscape() throws IOException {
        Random random = new Random(SEED);
        int answered = 0;
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            String name = FILES.get(mutant % FILES.size());
            byte[] bytes = Files.readAllBytes(FIXTURES.resolve(name));
            for (int changes = 1 + random.nextInt(6); changes > 0; changes--) {
                int at = random.nextInt(4) == 0 ? random.nextInt(64) : random.nextInt(bytes.length);
                bytes[at] =
                        random.nextBoolean() ? (byte) random.nextInt() : (byte) (bytes[at] ^ 1 << random.nextInt(8));
            }
            answered += examine(bytes, "%s, mutant %d, seed %d".formatted(name, mutant, SEED)) ? 1 : 0;
        }
        assertThat(answered).as("seed %d", SEED).isBetween(MUTANTS / 4, MUTANTS - 1);
    }

    private boolean examine(byte[] bytes, String what) throws IOException {
        Path file = Files.write(folder.resolve("mutant"), bytes);
        long start = System.nanoTime();
        boolean answered = false;
        try (MappedFile mapped = MappedFile.open(file, "mutant")) {
            CallGraph graph = CallGraph.of(Image.open(mapped, DebugFiles.NONE), 1);
            graph.keepNames();
            for (int edge = 0; edge < graph.edges(); edge++) {
                assertThat(graph.to(edge)).as(what).isBetween(-1, graph.count() - 1);
                assertThat(graph.to(edge) < 0).as(what).isEqualTo(graph.kind(edge).isOpen());
            }
            answered = true;
        } catch (MalformedFileException | UnsupportedFormatException expected) {
            assertThat(expected).as(what).hasMessageStartingWith("mutant: ");
        } catch (RuntimeException | Error e) {
            fail(what, e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(PATIENCE);
        return answered;
    }
}
