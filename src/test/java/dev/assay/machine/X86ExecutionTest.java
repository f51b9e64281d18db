package dev.assay.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.bytes.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lets the processor execute random instructions, and compares what became of registers and memory with
/// what the decoder reported: nothing may change that was not reported, nor otherwise than reported.
class X86ExecutionTest {
    private static final int CASES = Integer.getInteger("assay.execute", 40_000);
    private static final long SEED = Long.getLong("assay.seed", 7);
    private static final int ANSWER = 8 + 16 * 8 + SimulatedState.WINDOW;
    /// Where the program puts the instruction.
    private static final long CODE_ADDRESS = 0x7_0000_0000L;
    private static final int[] PREFIXES = {0x66, 0xf2, 0xf3, 0x67, 0x65, 0xf0, 0x2e};

    private final Random random = new Random(SEED);
    private final X86_64 machine = new X86_64();
    private final Decoder decoder = machine.decoder();

    /// One instruction with the registers it finds.
    private static final class Case {
        private final byte[] code;
        private final int length;
        private final long[] registers;
        private final String name;

        Case(byte[] code, int length, long[] registers, String name) {
            this.code = code;
            this.length = length;
            this.registers = registers;
            this.name = name;
        }
    }

    @Test
    void executesAsReported(@TempDir Path folder) throws IOException, InterruptedException {
        Path program = compile(folder);
        List<Case> cases = new ArrayList<>();
        while (cases.size() < CASES) {
            Case candidate = candidate();
            if (candidate != null) {
                cases.add(candidate);
            }
        }
        Path input = folder.resolve("cases");
        Path output = folder.resolve("answers");
        Files.write(input, encode(cases));
        Process process = new ProcessBuilder(program.toString()).redirectInput(input.toFile())
                .redirectOutput(output.toFile()).start();
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("ended in time; seed %d", SEED).isTrue();
        int status = process.exitValue();
        assumeTrue(status != 77, "no memory to execute from");
        assertThat(status).as("seed %d, answers %d", SEED, Files.size(output) / ANSWER).isZero();
        compare(cases, output);
    }

