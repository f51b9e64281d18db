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
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares the decoder with LLVM's disassembler: over every 16-bit encoding, over random words
/// (`-Dassay.oracle.words` many, `-Dassay.oracle.seed`), over the fixtures, and with `-Dassay.oracle.riscv=FILE` over any
/// ELF file (also `.xz`) or a folder of them.
///
/// `-Dassay.oracle.llvm=PREFIX` names other tools: `PREFIX` with `llvm-objdump` appended is started.
class RiscvOracleTest {
    /// LLVM takes what it was not told to expect for unknown; versions ignore names they do not have.
    private static final String FEATURES = "--mattr=" + String.join(",", "+m", "+a", "+f", "+d", "+q", "+c", "+v", "+h",
            "+zba", "+zbb", "+zbc", "+zbs", "+zbkb", "+zbkc", "+zbkx", "+zfa", "+zfh", "+zicsr", "+zifencei", "+zicond",
            "+zicbom", "+zicboz", "+zicbop", "+zcb", "+zcmop", "+zimop", "+zabha", "+zacas", "+zalasr", "+zawrs",
            "+zk", "+zks", "+svinval", "+smrnmi", "+smctr", "+ssctr", "+experimental-zicfiss", "+experimental-zalasr",
            "+zvbb", "+zvbc", "+zvkg", "+zvkned", "+zvknhb", "+zvksed", "+zvksh", "+zvfh", "+zvfbfmin", "+zvfbfwma",
            "+zfbfmin", "+zihintntl", "+zihintpause", "+sdext");
    private static final String PREFIX = System.getProperty("assay.oracle.llvm", "");
    private static final int RANDOM_WORDS = Integer.getInteger("assay.oracle.words", 100_000);
    private static final int SHOWN = 40;
    /// `c.nop`
    private static final short NO_OPERATION = 1;

    @TempDir private Path folder;

