package dev.assay.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.bytes.Slice;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compares the decoder with LLVM's disassembler: over the corpus, over random words (`-Dassay.oracle.words` many,
/// `-Dassay.oracle.seed`), and with `-Dassay.oracle=FILE` over any ELF file (also `.xz`) or a folder of them.
class AArch64OracleTest {
    /// LLVM 14 takes what it was not told to expect for unknown. Other versions ignore names they do not have.
    private static final String FEATURES = "--mattr=" + String.join(",", "+v9.3a", "+v8.8a", "+neon", "+aes", "+sha2",
            "+sha3", "+sm4", "+crc", "+lse", "+lor", "+rdm", "+rcpc", "+rcpc-immo", "+fullfp16", "+fp16fml", "+bf16",
            "+i8mm", "+f32mm", "+f64mm", "+dotprod", "+jsconv", "+complxnum", "+pauth", "+mte", "+ls64", "+mops",
            "+hbc", "+tme", "+sve", "+sve2", "+sve2-aes", "+sve2-sha3", "+sve2-sm4", "+sve2-bitperm", "+sme",
            "+sme-f64", "+sme-i64", "+wfxt", "+flagm", "+altnzcv", "+bti", "+brbe", "+rand", "+ssbs", "+sb",
            "+predres", "+ras", "+spe", "+rme", "+pan", "+pan-rwv", "+ccpp", "+ccdp", "+mpam", "+ete", "+trbe");
    private static final List<String> VERSIONS = List.of("-14", "");
    private static final int RANDOM_WORDS = Integer.getInteger("assay.oracle.words", 50_000);
    private static final int SHOWN = 20;

    @TempDir private Path folder;

    static List<Path> corpus() throws IOException {
        Path root = Path.of(Optional.ofNullable(System.getProperty("ASSAY_SHARED"))
                .or(() -> Optional.ofNullable(System.getenv("ASSAY_SHARED"))).orElse("../shared"), "corpus", "arm64");
        return Files.isDirectory(root) ? objects(root) : List.of(root);
    }

