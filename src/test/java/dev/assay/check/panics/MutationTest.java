package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.MappedFile;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import dev.assay.report.PanicsText;
import dev.assay.report.PanicsView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Damaged fixtures: whatever the damage, there is an answer or one of the two file errors; nothing else is thrown,
/// nothing hangs, and no mutant needs more memory than the fixture itself by an order of magnitude.
///
/// `-Dassay.mutants=N` and `-Dassay.seed=N` change number and seed.
@Tag("slow")
class MutationTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final int MUTANTS = Integer.getInteger("assay.mutants", 200_000);
    private static final long SEED = Long.getLong("assay.seed", 20261122L);
    /// A mutant usually takes half a millisecond; one that takes this long on a busy machine is a hang.
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void damageNeverBreaksAnythingButTheFile() throws Exception {
        List<byte[]> fixtures = new ArrayList<>();
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            for (Path file : files.filter(MutationTest::isElf).sorted().toList()) {
                fixtures.add(Files.readAllBytes(file));
                names.add(FIXTURES.relativize(file).toString());
            }
        }
        assertThat(fixtures).hasSizeGreaterThan(30);
        // Small files first: equal shares of the bytes to damage, not of the mutants.
        double weight = fixtures.stream().mapToDouble(bytes -> 1.0 / bytes.length).sum();
        int workers = Runtime.getRuntime().availableProcessors();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < fixtures.size(); i++) {
                byte[] original = fixtures.get(i);
                String name = names.get(i);
                int share = (int) Math.ceil(MUTANTS / (original.length * weight));
                long seed = SEED + i;
                Callable<Integer> run = () -> damage(name, original, share, seed);
                runs.add(pool.submit(run));
            }
            int total = 0;
            for (Future<Integer> run : runs) {
                total += run.get();
            }
            assertThat(total).isGreaterThanOrEqualTo(MUTANTS);
        }
    }

    private static boolean isElf(Path file) {
        String name = file.toString();
        boolean linked = name.matches(".*linked/(x86_64|aarch64|riscv64|loongarch64)-.*");
        return Files.isRegularFile(file) && !name.endsWith(".tsv")
                && (linked || name.endsWith(".o") || name.endsWith(".so"));
    }

    private static int damage(String name, byte[] original, int share, long seed) throws IOException {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Path file = Files.createTempFile("assay-mutant", ".elf");
        try {
            for (int mutant = 0; mutant < share; mutant++) {
                byte[] bytes = mutate(original, random);
                Files.write(file, bytes);
                examine(file, "%s, mutant %d, seed %d".formatted(name, mutant, seed));
            }
        } finally {
            Files.delete(file);
        }
        return share;
    }

    private static byte[] mutate(byte[] original, RandomGenerator random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(4);
        for (int change = 0; change < changes; change++) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(5)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xff : 0);
                case 3 -> {
                    for (int i = at; i < Math.min(bytes.length, at + 8); i++) {
                        bytes[i] = (byte) random.nextInt();
                    }
                }
                default -> {
                    // The ELF header and the section headers at the end say where everything else is.
                    int header = random.nextBoolean() ? random.nextInt(64)
                            : bytes.length - 1 - random.nextInt(Math.min(bytes.length - 1, 2048));
                    bytes[header] = (byte) random.nextInt();
                }
            }
        }
        return random.nextInt(50) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private static void examine(Path file, String what) {
        long start = System.nanoTime();
        try (MappedFile mapped = MappedFile.open(file, "mutant")) {
            Image image = Image.open(mapped, DebugFiles.NONE);
            ImagePanics answer = PanicCheck.run(image, "mutant", Use.ALL);
            PanicsText.write(new Panics(List.of(answer), List.of(), 0), PanicsView.plain(), new StringBuilder());
        } catch (MalformedFileException | UnsupportedFormatException expected) {
            assertThat(expected.getMessage()).as(what).startsWith("mutant: ").contains("+0x");
        } catch (IOException | RuntimeException | Error e) {
            fail(what, e);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(PATIENCE);
    }
}
