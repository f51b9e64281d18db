package dev.assay.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Words and what they mean as the LoongArch Reference Manual, volume 1, has it.
class LoongArchDecoderTest {
    private static final long ADDRESS = 0x9000_0000_0022_0000L;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1a000024 | a0 = 0x9000000000221000                | pcalau12i a0, 1
            02ea2184 | a0 = t0 + -1400                        | addi.d a0, t0, -1400
            02c00c04 | a0 = 0x3                               | addi.d a0, zero, 3
            14000024 | a0 = 0x1000                            | lu12i.w a0, 1
            15ffffe4 | a0 = 0xfffffffffffff000                | lu12i.w a0, -1
            16000024 | a0 = a0 & 0xffffffff or 0x100000000   | lu32i.d a0, 1
            03240084 | a0 = a0 & 0xfffffffffffff or 0x9000000000000000 | lu52i.d a0, a0, -1792
            03801084 | a0 = a0 & 0xfffffffffffffffb or 0x4   | ori a0, a0, 4
            03801004 | a0 = 0x4                               | ori a0, zero, 4
            00150304 | a0 = s1                                | or a0, s1, zero
            0015018c | t0 = t0                                | or t0, t0, zero
            00df0084 | a0 = low a0                            | bstrpick.d a0, a0, 31, 0
            28c02064 | a0 = [sp + 8]                          | ld.d a0, sp, 8
            29c02064 | [sp + 8] = a0                          | st.d a0, sp, 8
            29c02060 | [sp + 8] = 0x0                         | st.d zero, sp, 8
            29802064 | use a0; use sp; [sp + 8]:4 = ?         | st.w a0, sp, 8
            26000366 | a2 = [s4 + 0]                          | ldptr.d a2, s4, 0
            00108484 | use a0; use ra; a0 = ?                 | add.d a0, a0, ra
            00006085 | a1 = ?; a0 = ?                         | rdtimel.w a1, a0
            001390e7 | use a0; a3 = a3 or 0                   | masknez a3, a3, a0
            00131104 | use a0; a0 = a4 or 0                   | maskeqz a0, a4, a0
            00130104 | a0 = 0x0                               | maskeqz a0, a4, zero
            00138104 | a0 = a4                                | masknez a0, a4, zero
            00151c87 | use a0; use a3; a3 = ?                 | or a3, a0, a3
            03400000 | ''                                     | andi zero, zero, 0
            """)
    void tellsEffects(String word, String effects, String why) {
        Decoder decoder = decode(Integer.parseUnsignedInt(word, 16));
        LoongArchRegisters registers = new LoongArchRegisters();
        decoder.effects(registers);
        assertThat(registers.text()).as(why).isEqualTo(effects);
    }

    @ParameterizedTest
    @CsvSource({"4c000020, RETURN, -1", "4c000180, INDIRECT_JUMP, 12", "4c000181, INDIRECT_CALL, 12",
        "4c000581, INDIRECT_CALL, -1", "002a0001, TRAP, -1", "002b0000, NEXT, -1", "06483800, RETURN, -1",
        "00000000, INVALID, -1", "ffffffff, INVALID, -1", "03400000, NEXT, -1"})
    void tellsFlow(String word, Flow flow, int register) {
        Decoder decoder = decode(Integer.parseUnsignedInt(word, 16));
        assertThat(decoder.flow()).isEqualTo(flow);
        assertThat(decoder.targetRegister()).isEqualTo(register);
    }

    @ParameterizedTest
    @CsvSource({"54276800, CALL, 10088", "50000800, JUMP, 8", "44001980, BRANCH, 24", "53ffffff, JUMP, -4",
        "5ffffc85, BRANCH, -4"})
    void tellsTargets(String word, Flow flow, long distance) {
        Decoder decoder = decode(Integer.parseUnsignedInt(word, 16));
        assertThat(decoder.flow()).isEqualTo(flow);
        assertThat(decoder.target()).isEqualTo(ADDRESS + distance);
    }

    @Test
    void joinsTheHalvesOfAFarCall() {
        Slice code = code(0x1e000021, 0x4c000821); // pcaddu18i ra, 1; jirl ra, ra, 8
        Decoder decoder = new LoongArch64().decoder();
        decoder.decode(code, 4, ADDRESS + 4);
        assertThat(decoder.flow()).isEqualTo(Flow.CALL);
        assertThat(decoder.target()).isEqualTo(ADDRESS + (1 << 18) + 8);
    }

    /// Registers are t0 to t3 (12 to 15); the condition is a0 or a1.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0013118c 001391ad 0015358c          | t0 = t0 or t1 | maskeqz t0, t0, a0; masknez t1, t1, a0; or t0, t0, t1
            001391ad 0013118c 0015358c          | t0 = t0 or t1 | the other one first
            0013118c 001391ad 001531ac          | t0 = t1 or t0 | or t0, t1, t0
            0013118c 02c00410 001391ad 0015358c | t0 = t0 or t1 | something else in between
            0013118c 001391a4 0015118c          | t0 = t0 or a0 | the second mask overwrites the condition
            00131184 001391ad 0015348c          | use a0; use t1; t0 = ? | the first one does
            0013118c 02c00404 001391ad 0015358c | use t0; use t1; t0 = ? | addi.d a0, zero, 1 in between
            0013118c 001395ad 0015358c          | use t0; use t1; t0 = ? | masknez t1, t1, a1
            0013118c 001311ad 0015358c          | use t0; use t1; t0 = ? | maskeqz twice
            0013118c 40000880 001391ad 0015358c | use t0; use t1; t0 = ? | a branch in between
            0013118c 001391ad 02c0040c 0015358c | use t0; use t1; t0 = ? | addi.d t0, zero, 1 after the mask
            0013118c 00000000 001391ad 0015358c | use t0; use t1; t0 = ? | no instruction in between
            001391ad 0015358c                   | use t0; use t1; t0 = ? | one mask
            """)
    void tellsChoices(String words, String effects, String why) {
        int[] code = Stream.of(words.split(" ", -1)).mapToInt(word -> Integer.parseUnsignedInt(word, 16)).toArray();
        Decoder decoder = new LoongArch64().decoder();
        decoder.decode(code(code), 4L * (code.length - 1), ADDRESS);
        LoongArchRegisters registers = new LoongArchRegisters();
        decoder.effects(registers);
        assertThat(registers.text()).as(why).isEqualTo(effects);
    }

    @Test
    void patternsFindEveryDirectTransfer() {
        long seed = 258;
        SplittableRandom random = new SplittableRandom(seed);
        int[] words = new int[200_000];
        for (int i = 0; i < words.length; i++) {
            words[i] = random.nextInt() >>> 1;
            if (i > 0 && random.nextInt(8) == 0) {
                int register = 1 + random.nextInt(31);
                words[i - 1] = 0x1e000000 | random.nextInt(1 << 20) << 5 | register;
                words[i] = 0x4c000000 | random.nextInt(1 << 16) << 10 | register << 5 | random.nextInt(2);
            }
        }
        Slice code = code(words);
        byte[] bytes = code.segment().toArray(ValueLayout.JAVA_BYTE);
        Map<Integer, Long> found = new HashMap<>();
        LoongArch64 machine = new LoongArch64();
        long[] last = new long[1];
        machine.transferPatterns().find(bytes, bytes.length, bytes.length, ADDRESS,
                new TransferPatterns.Sink(0, -1, destination -> {
                    last[0] = destination;
                    return true;
                }, at -> found.put(at, last[0])));
        Decoder decoder = machine.decoder();
        int direct = 0;
        for (int i = 0; i < words.length; i++) {
            decoder.decode(code, 4L * i, ADDRESS + 4L * i);
            if (decoder.flow().isDirect()) {
                direct++;
                assertThat(found).as("word %d of seed %d", i, seed).containsEntry(4 * i, decoder.target());
            }
        }
        assertThat(direct).isGreaterThan(50_000);
    }

    private static Decoder decode(int word) {
        Decoder decoder = new LoongArch64().decoder();
        decoder.decode(code(word), 0, ADDRESS);
        return decoder;
    }

    private static Slice code(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return Slice.of("test", "code", MemorySegment.ofArray(bytes.array()));
    }
}