    private static List<Path> objects(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().matches(".*\\.k?o(\\.xz)?")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void agreesOverTheCorpus(Path file) throws IOException, InterruptedException {
        assumeTrue(Files.isRegularFile(file), "no corpus at " + file);
        compare(List.of(file));
    }

    @Test
    void agreesOverTheGivenFile() throws IOException, InterruptedException {
        String given = System.getProperty("assay.oracle", "");
        assumeTrue(!given.isEmpty(), "no -Dassay.oracle=FILE");
        Path path = Path.of(given);
        List<Path> files = Files.isDirectory(path) ? objects(path) : List.of(path);
        System.out.printf("%s: %d files: %s%n", given, files.size(), compare(files));
    }

    @Test
    void agreesOverRandomWords() throws IOException, InterruptedException {
        long seed = Long.getLong("assay.oracle.seed", 64);
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer words = ByteBuffer.allocate(4 * RANDOM_WORDS).order(ByteOrder.LITTLE_ENDIAN);
        int[] known = AArch64DecoderTest.instructions()
                .mapToInt(row -> Integer.parseUnsignedInt(row.getFirst(), 16)).toArray();
        while (words.hasRemaining()) {
            // Few random words hit the small groups, so every second one is a known word with some bits changed
            int word = random.nextInt();
            if (random.nextBoolean()) {
                word = known[random.nextInt(known.length)];
                for (int flips = random.nextInt(8); flips > 0; flips--) {
                    word ^= 1 << random.nextInt(Integer.SIZE);
                }
            }
            words.putInt(word);
        }
        Path bytes = Files.write(folder.resolve("words"), words.array());
        Path object = folder.resolve("words.o");
        int exit = new ProcessBuilder(tool("llvm-objcopy"), "-I", "binary", "-O", "elf64-littleaarch64",
                "--rename-section=.data=.text,code", bytes.toString(), object.toString()).start().waitFor();
        assumeTrue(exit == 0, "llvm-objcopy cannot make an object of bytes");

        compare(List.of(object));
    }

    private Tally compare(List<Path> files) throws IOException, InterruptedException {
        Tally tally = new Tally();
        for (Path file : files) {
            compare(Tools.unpacked(file, folder), tally);
        }
        assertThat(tally.instructions).isPositive();
        assertThat(tally.differences).as("%s: %s", files, tally).isEmpty();
        return tally;
    }

    private static void compare(Path elf, Tally tally) throws IOException, InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            Comparison comparison = new Comparison(arena.allocate(4), tally);
            Tools.eachLine(List.of(tool("llvm-objdump"), "-d", FEATURES, elf.toString()),
                    line -> AArch64Disassembly.parse(line).ifPresent(comparison::check));
        }
    }

    private static String tool(String name) {
        Optional<String> found = VERSIONS.stream().map(version -> name + version)
                .filter(tool -> Tools.find(tool).isPresent())
                .findFirst();
        assumeTrue(found.isPresent(), "no " + name + " on this machine");
        return found.orElseThrow();
    }

    private static final class Tally {
        private long instructions;
        private long transfers;
        private long writes;
        private long exact;
        private long unknown;
        private long unknownToBoth;
        private long differing;
        private final List<String> differences = new ArrayList<>();
        private final Set<String> shown = new HashSet<>();

        void differ(AArch64Disassembly instruction, String what, Object expected, Object found) {
            differing++;
            if (differences.size() < SHOWN && shown.add(instruction.mnemonic() + what)) {
                differences.add("%s: %s: expected %s, found %s".formatted(instruction, what, expected, found));
            }
        }

        @Override
        public String toString() {
            return ("%,d instructions, %,d transfers, %,d with registers written, %,d with exact effects, "
                    + "%,d unknown to objdump, %,d of these invalid here, %,d differences")
                    .formatted(instructions, transfers, writes, exact, unknown, unknownToBoth, differing);
        }
    }

    private static final class Comparison {
        private static final ValueLayout.OfInt WORD =
                ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

        private final MemorySegment bytes;
        private final Slice code;
        private final Tally tally;
        private final Decoder decoder = new AArch64().decoder();
        private final AArch64Recorder recorder = new AArch64Recorder();

        Comparison(MemorySegment bytes, Tally tally) {
            this.bytes = bytes;
            this.code = Slice.of("test", "code", bytes);
            this.tally = tally;
        }

        void check(AArch64Disassembly instruction) {
            bytes.set(WORD, 0, instruction.word());
            decoder.decode(code, 0, instruction.address());
            recorder.clear();
            decoder.effects(recorder);
            tally.instructions++;
            if (instruction.isUnknown()) {
                tally.unknown++;
                tally.unknownToBoth += decoder.flow() == Flow.INVALID ? 1 : 0;
                return;
            }
            checkTransfer(instruction);
            checkRegisters(instruction);
            instruction.effects().ifPresent(expected -> {
                tally.exact++;
                if (!expected.equals(recorder.text())) {
                    tally.differ(instruction, "effects", expected, recorder.text());
                }
            });
        }

        private void checkTransfer(AArch64Disassembly instruction) {
            Flow expected = instruction.flow();
            tally.transfers += expected == Flow.NEXT ? 0 : 1;
            if (expected != decoder.flow()) {
                tally.differ(instruction, "flow", expected, decoder.flow());
            } else if (expected.isDirect() && instruction.target() != decoder.target()) {
                tally.differ(instruction, "target", AArch64Recorder.hex(instruction.target()),
                        AArch64Recorder.hex(decoder.target()));
            } else if (expected == Flow.INDIRECT_CALL || expected == Flow.INDIRECT_JUMP) {
                String first = instruction.operands().replaceAll(",.*", "");
                String found = decoder.targetRegister() < 0 ? "xzr" : "x" + decoder.targetRegister();
                if (!first.equals(found)) {
                    tally.differ(instruction, "target register", first, found);
                }
            }
        }

        private void checkRegisters(AArch64Disassembly instruction) {
            long written = instruction.written();
            tally.writes += written == 0 ? 0 : 1;
            // Scalable vectors and matrices: the decoder says for whole rows what they may write
            boolean scalable = (instruction.word() >>> 25 & 0b1101) == 0;
            boolean firmware = Set.of("svc", "hvc", "smc").contains(instruction.mnemonic());
            if ((written & ~recorder.written()) != 0 || (written != recorder.written() && !scalable && !firmware)) {
                tally.differ(instruction, "registers written", Long.toBinaryString(written),
                        Long.toBinaryString(recorder.written()));
            }
            if (!scalable && (instruction.named() & ~(recorder.written() | recorder.read())) != 0) {
                tally.differ(instruction, "registers named", Long.toBinaryString(instruction.named()),
                        recorder.text());
            }
            if (!scalable && !instruction.readsMoreThanNamed() && (recorder.read() & ~instruction.named()) != 0) {
                tally.differ(instruction, "registers read", Long.toBinaryString(instruction.named()),
                        recorder.text());
            }
        }
    }
}
