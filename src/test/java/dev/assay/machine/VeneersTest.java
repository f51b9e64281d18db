package dev.assay.machine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class VeneersTest {
    private static final long CODE = 0xffff_8000_8001_0000L;
    private static final long DATA = 0xffff_8000_8002_3000L;
    private static final long DESTINATION = 0xffff_8000_8123_4568L;

    private static final int NOP = 0xd503_201f;
    private static final int BTI_C = 0xd503_245f;
    private static final int BR_X16 = 0xd61f_0200;
    private static final int BR_X17 = 0xd61f_0220;

    private final Machine machine = new AArch64();

    @Test
    void aJumpAlone() {
        assertThat(destination(true, 0x1400_0010)).hasValue(CODE + 0x40);
        assertThat(destination(true, BTI_C, NOP, NOP, 0x17ff_ffff)).hasValue(CODE + 8);
    }

    @Test
    void pageAndOffset() {
        // adrp x16, DATA; add x16, x16, #0x568; br x16
        assertThat(destination(true, 0xf000_0090, 0x9115_a210, BR_X16)).hasValue(DATA + 0x568);
        assertThat(destination(true, BTI_C, 0xf000_0090, 0x9115_a210, BR_X16)).hasValue(DATA + 0x568);
    }

    @Test
    void wholeAddressInFourInstructions() {
        // movn x16, #0xba97; movk x16, #0x8123, lsl #16; movk x16, #0x8000, lsl #32; br x16, as a module's PLT has it
        assertThat(destination(true, 0x9297_52f0, 0xf2b0_2470, 0xf2d0_0010, BR_X16)).hasValue(DESTINATION);
    }

    @Test
    void literal() {
        // ldr x16, DATA (0x13000 away); br x16
        assertThat(destination(true, 0x5809_8010, BR_X16)).hasValue(DESTINATION);
        assertThat(destination(false, 0x5809_8010, BR_X16)).isEmpty();
    }

    @Test
    void entryOfLinkageTable() {
        // adrp x16, DATA; ldr x17, [x16]; add x16, x16, #0; br x17
        assertThat(destination(true, 0xf000_0090, 0xf940_0211, 0x9100_0210, BR_X17)).hasValue(DESTINATION);
        assertThat(destination(false, 0xf000_0090, 0xf940_0211, 0x9100_0210, BR_X17)).isEmpty();
        // The same with [x16, #8], where the data ends
        assertThat(destination(true, 0xf000_0090, 0xf940_0611, 0x9100_2210, BR_X17)).isEmpty();
    }

    @Test
    void unknownRegister() {
        assertThat(destination(true, BR_X16)).isEmpty();
        // ldr x16, [x0]; br x16
        assertThat(destination(true, 0xf940_0010, BR_X16)).isEmpty();
        // adrp x16, DATA; add w16, w16, #1; br x16
        assertThat(destination(true, 0xf000_0090, 0x1100_0610, BR_X16)).isEmpty();
        // movz x16, #1; csel x16, x16, x17, eq; br x16
        assertThat(destination(true, 0xd280_0030, 0x9a91_0210, BR_X16)).isEmpty();
        assertThat(destination(true, 0xd61f_03e0)).isEmpty();
    }

    @Test
    void codeThatDoesMore() {
        int jump = 0x1400_0010;
        // mov x0, #1
        assertThat(destination(true, 0xd280_0020, jump)).isEmpty();
        // mov x19, #1
        assertThat(destination(true, 0xd280_0033, jump)).isEmpty();
        // stp x29, x30, [sp, #-16]!; str x9, [x16]; stp w0, w1, [x2, #-8]
        assertThat(destination(true, 0xa9bf_7bfd, jump)).isEmpty();
        assertThat(destination(true, 0xf900_0209, jump)).isEmpty();
        assertThat(destination(true, 0x293f_0440, jump)).isEmpty();
        // sub sp, sp, #0x20
        assertThat(destination(true, 0xd100_83ff, jump)).isEmpty();
        // bl; b.eq; ret; brk; unallocated
        assertThat(destination(true, 0x9400_0040, jump)).isEmpty();
        assertThat(destination(true, 0x5400_0040, jump)).isEmpty();
        assertThat(destination(true, 0xd65f_03c0, jump)).isEmpty();
        assertThat(destination(true, 0xd421_0000, jump)).isEmpty();
        assertThat(destination(true, 0x0001_0000, jump)).isEmpty();
    }

    @Test
    void looksAtEightInstructions() {
        assertThat(destination(true, NOP, NOP, NOP, NOP, NOP, NOP, NOP, 0x1400_0010)).hasValue(CODE + 0x5c);
        assertThat(destination(true, NOP, NOP, NOP, NOP, NOP, NOP, NOP, NOP, 0x1400_0010)).isEmpty();
        assertThat(destination(true, NOP, NOP)).isEmpty();
        assertThat(destination(true)).isEmpty();
        assertThat(Veneers.destination(machine, new TwoParts(slice(), true), 0)).isEmpty();
    }

    private OptionalLong destination(boolean constantData, int... code) {
        return Veneers.destination(machine, new TwoParts(slice(code), constantData), CODE);
    }

    private static Slice slice(int... code) {
        ByteBuffer words = ByteBuffer.allocate(4 * code.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : code) {
            words.putInt(word);
        }
        return Slice.of("test", "code", MemorySegment.ofArray(words.array()));
    }

    /// Code at `CODE`; 8 bytes at `DATA`, the address `DESTINATION`.
    private record TwoParts(Slice code, boolean constantData) implements Memory {
        @Override
        public Optional<Slice> at(long address) {
            long offset = address - CODE;
            if (code.contains(offset, 0)) {
                return Optional.of(code.window(offset, code.size() - offset));
            }
            ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, DESTINATION);
            return address == DATA ? Optional.of(Slice.of("test", "data", MemorySegment.ofArray(data.array())))
                    : Optional.empty();
        }

        @Override
        public boolean isConstant(long address) {
            return constantData && address >= DATA && address < DATA + 8;
        }
    }
}
