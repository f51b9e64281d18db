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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares the decoder with an objdump of GNU binutils that knows LoongArch (`ASSAY_LOONGARCH_OBJDUMP`, else
/// `loongarch64-linux-gnu-objdump`): over random words (`-Dassay.oracle.words` many, `-Dassay.oracle.seed`), and with
/// `-Dassay.oracle.loongarch=FILE` over any ELF file (also `.xz`) or a folder of them.
class LoongArchOracleTest {
    private static final int RANDOM_WORDS = Integer.getInteger("assay.oracle.words", 200_000);
    private static final int SHOWN = 20;
    private static final String NAME = "loongarch64-linux-gnu-objdump";

    @TempDir private Path folder;

    @Test
    void agreesOverRandomWords() throws IOException, InterruptedException {
        SplittableRandom random = new SplittableRandom(Long.getLong("assay.oracle.seed", 64));
        ByteBuffer words = ByteBuffer.allocate(4 * RANDOM_WORDS).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            // The small groups have many zero bits at the top; a third of the words is spread over the whole space
            words.putInt(random.nextInt() >>> (random.nextInt(3) == 0 ? random.nextInt(2) : random.nextInt(9)));
        }
        Path bytes = Files.write(folder.resolve("words"), words.array());
        Tally tally = new Tally();
        compare(List.of("-D", "-z", "-b", "binary", "-m", "Loongarch64", bytes.toString()), tally);
        check(tally);
        assertThat(tally.unknown).isPositive();
    }

    @Test
    void agreesOverTheGivenFile() throws IOException, InterruptedException {
        String given = System.getProperty("assay.oracle.loongarch", "");
        assumeTrue(!given.isEmpty(), "no -Dassay.oracle.loongarch=FILE");
        Tally tally = new Tally();
        List<Path> files;
        try (Stream<Path> found = Files.walk(Path.of(given))) {
            files = found.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            Path elf = Tools.unpacked(file, folder);
            compare(List.of("-d", "-z", elf.toString()), tally);
        }
        System.out.printf("%s: %d files: %s%n", given, files.size(), tally);
        check(tally);
    }

    private static void check(Tally tally) {
        assertThat(tally.instructions).isPositive();
        assertThat(tally.differences).as("%s", tally).isEmpty();
    }

    private static void compare(List<String> arguments, Tally tally) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool(), "-M", "no-aliases"));
        command.addAll(arguments);
        try (Arena arena = Arena.ofConfined()) {
            Comparison comparison = new Comparison(arena.allocate(8), tally);
            Tools.eachLine(command,
                    line -> LoongArchDisassembly.parse(line).ifPresent(comparison::check));
        }
    }

    private static String tool() {
        @Nullable String given = System.getenv("ASSAY_LOONGARCH_OBJDUMP");
        Optional<String> found = given != null ? Optional.of(given)
                : Tools.find(NAME).map(Path::toString);
        assumeTrue(found.isPresent(), "no " + NAME + " on this machine, and no ASSAY_LOONGARCH_OBJDUMP");
        return found.orElseThrow();
    }

    private static final class Tally {
        private long instructions;
        private long transfers;
        private long writes;
        private long unknown;
        private long differing;
        private final List<String> differences = new ArrayList<>();
        private final Set<String> shown = new HashSet<>();

        void differ(LoongArchDisassembly instruction, String what, Object expected, Object found) {
            differing++;
            if (differences.size() < SHOWN && shown.add(instruction.mnemonic() + what)) {
                differences.add("%s: %s: expected %s, found %s".formatted(instruction, what, expected, found));
            }
        }

        @Override
        public String toString() {
            return "%,d instructions, %,d transfers, %,d with registers written, %,d unknown to both, %,d differences"
                    .formatted(instructions, transfers, writes, unknown, differing);
        }
    }

    private static final class Comparison {
        private static final ValueLayout.OfInt WORD =
                ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

        private final MemorySegment bytes;
        private final Slice code;
        private final Tally tally;
        private final Decoder decoder = new LoongArch64().decoder();
        private final LoongArchRegisters registers = new LoongArchRegisters();
        private @Nullable LoongArchDisassembly before;

        Comparison(MemorySegment bytes, Tally tally) {
            this.bytes = bytes;
            this.code = Slice.of("test", "code", bytes);
            this.tally = tally;
        }

        void check(LoongArchDisassembly instruction) {
            LoongArchDisassembly last = before;
            if (last != null && last.address() + 4 != instruction.address()) {
                last = null;
            }
            before = instruction;
            bytes.set(WORD, 0, last == null ? 0 : last.word());
            bytes.set(WORD, 4, instruction.word());
            decoder.decode(code, 4, instruction.address());
            registers.clear();
            decoder.effects(registers);
            if (instruction.isUnknown()) {
                tally.unknown++;
                if (decoder.flow() != Flow.INVALID) {
                    tally.differ(instruction, "flow", Flow.INVALID, decoder.flow());
                }
                return;
            }
            tally.instructions++;
            Flow expected = instruction.flow(last);
            tally.transfers += expected == Flow.NEXT ? 0 : 1;
            if (expected != decoder.flow()) {
                tally.differ(instruction, "flow", expected, decoder.flow());
            } else if (expected.isDirect() && instruction.target(last) != decoder.target()) {
                tally.differ(instruction, "target", Long.toHexString(instruction.target(last)),
                        Long.toHexString(decoder.target()));
            }
            checkRegisters(instruction, expected);
        }

        private void checkRegisters(LoongArchDisassembly instruction, Flow flow) {
            long written = instruction.written(flow);
            tally.writes += written == 0 ? 0 : 1;
            if (written != registers.written()) {
                tally.differ(instruction, "registers written", Long.toHexString(written),
                        Long.toHexString(registers.written()));
            }
            boolean another = written == 0x1f_fff0;
            if (!another && (registers.read() & ~instruction.named()) != 0) {
                tally.differ(instruction, "registers read", Long.toHexString(instruction.named()),
                        Long.toHexString(registers.read()));
            }
        }
    }
}