    private static Path compile(Path folder) throws IOException, InterruptedException {
        // In a sandbox that allows no system call; still, nobody should be made to run this by building the project.
        assumeTrue("1".equals(System.getenv("ASSAY_EXECUTE")),
                "skipped: set ASSAY_EXECUTE=1 to run random instructions on this processor");
        assumeTrue(System.getProperty("os.arch").equals("amd64"), "not an x86-64 machine");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "gcc is not installed");
        Path source = folder.resolve("execute.c");
        try (InputStream resource = X86ExecutionTest.class.getResourceAsStream("execute.c")) {
            assertThat(resource).isNotNull();
            Files.write(source, resource.readAllBytes());
        }
        Path program = folder.resolve("execute");
        Process process = new ProcessBuilder("/usr/bin/gcc", "-O1", "-o", program.toString(), source.toString())
                .inheritIO().start();
        assertThat(process.waitFor()).as("gcc").isZero();
        return program;
    }

    private void compare(List<Case> cases, Path output) throws IOException {
        List<String> failures = new ArrayList<>();
        Set<String> executed = new TreeSet<>();
        int ran = 0;
        try (InputStream answers = Files.newInputStream(output)) {
            for (Case one : cases) {
                ByteBuffer answer = ByteBuffer.wrap(answers.readNBytes(ANSWER)).order(ByteOrder.LITTLE_ENDIAN);
                if (answer.getLong(0) == 1) {
                    ran++;
                    executed.add(one.name);
                    String failure = check(one, answer);
                    if (!failure.isEmpty()) {
                        failures.add(failure);
                    }
                }
            }
        }
        System.out.printf("execution: %d of %d instructions ran, %d opcodes, %d failures%n", ran, cases.size(),
                executed.size(), failures.size());
        assertThat(failures.subList(0, Math.min(30, failures.size()))).as("seed %d", SEED).isEmpty();
        assertThat(ran).as("instructions that ran").isGreaterThan(cases.size() / 4);
        assertThat(executed).as("opcodes that ran").hasSizeGreaterThan(300);
    }

    private String check(Case one, ByteBuffer answer) {
        decode(one.code);
        SimulatedState state = new SimulatedState(one.registers);
        decoder.effects(state);
        StringBuilder wrong = new StringBuilder();
        for (int register = 0; register < 16; register++) {
            long actual = answer.getLong(8 + 8 * register);
            if (!state.allows(register, actual)) {
                wrong.append(" %s was %x is %x".formatted(machine.registerName(register), one.registers[register],
                        actual));
            }
        }
        if (!isMemoryElsewhere(one.code)) {
            for (int at = 0; at < SimulatedState.WINDOW; at++) {
                if (!state.allowsMemory(at, answer.get(8 + 128 + at))) {
                    wrong.append(" memory at %x".formatted(SimulatedState.WINDOW_ADDRESS + at));
                    break;
                }
            }
        }
        return wrong.isEmpty() ? "" : HexFormat.ofDelimiter(" ").formatHex(one.code, 0, one.length) + wrong
                + " reported " + EffectsText.of(machine, decoder);
    }

    /// Whether it may write to memory that is not at a register plus a constant: a segment, addresses of 32 bits,
    /// an index, or bits numbered from far away. Looks at bytes only, so that it says yes too often.
    private static boolean isMemoryElsewhere(byte[] code) {
        int at = 0;
        boolean isElsewhere = false;
        while (isPrefix(code[at] & 0xff)) {
            isElsewhere |= code[at] == 0x65 || code[at] == 0x67;
            at++;
        }
        boolean isVex = (code[at] & 0xfe) == 0xc4;
        int opcode = code[at] == 0x0f ? code[at + 1] & 0xff : 0;
        boolean isBitString = opcode == 0xab || opcode == 0xb3 || opcode == 0xbb;
        if (isVex) {
            at += code[at] == (byte) 0xc4 ? 3 : 2;
        } else if (code[at] == 0x0f) {
            at += opcode == 0x38 || opcode == 0x3a ? 2 : 1;
        }
        int modrm = code[at + 1] & 0xff;
        return isElsewhere || isBitString || ((modrm & 7) == 4 && modrm < 0xc0);
    }

    private static boolean isPrefix(int value) {
        return (value & 0xf0) == 0x40 || value == 0x2e || value == 0x65 || value == 0x66 || value == 0x67
                || value == 0xf0 || value == 0xf2 || value == 0xf3;
    }

    private void decode(byte[] code) {
        MemorySegment segment = Arena.ofAuto().allocate(code.length);
        MemorySegment.copy(code, 0, segment, ValueLayout.JAVA_BYTE, 0, code.length);
        decoder.decode(Slice.of("test", "code", segment), 0, CODE_ADDRESS);
    }

    /// A random instruction that can do no harm, or null.
    private @Nullable Case candidate() {
        byte[] code = new byte[16];
        int at = 0;
        while (random.nextInt(3) == 0 && at < 3) {
            code[at++] = (byte) PREFIXES[random.nextInt(PREFIXES.length)];
        }
        int map = random.nextInt(20);
        String name = "";
        if (map < 17) {
            if (random.nextBoolean()) {
                code[at++] = (byte) (0x40 | random.nextInt(16));
            }
            if (map >= 8) {
                code[at++] = 0x0f;
                name = "0f ";
            }
            if (map >= 15) {
                code[at++] = (byte) (map == 15 ? 0x38 : 0x3a);
                name += map == 15 ? "38 " : "3a ";
            }
        } else {
            code[at++] = (byte) 0xc4;
            int vexMap = 1 + random.nextInt(3);
            code[at++] = (byte) (random.nextInt(8) << 5 | vexMap);
            code[at++] = (byte) random.nextInt(256);
            name = "vex" + vexMap + " ";
        }
        int opcode = random.nextInt(256);
        code[at++] = (byte) opcode;
        int mode = List.of(0, 1, 1, 2, 3, 3, 3, 3).get(random.nextInt(8));
        code[at++] = (byte) (mode << 6 | random.nextInt(64));
        code[at++] = (byte) random.nextInt(256);
        if (random.nextInt(3) == 0) {
            for (int i = at; i < 16; i++) {
                code[i] = (byte) random.nextInt(256);
            }
        }
        decode(code);
        boolean isOpcode = map >= 17 || !isPrefixOrEscape(map, opcode);
        name += Integer.toHexString(opcode);
        boolean isWanted = isOpcode && decoder.flow() == Flow.NEXT && !isHarmful(name, code[at - 2] & 0xff);
        return isWanted ? new Case(code, decoder.length(), registers(), name) : null;
    }

    /// Then the real opcode would be one of the bytes behind, which nobody has looked at.
    private static boolean isPrefixOrEscape(int map, int value) {
        if (map >= 8) {
            return map < 15 && (value == 0x38 || value == 0x3a);
        }
        return isPrefix(value) || value == 0x0f || value == 0x26 || value == 0x36 || value == 0x3e || value == 0x64
                || value == 0x62 || value == 0xc4 || value == 0xc5;
    }

    /// What changes segments, control words or the thread's own state, waits, or leaves to the system.
    private static boolean isHarmful(String name, int modrm) {
        int group = modrm >> 3 & 7;
        return switch (name) {
            case "8e", "cd", "9d", "f1", "f4", "0f 1", "0f 5", "0f 34", "0f a1", "0f a9", "0f ae", "0f b2", "0f b4",
                    "0f b5", "vex1 ae", "0f 37" -> true;
            case "d9" -> group == 4 || group == 5;
            case "dd" -> group == 4;
            case "0f c7" -> group != 1;
            default -> false;
        };
    }

    private long[] registers() {
        long[] registers = new long[16];
        for (int i = 0; i < 16; i++) {
            registers[i] = switch (random.nextInt(8)) {
                case 0 -> random.nextLong();
                case 1 -> random.nextInt(64);
                case 2 -> random.nextInt() & 0xffff_ffffL;
                default -> SimulatedState.WINDOW_ADDRESS + 512 + random.nextInt(64) * 16L;
            };
        }
        return registers;
    }

    private static byte[] encode(List<Case> cases) {
        ByteBuffer buffer = ByteBuffer.allocate(cases.size() * (16 + 8 + 128)).order(ByteOrder.LITTLE_ENDIAN);
        for (Case one : cases) {
            buffer.put(one.code).putLong(one.length);
            for (long register : one.registers) {
                buffer.putLong(register);
            }
        }
        return buffer.array();
    }
}
