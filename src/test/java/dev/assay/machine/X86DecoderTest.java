package dev.assay.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Encodings that are easy to get wrong, with what the Intel SDM says about them.
class X86DecoderTest {
    private static final long ADDRESS = 0xffff_ffff_8100_0000L;

    private final X86_64 machine = new X86_64();
    private final Decoder decoder = machine.decoder();

    private static Slice slice(byte[] bytes) {
        MemorySegment segment = Arena.ofAuto().allocate(Math.max(bytes.length, 1)).asSlice(0, bytes.length);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return Slice.of("test", "code", segment);
    }

    /// Decodes the bytes alone, and again with others behind them.
    private void decode(String hex) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        decoder.decode(slice(bytes), 0, ADDRESS);
        int length = decoder.length();
        Flow flow = decoder.flow();
        byte[] longer = new byte[bytes.length + 16];
        System.arraycopy(bytes, 0, longer, 0, bytes.length);
        decoder.decode(slice(longer), 0, ADDRESS);
        assertThat(decoder.length()).as("length at the end of the code and before it").isEqualTo(length);
        assertThat(decoder.flow()).isEqualTo(flow);
    }

    @ParameterizedTest
    @CsvSource({
        "90, NEXT",
        "66 66 2e 0f 1f 84 00 00 00 00 00, NEXT",
        "48 b8 88 77 66 55 44 33 22 11, NEXT",
        "66 b8 22 11, NEXT",
        "48 c7 c0 ff ff ff ff, NEXT",
        "66 c7 04 25 00 00 00 00 22 11, NEXT",
        "c7 84 24 80 00 00 00 01 00 00 00, NEXT",
        "48 a1 88 77 66 55 44 33 22 11, NEXT",
        "67 a1 44 33 22 11, NEXT",
        "c8 10 00 01, NEXT",
        "f6 04 25 00 00 00 00 01, NEXT",
        "f7 c0 01 00 00 00, NEXT",
        "66 f7 c0 01 00, NEXT",
        "f7 d8, NEXT",
        "0f 20 05, NEXT",
        "0f 20 c0, NEXT",
        "66 0f 78 c0 01 02, NEXT",
        "f2 0f 78 c1 01 02, NEXT",
        "0f 0f c1 9e, NEXT",
        "66 0f 3a 0f c1 08, NEXT",
        "f2 66 0f 38 f1 c1, NEXT",
        "c5 f8 77, NEXT",
        "c4 e2 f9 90 04 48, NEXT",
        "c4 e3 fb f0 c1 03, NEXT",
        "62 f1 7c 48 10 44 24 01, NEXT",
        "62 f1 f5 48 c2 c1 00, NEXT",
        "f0 48 0f b1 0d 00 00 00 00, NEXT",
        "f4, NEXT",
        "cd 80, NEXT",
        "0f 05, NEXT",
        "9b, NEXT",
        "f2 0f 00 f7, NEXT",
        "c3, RETURN",
        "f3 c3, RETURN",
        "c2 08 00, RETURN",
        "48 cb, RETURN",
        "48 cf, RETURN",
        "48 0f 07, RETURN",
        "f2 0f 01 ca, RETURN",
        "cc, TRAP",
        "0f 0b, TRAP",
        "67 0f b9 40 02, TRAP",
        "0f b9 04 25 00 00 00 00, TRAP",
        "0f ff c1, TRAP",
    })
    void measures(String hex, Flow flow) {
        decode(hex);
        assertThat(decoder.length()).isEqualTo(HexFormat.ofDelimiter(" ").parseHex(hex).length);
        assertThat(decoder.flow()).isEqualTo(flow);
        assertThat(decoder.targetRegister()).isEqualTo(-1);
        assertThat(decoder.targetSlot()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "e8 10 00 00 00, CALL, 15",
        "67 e8 10 00 00 00, CALL, 16",
        "2e e8 10 00 00 00, CALL, 16",
        "66 66 48 e8 10 00 00 00, CALL, 18",
        "66 e8 10 00 00 00, CALL, 16",
        "f2 e8 fb ff ff ff, CALL, 1",
        "e9 00 00 00 00, JUMP, 5",
        "eb fe, JUMP, 0",
        "3e eb 10, JUMP, 13",
        "f2 eb 10, JUMP, 13",
        "48 e9 00 00 00 80, JUMP, ffffffff80000006",
        "74 80, BRANCH, ffffffffffffff82",
        "2e 74 7f, BRANCH, 82",
        "0f 84 10 00 00 00, BRANCH, 16",
        "f2 0f 8f 10 00 00 00, BRANCH, 17",
        "66 0f 84 10 00 00 00, BRANCH, 17",
        "e2 fe, BRANCH, 0",
        "67 e3 10, BRANCH, 13",
        "c7 f8 10 00 00 00, BRANCH, 16",
        "66 c7 f8 f0 ff, BRANCH, fffffffffffffff5",
    })
    void followsTransfers(String hex, Flow flow, String target) {
        decode(hex);
        assertThat(decoder.flow()).isEqualTo(flow);
        assertThat(Long.toHexString(decoder.target() - ADDRESS)).isEqualTo(target);
    }

    @ParameterizedTest
    @CsvSource({
        "ff d0, INDIRECT_CALL, 0, 0",
        "41 ff d3, INDIRECT_CALL, 11, 0",
        "3e ff e0, INDIRECT_JUMP, 0, 0",
        "2e 41 ff e3, INDIRECT_JUMP, 11, 0",
        "ff 15 10 00 00 00, INDIRECT_CALL, -1, ffffffff81000016",
        "2e ff 25 10 00 00 00, INDIRECT_JUMP, -1, ffffffff81000017",
        "ff 14 25 00 00 00 82, INDIRECT_CALL, -1, ffffffff82000000",
        "ff 24 c5 00 00 00 82, INDIRECT_JUMP, -1, 0",
        "65 ff 15 10 00 00 00, INDIRECT_CALL, -1, 0",
        "67 ff 15 10 00 00 00, INDIRECT_CALL, -1, 0",
        "ff 50 08, INDIRECT_CALL, -1, 0",
        "48 ff 2d 10 00 00 00, INDIRECT_JUMP, -1, 0",
    })
    void namesIndirectTargets(String hex, Flow flow, int register, String slot) {
        decode(hex);
        assertThat(decoder.flow()).isEqualTo(flow);
        assertThat(decoder.targetRegister()).isEqualTo(register);
        assertThat(Long.toHexString(decoder.targetSlot())).isEqualTo(slot);
        assertThat(decoder.target()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "06", "0f 04", "0f 38 0c c0", "8d c0", "8f c8", "c6 08 00", "c7 c8 00 00 00 00", "fe d0", "ff f8", "ff d8",
        "ea", "9a", "d6", "0f 0f c1 00", "0f 71 c0 01", "0f ba c0 01", "0f c7 10", "66 c5 f8 77", "48 c5 f8 77",
        "62 f1 78 48 10 00", "0f 38 f0 c0", "dd c8",
        "48", "e8 00 00 00", "0f", "48 b8 00 00 00 00 00 00 00", "0f 3a 0f 00",
        "66 66 66 66 66 66 66 66 66 66 66 66 66 66 66 90",
    })
    void refusesWhatIsUndefinedOrCutOff(String hex) {
        byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(hex);
        decoder.decode(slice(bytes), 0, ADDRESS);
        assertThat(decoder.flow()).isEqualTo(Flow.INVALID);
        assertThat(decoder.length()).isEqualTo(1);
        assertThat(EffectsText.of(machine, decoder)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // Moves
        "b8 ff ff ff ff, rax=ffffffff",
        "49 b8 88 77 66 55 44 33 22 11, r8=1122334455667788",
        "48 c7 c7 00 00 00 80, rdi=ffffffff80000000",
        "c7 c7 00 00 00 80, rdi=80000000",
        "66 bf 01 00, rdi=?",
        "b4 01, rax=?",
        "40 b4 01, rsp=?",
        "48 89 f7, rdi=rsi",
        "4c 8b c7, r8=rdi",
        "89 f7, use rsi|rdi=?",
        "88 e0, use rax|rax=?",
        "40 88 e0, use rsp|rax=?",
        "48 8b 47 08, rax=[rdi+8]",
        "8b 47 08, use rdi|rax=?",
        "48 8b 44 8f 08, use rdi|use rcx|rax=?",
        "48 8b 05 10 00 00 00, rax=[ffffffff81000017]",
        "65 48 8b 05 10 00 00 00, rax=?",
        "65 48 8b 04 25 28 00 00 00, rax=?",
        "48 8b 04 25 28 00 00 00, rax=[28]",
        "67 48 8b 07, use rdi|rax=?",
        "48 a1 88 77 66 55 44 33 22 11, rax=[1122334455667788]",
        "48 0f b6 fc, use rsp|rdi=?",
        "0f b6 fc, use rax|rdi=?",
        "48 63 ff, use rdi|rdi=?",
        // Stores
        "48 89 44 24 08, [rsp+8]=rax",
        "89 44 24 08, use rax|[rsp+8]:4",
        "66 89 47 f8, use rax|[rdi-8]:2",
        "88 67 01, use rax|[rdi+1]:1",
        "65 48 89 47 08, use rax|use rdi",
        "64 88 07, use rax|use rdi",
        "48 c7 44 24 10 ff ff ff ff, [rsp+10]=ffffffffffffffff",
        "c7 44 24 10 ff ff ff ff, [rsp+10]:4",
        "0f 11 44 24 10, [rsp+10]:16",
        "f2 0f 11 47 08, [rdi+8]:8",
        "c5 fc 11 44 24 20, [rsp+20]:32",
        "62 f1 7c 48 11 44 24 01, [rsp+40]:64",
        "62 f2 7d 48 8b 47 02, [rdi+8]:64",
        "48 c7 04 cd 00 00 00 00 01 00 00 00, use rcx",
        "48 c7 04 0d 10 00 00 00 01 00 00 00, [rcx+10]=1",
        // Arithmetic
        "31 c0, rax=0",
        "45 31 c0, r8=0",
        "48 29 ff, rdi=0",
        "66 31 c0, rax=?",
        "30 c4, use rax|use rax|rax=?",
        "19 c0, rax=?",
        "48 01 f7, use rdi|use rsi|rdi=?",
        "48 83 c7 f8, rdi=rdi-8",
        "48 83 ec 10, rsp=rsp-16",
        "48 81 c4 00 01 00 00, rsp=rsp+256",
        "83 c7 08, use rdi|rdi=?",
        "48 83 c8 ff, rax=ffffffffffffffff",
        "83 cf ff, rdi=ffffffff",
        "83 e0 00, rax=0",
        "48 ff c7, rdi=rdi+1",
        "48 ff cf, rdi=rdi-1",
        "ff c7, use rdi|rdi=?",
        "48 09 c0, use rax|use rax",
        "48 39 f7, use rdi|use rsi",
        "80 7f 10 00, use rdi",
        "f0 83 07 01, use rdi|[rdi+0]:4",
        "48 8d 3d 10 00 00 00, rdi=ffffffff81000017",
        "8d 3d 10 00 00 00, rdi=81000016",
        "48 8d 7e f8, rdi=rsi-8",
        "8d 7e f8, use rsi|rdi=?",
        "48 8d 3c 8e, use rsi|use rcx|rdi=?",
        "65 48 8d 7e f8, rdi=rsi-8",
        "67 48 8d 7e f8, use rsi|rdi=?",
        "48 f7 e6, use rsi|use rax|rdx=?|rax=?",
        "f6 f1, use rcx|use rax|rax=?",
        "48 99, use rax|rdx=?",
        "d3 e7, use rcx|use rdi|rdi=?",
        "48 0f 44 fe, rdi?=rsi",
        "0f 44 fe, use rsi|use rdi|rdi=?",
        "0f 94 c4, rax=?",
        "0f ab 07, use rax|use rdi",
        "48 0f ba 6f 08 01, use rdi|[rdi+8]:8",
        "48 0f c7 4f 08, use rax|use rbx|use rcx|use rdx|use rdi|[rdi+8]:16|rax=?|rdx=?",
        "c4 e2 f3 f6 c6, use rsi|use rdx|rcx=?|rax=?",
        "c4 e2 f8 f3 ce, use rsi|rax=?",
        "66 48 0f 7e c0, rax=?",
        "66 0f 3a 14 c4 01, rsp=?",
        // Stack
        "55, [rsp-8]=rbp|rsp=rsp-8",
        "54, [rsp-8]=rsp|rsp=rsp-8",
        "5d, rsp=rsp+8|rbp=[rsp-8]",
        "5c, rsp=rsp+8|rsp=[rsp-8]",
        "6a ff, [rsp-8]=ffffffffffffffff|rsp=rsp-8",
        "ff 77 08, use rdi|[rsp-8]:8|rsp=rsp-8",
        "9c, [rsp-8]:8|rsp=rsp-8",
        "c9, rsp=rbp|rbp=[rsp+0]|rsp=rsp+8",
        "c8 10 00 00, [rsp-8]=rbp|rbp=rsp-8|rsp=rsp-24",
        "c3, use rsp|rsp=rsp+8",
        "48 87 07, use rdi|[rdi+0]=rax|rax=?",
        "48 93, use rax|use rbx|rax=?|rbx=?",
        // Others
        "48 ab, use rax|[rdi+0]:8|rdi=?",
        "f3 48 ab, use rcx|use rax|[rdi+0]:2147483647|rdi=?|rcx=?",
        "0f a2, use rax|use rcx|rax=?|rbx=?|rcx=?|rdx=?",
        "0f 31, rax=?|rdx=?|rdx=?",
        "0f 20 d8, rax=?",
        "e2 fe, rcx=rcx-1",
        "ff d0, use rax",
    })
    void reportsEffects(String hex, String effects) {
        decode(hex);
        assertThat(String.join("|", EffectsText.of(machine, decoder))).isEqualTo(effects);
    }

    @ParameterizedTest
    @CsvSource({
        "90", "f3 90", "66 90", "0f 1f 44 07 00", "f3 0f 1e fa", "e8 00 00 00 00", "eb 00", "fc", "0f 0b", "c5 f8 77",
        "0f 28 c1", "0f ae f0", "74 00",
    })
    void reportsNothingWhereNothingChanges(String hex) {
        decode(hex);
        assertThat(EffectsText.of(machine, decoder)).isEmpty();
    }

    @Test
    void knowsTheCallingConvention() {
        assertThat(List.of(0, 1, 2, 3, 4, 5).stream().map(machine::argument).map(machine::registerName))
                .containsExactly("rdi", "rsi", "rdx", "rcx", "r8", "r9");
        assertThat(machine.registerName(machine.stackPointer())).isEqualTo("rsp");
        assertThat(List.of(3, 4, 5, 12, 13, 14, 15)).allMatch(machine::isPreserved);
        assertThat(List.of(0, 1, 2, 6, 7, 8, 9, 10, 11)).noneMatch(machine::isPreserved);
    }

    @Test
    void staysInsideRandomBytes() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        byte[] bytes = new byte[1 << 16];
        for (int round = 0; round < 6; round++) {
            random.nextBytes(bytes);
            if (round % 2 == 1) {
                concentrate(bytes, random);
            }
            Slice whole = slice(bytes);
            for (int offset = 0; offset < bytes.length; offset++) {
                decoder.decode(whole, offset, ADDRESS);
                int length = decoder.length();
                Flow flow = decoder.flow();
                List<String> effects = EffectsText.of(machine, decoder);
                assertThat(length).as("seed %d round %d offset %d", seed, round, offset).isBetween(1, 15);
                if (offset % 16 == 0 && offset + length <= bytes.length) {
                    // As the last instruction of its section it is the same, and one byte less makes it none.
                    decoder.decode(whole.window(offset, length), 0, ADDRESS);
                    assertThat(decoder.length()).isEqualTo(length);
                    assertThat(decoder.flow()).isEqualTo(flow);
                    assertThat(EffectsText.of(machine, decoder)).isEqualTo(effects);
                    decoder.decode(whole.window(offset, length - 1), 0, ADDRESS);
                    assertThat(decoder.flow()).as("seed %d round %d offset %d", seed, round, offset)
                            .isEqualTo(Flow.INVALID);
                }
            }
        }
    }

    /// Makes prefixes and escapes far more likely than chance does.
    private static void concentrate(byte[] bytes, Random random) {
        byte[] common = HexFormat.of().parseHex("0f0f0f0f386667f2f3f0484c41c4c5626264");
        for (int i = 0; i < bytes.length; i++) {
            if (random.nextInt(3) == 0) {
                bytes[i] = common[random.nextInt(common.length)];
            }
        }
    }

    @Test
    void refusesOffsetsOutside() {
        Slice code = slice(new byte[] {(byte) 0x90});
        for (long offset : new long[] {-1, 1, 2, Long.MAX_VALUE, Long.MIN_VALUE}) {
            decoder.decode(code, offset, ADDRESS);
            assertThat(decoder.flow()).isEqualTo(Flow.INVALID);
            assertThat(decoder.length()).isEqualTo(1);
        }
    }
}
