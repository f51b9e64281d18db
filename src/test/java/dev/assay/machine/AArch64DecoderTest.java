package dev.assay.machine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.assay.bytes.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AArch64DecoderTest {
    private static final ValueLayout.OfInt WORD = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long ADDRESS = 0xffff_8000_8000_2000L;

    private final Decoder decoder = new AArch64().decoder();
    private final AArch64Recorder recorder = new AArch64Recorder();

    static Stream<List<String>> instructions() {
        try (InputStream table = AArch64DecoderTest.class.getResourceAsStream("aarch64-instructions.txt")) {
            String text = new String(Objects.requireNonNull(table).readAllBytes(), UTF_8);
            return text.lines().filter(line -> !line.startsWith("#")).map(AArch64DecoderTest::columns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> columns(String line) {
        return Stream.of(line.split("\\|", -1)).map(String::strip).toList();
    }

    @ParameterizedTest
    @MethodSource("instructions")
    void decodes(List<String> row) {
        decode(Integer.parseUnsignedInt(row.get(0), 16));

        assertThat(transfer()).isEqualTo(row.get(2));
        assertThat(decoder.length()).isEqualTo(4);
        assertThat(decoder.targetSlot()).isZero();
        assertThat(recorder.text()).isEqualTo(row.get(3));
    }

    /// Unallocated by the top-level encoding table, or by that of branches, exceptions and system instructions.
    @ParameterizedTest
    @ValueSource(ints = {
        0x0001_0000, 0x2000_0000, 0x0200_0000, 0x8200_0000, 0x0600_0000, 0xe7ff_ffff,
        0x5600_0000, 0x55c0_001f, 0x5500_0000, 0x7480_0000, 0x7400_4000, 0xf400_8000, 0x7600_0000, 0xf500_4000,
        0xd400_0000, 0xd420_0001, 0xd420_0004, 0xd480_0000, 0xd4a0_0000, 0xd4e0_0000,
        0xd500_0000, 0xd503_0000, 0xd503_5000, 0xd580_0000, 0xd540_0000,
        0xd61e_0000, 0xd61f_0001, 0xd61f_0400, 0xd61f_0800, 0xd65f_0800, 0xd67f_0000, 0xd69f_0000, 0xd6bf_0000,
        0xd6bf_0bff, 0xd71f_0000, 0xd7ff_ffff})
    void unallocatedIsInvalid(int word) {
        decode(word);

        assertThat(decoder.flow()).isEqualTo(Flow.INVALID);
        assertThat(decoder.length()).isEqualTo(4);
        assertThat(recorder.text()).isEmpty();
    }

    @Test
    void cutOffIsInvalid() {
        Slice code = Slice.of("test", "code", MemorySegment.ofArray(new byte[] {0, 0, 0, 0x14, 0, 0, 0}));

        for (long offset : new long[] {4, 7, 8, -1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            decoder.decode(code, 0, ADDRESS);
            decoder.decode(code, offset, ADDRESS);

            assertThat(decoder.flow()).isEqualTo(Flow.INVALID);
            assertThat(decoder.length()).isEqualTo(4);
            assertThat(decoder.target()).isZero();
            assertThat(decoder.targetRegister()).isEqualTo(-1);
        }
    }

    @Test
    void forgetsThePreviousInstruction() {
        decode(0xd61f_0200);
        assertThat(decoder.targetRegister()).isEqualTo(16);
        decode(0x1400_0002);
        assertThat(decoder.target()).isEqualTo(ADDRESS + 8);
        decode(0xd503_201f);

        assertThat(decoder.targetRegister()).isEqualTo(-1);
        assertThat(decoder.target()).isZero();
    }

    /// Every allocated immediate is a rotated run of ones in an element of 2, 4, … bits, repeated over the register.
    /// An element of n bits has n (n - 1) of them: 5334 in all for 64 bits, 1302 for 32.
    @Test
    void bitmaskImmediatesAreAllDifferent() {
        assertThat(bitmasks(0xb200_03e0)).isEqualTo(5334);
        assertThat(bitmasks(0x3200_03e0)).isEqualTo(1302);
    }

    private static long bitmasks(int orr) {
        Stream.Builder<Long> masks = Stream.builder();
        for (int immediate = 0; immediate < 1 << 13; immediate++) {
            long mask = A64DataProcessing.bitmask(orr | immediate << 10);
            if (mask != 0) {
                masks.add(mask);
            }
        }
        return masks.build().distinct().count();
    }

    @Test
    void randomWordsNeverThrow() {
        long seed = 0x5eed_a64L;
        SplittableRandom random = new SplittableRandom(seed);
        for (int count = 0; count < 500_000; count++) {
            int word = random.nextInt();
            assertThatCodeOf(word, seed);
        }
    }

    private void assertThatCodeOf(int word, long seed) {
        try {
            decode(word);
        } catch (RuntimeException e) {
            throw new AssertionError("word %08x, seed %d".formatted(word, seed), e);
        }
        if (decoder.flow() == Flow.INVALID || decoder.flow() == Flow.TRAP) {
            assertThat(recorder.text()).isEmpty();
        }
    }

    @Test
    void machineFollowsTheCallingConvention() {
        Machine machine = new AArch64();

        assertThat(machine.name()).isEqualTo("aarch64");
        assertThat(machine.elfMachine()).isEqualTo(183);
        assertThat(machine.instructionAlignment()).isEqualTo(4);
        assertThat(machine.registers()).isEqualTo(32);
        assertThat(machine.registerName(29)).isEqualTo("x29");
        assertThat(machine.registerName(machine.stackPointer())).isEqualTo("sp");
        assertThat(machine.arguments()).isEqualTo(8);
        assertThat(machine.argument(7)).isEqualTo(7);
        assertThatCode(() -> machine.argument(8)).isInstanceOf(IllegalArgumentException.class);
        for (int register = 0; register < machine.registers(); register++) {
            assertThat(machine.isPreserved(register)).isEqualTo(register >= 18 && register != 30);
        }
    }

    private void decode(int word) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[4]);
        bytes.set(WORD, 0, word);
        decoder.decode(Slice.of("test", "code", bytes), 0, ADDRESS);
        recorder.clear();
        decoder.effects(recorder);
    }

    private String transfer() {
        String where = decoder.flow().isDirect() ? " " + AArch64Recorder.hex(decoder.target()) : "";
        String register = decoder.targetRegister() < 0 ? "" : " x" + decoder.targetRegister();
        return decoder.flow() + where + register;
    }
}