    private static List<Path> objects(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().matches(".*\\.k?o(\\.xz)?")).sorted().toList();
        }
    }

    @Test
    void agreesOverTheFixtures() throws IOException, InterruptedException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Path.of("src/test/resources/fixtures"))) {
            files = all.filter(file -> file.getFileName().toString().matches("riscv64.*(\\.o|\\.so|vmlinux)"))
                    .sorted().toList();
        }
        assertThat(files).isNotEmpty();
        assertThat(compare(files).differences).isEmpty();
    }

    @Test
    void agreesOverTheGivenFile() throws IOException, InterruptedException {
        String given = System.getProperty("assay.oracle.riscv", "");
        assumeTrue(!given.isEmpty(), "no -Dassay.oracle.riscv=FILE");
        Path path = Path.of(given);
        List<Path> files = Files.isDirectory(path) ? objects(path) : List.of(path);
        Tally tally = compare(files);
        System.out.printf("%s: %d files: %s%n", given, files.size(), tally);
        assertThat(tally.differences).as("%s", tally).isEmpty();
    }

    /// Each with a `c.nop` behind it, so that no two belong together. What LLVM does not know must be invalid here.
    @Test
    void agreesOverEveryShortEncoding() throws IOException, InterruptedException {
        ByteBuffer halves = ByteBuffer.allocate(4 << 16).order(ByteOrder.LITTLE_ENDIAN);
        for (int half = 0; half < 1 << 16; half++) {
            if ((half & 3) != 3) {
                halves.putShort((short) half).putShort(NO_OPERATION);
            }
        }
        Tally tally = compare(List.of(object(halves)));
        assertThat(tally.differences).as("%s", tally).isEmpty();
        // Zcb, Zcmop: newer than LLVM 14
        assertThat(tally.accepted).as("%s", tally).allSatisfy((what, count) -> assertThat(what).startsWith("16 bits"));
        assertThat(tally.instructions).isEqualTo(6 << 14);
    }

    @Test
    void agreesOverRandomWords() throws IOException, InterruptedException {
        long seed = Long.getLong("assay.oracle.seed", 64);
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer words = ByteBuffer.allocate(4 * RANDOM_WORDS).order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            int word = random.nextInt() | 3;
            boolean isLong = (word & 0x1c) == 0x1c;
            if (!isLong) {
                words.putInt(random.nextInt(4) == 0 ? word & ~(random.nextInt() & 0x01f0_0000) : word);
            }
        }
        Tally tally = compare(List.of(object(words)));
        System.out.printf("seed %d: %s%n", seed, tally);
        assertThat(tally.differences).as("seed %d: %s", seed, tally).isEmpty();
    }

    private Path object(ByteBuffer content) throws IOException, InterruptedException {
        byte[] used = new byte[content.position()];
        content.get(0, used);
        Path bytes = Files.write(folder.resolve("bytes"), used);
        Path object = folder.resolve("bytes.o");
        int exit = new ProcessBuilder(tool("llvm-objcopy"), "-I", "binary", "-O", "elf64-littleriscv",
                "--rename-section=.data=.text,code", bytes.toString(), object.toString()).start().waitFor();
        assumeTrue(exit == 0, "llvm-objcopy cannot make an object of bytes");
        return object;
    }

    private Tally compare(List<Path> files) throws IOException, InterruptedException {
        Tally tally = new Tally();
        for (Path file : files) {
            compare(Tools.unpacked(file, folder), tally);
        }
        assertThat(tally.instructions).isPositive();
        return tally;
    }

    private static void compare(Path elf, Tally tally) throws IOException, InterruptedException {
        try (Arena arena = Arena.ofConfined()) {
            Comparison comparison = new Comparison(arena.allocate(1 << 16), tally);
            Tools.eachLine(List.of(tool("llvm-objdump"), "-d", "-M", "no-aliases", FEATURES, elf.toString()),
                    line -> RiscvDisassembly.parse(line).ifPresent(comparison::check));
        }
    }

    private static String tool(String name) {
        if (!PREFIX.isEmpty()) {
            return PREFIX + name;
        }
        for (String tool : List.of(name + "-14", name)) {
            if (Tools.find(tool).isPresent()) {
                return tool;
            }
        }
        assumeTrue(false, "no " + name + " on this machine");
        return name;
    }

    private static final class Tally {
        private long instructions;
        private long transfers;
        private long pairs;
        private long throughRegisters;
        private long upperElsewhere;
        private long writes;
        private long exact;
        private long unknown;
        private long unknownToBoth;
        private long differing;
        private final Map<String, Long> accepted = new TreeMap<>();
        private final List<String> differences = new ArrayList<>();
        private final Set<String> shown = new HashSet<>();

        void differ(RiscvDisassembly instruction, String what, Object expected, Object found) {
            differing++;
            if (differences.size() < SHOWN && shown.add(instruction.mnemonic() + what)) {
                differences.add("%s: %s: expected %s, found %s".formatted(instruction, what, expected, found));
            }
        }

        @Override
        public String toString() {
            return ("%,d instructions, %,d transfers, %,d of them pairs, %,d others through a register of which %,d with "
                    + "an auipc not directly before, %,d with registers written, %,d with exact effects, "
                    + "%,d unknown to objdump, %,d of these invalid here, others %s, %,d differences")
                    .formatted(instructions, transfers, pairs, throughRegisters, upperElsewhere, writes, exact, unknown,
                            unknownToBoth, accepted, differing);
        }
    }

    private static final class Comparison {
        private final MemorySegment bytes;
        private final Tally tally;
        private final Machine machine = new Riscv64();
        private final Decoder decoder = machine.decoder();
        private final AArch64Recorder recorder = new AArch64Recorder(machine);
        private Slice code;
        private long position;
        private long expectedAddress;
        private @Nullable RiscvDisassembly previous;
        /// Registers whose last writer was an `auipc`.
        private long uppers;

        Comparison(MemorySegment bytes, Tally tally) {
            this.bytes = bytes;
            this.code = Slice.of("test", "code", bytes);
            this.tally = tally;
        }

        void check(RiscvDisassembly instruction) {
            if (position + 8 > bytes.byteSize() || instruction.address() != expectedAddress) {
                position = 0;
                code = Slice.of("test", "code", bytes);
                previous = null;
                uppers = 0;
            }
            if (instruction.length() == 1) {
                // LLVM gives up in the middle of what is no code
                tally.unknown++;
                expectedAddress = -1;
                return;
            }
            for (int i = 0; i < instruction.length(); i++) {
                bytes.set(ValueLayout.JAVA_BYTE, position + i, (byte) (instruction.bytes() >>> (8 * i)));
            }
            decoder.decode(code, position, instruction.address());
            recorder.clear();
            decoder.effects(recorder);
            tally.instructions++;
            if (decoder.length() != instruction.length()) {
                tally.differ(instruction, "length", instruction.length(), decoder.length());
            }
            if (instruction.isUnknown()) {
                tally.unknown++;
                if (decoder.flow() == Flow.INVALID) {
                    tally.unknownToBoth++;
                } else {
                    String group = instruction.length() == 2 ? "16 bits, " + (instruction.bytes() >> 13)
                            : "32 bits, opcode 0x%x".formatted(instruction.bytes() & 0x7f);
                    tally.accepted.merge(group, 1L, Long::sum);
                }
            } else {
                checkTransfer(instruction);
                checkRegisters(instruction);
                instruction.effects().ifPresent(expected -> {
                    tally.exact++;
                    if (!expected.equals(recorder.text())) {
                        tally.differ(instruction, "effects", expected, recorder.text());
                    }
                });
                uppers = instruction.isUpper() ? uppers | instruction.written() : uppers & ~instruction.written();
            }
            previous = instruction;
            position += instruction.length();
            expectedAddress = instruction.address() + instruction.length();
        }

        private void checkTransfer(RiscvDisassembly instruction) {
            Flow expected = instruction.flow();
            tally.transfers += expected == Flow.NEXT ? 0 : 1;
            boolean throughRegister = expected == Flow.INDIRECT_CALL || expected == Flow.INDIRECT_JUMP
                    || (expected == Flow.RETURN && instruction.mnemonic().startsWith("j"));
            if (throughRegister && isPair(instruction)) {
                RiscvDisassembly upper = Objects.requireNonNull(previous);
                long target = upper.upper() + instruction.displacement() & ~1L;
                tally.pairs++;
                if (!decoder.flow().isDirect() || decoder.target() != target) {
                    tally.differ(instruction, "pair", AArch64Recorder.hex(target),
                            decoder.flow() + AArch64Recorder.hex(decoder.target()));
                }
                Flow direct = expected == Flow.INDIRECT_CALL ? Flow.CALL : Flow.JUMP;
                if (decoder.flow() != direct) {
                    tally.differ(instruction, "flow of a pair", direct, decoder.flow());
                }
                return;
            }
            if (expected != decoder.flow()) {
                tally.differ(instruction, "flow", expected, decoder.flow());
            } else if (expected.isDirect() && instruction.target() != decoder.target()) {
                tally.differ(instruction, "target", AArch64Recorder.hex(instruction.target()),
                        AArch64Recorder.hex(decoder.target()));
            } else if (expected == Flow.INDIRECT_CALL || expected == Flow.INDIRECT_JUMP) {
                String base = instruction.base();
                String found = decoder.targetRegister() < 0 ? "zero" : machine.registerName(decoder.targetRegister());
                if (!base.equals(found)) {
                    tally.differ(instruction, "target register", base, found);
                }
                if (!base.equals("zero") && instruction.displacement() != decoder.targetDisplacement()) {
                    tally.differ(instruction, "displacement", instruction.displacement(), decoder.targetDisplacement());
                }
                tally.throughRegisters++;
                tally.upperElsewhere += decoder.targetRegister() > 0 && (uppers >> decoder.targetRegister() & 1) != 0
                        ? 1 : 0;
            }
        }

        private boolean isPair(RiscvDisassembly instruction) {
            return previous != null && previous.isUpper() && previous.operands().getFirst().equals(instruction.base())
                    && !instruction.base().equals("zero");
        }

        private void checkRegisters(RiscvDisassembly instruction) {
            if (decoder.flow() == Flow.TRAP) {
                return;
            }
            long written = instruction.written();
            tally.writes += written == 0 ? 0 : 1;
            boolean firmware = instruction.mnemonic().equals("ecall");
            if (written != recorder.written() && !firmware) {
                tally.differ(instruction, "registers written", Long.toBinaryString(written),
                        Long.toBinaryString(recorder.written()));
            }
            // The link register of a call is not reported
            boolean links = instruction.mnemonic().startsWith("jal");
            long linked = links ? 1L << RiscvFields.LINK_REGISTER : 0;
            if ((instruction.named() & ~linked & ~(recorder.written() | recorder.read())) != 0) {
                tally.differ(instruction, "registers named", Long.toBinaryString(instruction.named()), recorder.text());
            }
            if (!firmware && (recorder.read() & ~instruction.named()) != 0) {
                tally.differ(instruction, "registers read", Long.toBinaryString(instruction.named()), recorder.text());
            }
        }
    }
}
