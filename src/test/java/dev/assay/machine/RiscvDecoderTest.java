package dev.assay.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RiscvDecoderTest {
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long ADDRESS = 0xffff_ffff_8000_2000L;
    private static final int AUIPC_RA = 0x0000_1097; // auipc ra, 0x1

    private final Machine machine = new Riscv64();
    private final Decoder decoder = machine.decoder();
    private final AArch64Recorder recorder = new AArch64Recorder(machine);

    /// Words as llvm-mc assembles them.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0001     | 2 | NEXT                         |", // nop
        "8082     | 2 | RETURN                       | use ra",
        "9002     | 2 | TRAP                         |", // ebreak
        "0000     | 2 | TRAP                         |", // unimp
        "c0001073 | 4 | TRAP                         |", // unimp
        "00100073 | 4 | TRAP                         |", // ebreak
        "10200073 | 4 | RETURN                       |", // sret
        "10500073 | 4 | NEXT                         |", // wfi
        "a001     | 2 | JUMP 0xffffffff80002000      |", // j .
        "dd75     | 2 | BRANCH 0xffffffff80001ffc    | use a0", // beqz a0, . - 4
        "004000ef | 4 | CALL 0xffffffff80002004      |", // jal ra, . + 4
        "ffdff06f | 4 | JUMP 0xffffffff80001ffc      |", // j . - 4
        "004002ef | 4 | CALL 0xffffffff80002004      | t0 = 0xffffffff80002004", // jal t0, . + 4
        "00b54463 | 4 | BRANCH 0xffffffff80002008    | use a0; use a1", // blt a0, a1, . + 8
        "9782     | 2 | INDIRECT_CALL a5 + 0         | use a5",
        "8782     | 2 | INDIRECT_JUMP a5 + 0         | use a5",
        "ff8780e7 | 4 | INDIRECT_CALL a5 + -8        | use a5",
        "00008067 | 4 | RETURN                       | use ra",
        "00808067 | 4 | INDIRECT_JUMP ra + 8         | use ra",
        "00028067 | 4 | INDIRECT_JUMP t0 + 0         | use t0",
        "4501     | 2 | NEXT                         | a0 = 0x0",
        "557d     | 2 | NEXT                         | a0 = 0xffffffffffffffff",
        "80000537 | 4 | NEXT                         | a0 = 0xffffffff80000000", // lui a0, 0x80000
        "fffff517 | 4 | NEXT                         | a0 = 0xffffffff80001000", // auipc a0, -1
        "852e     | 2 | NEXT                         | a0 = a1",
        "00058513 | 4 | NEXT                         | a0 = a1",
        "00c58513 | 4 | NEXT                         | a0 = a1 + 12",
        "2505     | 2 | NEXT                         | a0 = s32(a0 + 1)",
        "0005851b | 4 | NEXT                         | a0 = s32(a1)",
        "00000533 | 4 | NEXT                         | a0 = 0x0", // add a0, zero, zero
        "952e     | 2 | NEXT                         | use a0; use a1; a0 = ?",
        "1141     | 2 | NEXT                         | sp = sp - 16",
        "e406     | 2 | NEXT                         | [sp + 8] = ra",
        "60a2     | 2 | NEXT                         | ra = [sp + 8]",
        "00013423 | 4 | NEXT                         | [sp + 8] = 0x0",
        "c42a     | 2 | NEXT                         | use a0; [sp + 8]:4 = ?",
        "00852503 | 4 | NEXT                         | use a0; a0 = ?", // lw a0, 8(a0)
        "08a5b52f | 4 | NEXT                         | use a0; [a1]:8 = ?; a0 = ?", // amoswap.d a0, a0, (a1)
        "1005b52f | 4 | NEXT                         | use a1; a0 = ?", // lr.d a0, (a1)
        "30102573 | 4 | NEXT                         | a0 = ?", // csrr a0, misa
        "cd057557 | 4 | NEXT                         | a0 = ?", // vsetivli a0, 10, e32
        "42002557 | 4 | NEXT                         | a0 = ?", // vmv.x.s a0, v0
        "e2058553 | 4 | NEXT                         | a0 = ?", // fmv.x.d a0, fa1
        "00000073 | 4 | NEXT | use a0; use a1; use a2; use a3; use a4; use a5; use a6; use a7; a0 = ?; a1 = ?",
    })
    void decodes(String code, int length, String transfer, String effects) {
        decode(Integer.parseUnsignedInt(code, 16));

        assertThat(transfer()).isEqualTo(transfer);
        assertThat(decoder.length()).isEqualTo(length);
        assertThat(decoder.targetSlot()).isZero();
        assertThat(recorder.text()).isEqualTo(effects == null ? "" : effects);
    }

    /// Reserved, or left to vendors.
    @ParameterizedTest
    @ValueSource(ints = {0x0000_0004, 0x0000_6001, 0x0000_8002, 0x0000_9c79, 0x0000_2001, 0x0000_4002,
        0x0000_000b, 0x0000_7003, 0x0000_4023, 0x0000_2063, 0x0000_1067, 0x4000_1033, 0xffff_ffff, 0x0000_006b})
    void reservedIsInvalid(int word) {
        decode(word);

        assertThat(decoder.flow()).isEqualTo(Flow.INVALID);
        assertThat(recorder.text()).isEmpty();
    }

    @Test
    void lengthsAreWhatTheFirstBitsTell() {
        byte[] bytes = new byte[32];
        Slice code = Slice.of("test", "code", MemorySegment.ofArray(bytes));
        int[][] lengths = {{0x1f, 6}, {0x3f, 8}, {0x7f, 10}, {0x107f, 12}, {0x607f, 22}, {0x707f, 2}, {0x000b, 4}};
        for (int[] length : lengths) {
            bytes[0] = (byte) length[0];
            bytes[1] = (byte) (length[0] >> 8);
            decoder.decode(code, 0, ADDRESS);
            assertThat(decoder.length()).as("%x", length[0]).isEqualTo(length[1]);
            assertThat(decoder.flow()).isEqualTo(Flow.INVALID);
        }
    }

    @Test
    void cutOffIsInvalid() {
        Slice code = Slice.of("test", "code", MemorySegment.ofArray(new byte[] {1, 0, (byte) 0xef, 0, 0}));

        for (long offset : new long[] {2, 4, 5, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            decoder.decode(code, 0, ADDRESS);
            decoder.decode(code, offset, ADDRESS);

            assertThat(decoder.flow()).isEqualTo(Flow.INVALID);
            assertThat(decoder.length()).isEqualTo(2);
            assertThat(decoder.target()).isZero();
            assertThat(decoder.targetRegister()).isEqualTo(-1);
        }
    }

    @Test
    void twoHalvesSideBySideAreOneTransfer() {
        Slice code = words(AUIPC_RA, 0xff80_80e7, AUIPC_RA, 0x0000_8067, AUIPC_RA, 0x0000_9082); // c.jalr ra

        List<String> found = new ArrayList<>();
        for (long offset = 0; offset < code.size(); offset += decoder.length()) {
            decoder.decode(code, offset, ADDRESS + offset);
            found.add(transfer());
        }
        assertThat(found).containsExactly("NEXT", "CALL 0xffffffff80002ff8", "NEXT", "JUMP 0xffffffff80003008", "NEXT",
                "CALL 0xffffffff80003010", "TRAP");
    }

    /// Another register, another place, another file, or something between: the register may hold anything.
    @Test
    void otherHalvesAreNotOneTransfer() {
        Slice code = words(AUIPC_RA, 0xff80_80e7);
        decoder.decode(code, 0, ADDRESS);
        decoder.decode(code, 4, ADDRESS + 8);
        assertThat(transfer()).isEqualTo("INDIRECT_CALL ra + -8");
        decoder.decode(code, 0, ADDRESS);
        decoder.decode(words(AUIPC_RA, 0xff80_80e7), 4, ADDRESS + 4);
        assertThat(transfer()).isEqualTo("INDIRECT_CALL ra + -8");
        decoder.decode(code, 4, ADDRESS + 4);
        assertThat(transfer()).isEqualTo("INDIRECT_CALL ra + -8");
        Slice others = words(AUIPC_RA, 0xff83_00e7, AUIPC_RA, 0x0000_0013, 0xff80_80e7);
        for (long offset = 0; offset < others.size(); offset += 4) {
            decoder.decode(others, offset, ADDRESS + offset);
            assertThat(decoder.flow().isDirect()).isFalse();
        }
    }

    /// Every direct transfer that the decoder sees in a sweep is among the patterns, at the same place.
    @Test
    void patternsFindWhatTheDecoderSees() {
        long seed = 0x5eed_243L;
        SplittableRandom random = new SplittableRandom(seed);
        byte[] bytes = new byte[1 << 16];
        random.nextBytes(bytes);
        MemorySegment segment = MemorySegment.ofArray(bytes);
        for (int i = 0; i < 2000; i++) {
            long at = 2L * random.nextInt(bytes.length / 2 - 8);
            int register = 1 + random.nextInt(31);
            segment.set(WORD, at, (random.nextInt() & 0xffff_f000) | register << 7 | 0x17);
            segment.set(WORD, at + 4, (random.nextInt() & 0xfff0_0f80) | register << 15 | 0x67);
        }
        Slice code = Slice.of("test", "code", segment);
        Set<String> candidates = new HashSet<>();
        long[] last = new long[1];
        machine.transferPatterns().find(bytes, bytes.length, bytes.length, ADDRESS,
                new TransferPatterns.Sink(0, -1, destination -> {
                    last[0] = destination;
                    return true;
                }, at -> candidates.add(at + " " + last[0])));
        int direct = 0;
        for (long start = 0; start < 2; start++) {
            for (long offset = 2 * start; offset < code.size(); offset += decoder.length()) {
                decoder.decode(code, offset, ADDRESS + offset);
                if (decoder.flow().isDirect()) {
                    direct++;
                    assertThat(candidates).as("seed %d", seed).contains(offset + " " + decoder.target());
                }
            }
        }
        assertThat(direct).isGreaterThan(5000);
    }

    @Test
    void randomBytesNeverThrow() {
        long seed = 0x5eed_64L;
        SplittableRandom random = new SplittableRandom(seed);
        for (int count = 0; count < 500_000; count++) {
            int word = random.nextInt() | (random.nextBoolean() ? 3 : 0);
            try {
                decode(word);
            } catch (RuntimeException e) {
                throw new AssertionError("word %08x, seed %d".formatted(word, seed), e);
            }
            assertThat(recorder.written() & 1).as("word %08x writes x0", word).isZero();
            if (decoder.flow() == Flow.INVALID || decoder.flow() == Flow.TRAP) {
                assertThat(recorder.text()).isEmpty();
            }
        }
    }

    @Test
    void machineFollowsTheCallingConvention() {
        assertThat(machine.name()).isEqualTo("riscv64");
        assertThat(machine.elfMachine()).isEqualTo(243);
        assertThat(machine.instructionAlignment()).isEqualTo(2);
        assertThat(machine.registers()).isEqualTo(32);
        assertThat(machine.registerName(31)).isEqualTo("t6");
        assertThat(machine.registerName(machine.stackPointer())).isEqualTo("sp");
        assertThat(machine.arguments()).isEqualTo(8);
        assertThat(machine.registerName(machine.argument(0))).isEqualTo("a0");
        assertThat(machine.registerName(machine.argument(7))).isEqualTo("a7");
        assertThatCode(() -> machine.argument(8)).isInstanceOf(IllegalArgumentException.class);
        List<String> preserved = new ArrayList<>();
        for (int register = 0; register < machine.registers(); register++) {
            if (machine.isPreserved(register)) {
                preserved.add(machine.registerName(register));
            }
        }
        assertThat(preserved).containsExactly("sp", "gp", "tp", "s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8",
                "s9",
                "s10", "s11");
    }

    private static Slice words(int... words) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[4 * words.length]);
        for (int i = 0; i < words.length; i++) {
            bytes.set(WORD, 4L * i, words[i]);
        }
        return Slice.of("test", "code", bytes);
    }

    private void decode(int word) {
        decoder.decode(words(word), 0, ADDRESS);
        recorder.clear();
        decoder.effects(recorder);
    }

    private String transfer() {
        String where = decoder.flow().isDirect() ? " " + AArch64Recorder.hex(decoder.target()) : "";
        String register = decoder.targetRegister() < 0 ? ""
                : " " + machine.registerName(decoder.targetRegister()) + " + " + decoder.targetDisplacement();
        return decoder.flow() + where + register;
    }
}
