package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.testing.ElfBuilder;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Relocations of LoongArch that belong together.
class LoongArchPatchTest {
    private static final int ADD32 = 50;
    private static final int SUB32 = 55;
    private static final int ADD_ULEB128 = 107;
    private static final int SUB_ULEB128 = 108;
    private static final int[] FAR = {0x1a000004, 0x02c00005, 0x16000005, 0x030000a5}; // pcalau12i, addi.d, lu32i.d, …

    @Test
    void slotsOfTheGlobalOffsetTableAreReachedByPage() {
        AddressSpace space = got(new int[] {75, 76}, 0x1a000004, 0x28c00084); // pcalau12i a0; ld.d a0, a0
        Slice text = space.at(AddressSpace.BASE).orElseThrow();
        checkSlot(space, page(text, 0) + signed(text.s32(4), 10, 12));
    }

    @Test
    void slotsOfTheGlobalOffsetTableAreReachedByAddress() {
        AddressSpace space = got(new int[] {79, 80, 81, 82}, 0x14000004, 0x03800084, 0x16000004, 0x03000084);
        Slice text = space.at(AddressSpace.BASE).orElseThrow();
        checkSlot(space, (long) signed(text.s32(0), 5, 20) << 12 | (text.s32(4) >>> 10 & 0xfffL));
        assertThat(signed(text.s32(8), 5, 20)).isZero();
        assertThat(signed(text.s32(12), 10, 12)).isZero();
    }

    @Test
    void slotsOfTheGlobalOffsetTableAreReachedFromAfar() {
        AddressSpace space = got(new int[] {75, 76, 77, 78}, FAR);
        Slice text = space.at(AddressSpace.BASE).orElseThrow();
        checkSlot(space, far(text));
    }

    /// What the processor makes of the four instructions, whatever the signs of the parts.
    @ParameterizedTest
    @ValueSource(longs = {0, 0x7ff, 0x800, 0xfff, 0x1000_0000, 0x7fff_f800L, 0x8000_0000L, 0x9000_0800L,
        0xffff_ffffL, 0x1_0000_0fffL, 0x7fff_ffff_ffffL, 0x9000_0000_0020_0800L, -1, -0x800, -0x8000_0001L})
    void fourInstructionsReachEverything(long address) {
        ElfBuilder builder = new ElfBuilder(ElfType.REL, Elf.LOONGARCH)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, words(FAR))
                .symbol("x", Symbols.NOTYPE, ElfBuilder.ABSOLUTE, address, 0);
        for (int i = 0; i < FAR.length; i++) {
            builder.relocation(".text", 4L * i, 71 + i, "x", 0); // PCALA_HI20, LO12, 64_LO20, 64_HI12
        }
        AddressSpace space = space(builder);
        assertThat(far(space.at(AddressSpace.BASE).orElseThrow())).isEqualTo(address);
    }

    @Test
    void differencesOfLabels() {
        byte[] bytes = {0, 0, 0, 0, (byte) 0x80, (byte) 0x80, 0, 0x55, 0x7f, (byte) 0xc0};
        AddressSpace space = space(new ElfBuilder(ElfType.REL, Elf.LOONGARCH)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, new byte[0x400])
                .section(".debug_rnglists", SectionType.PROGBITS, 0, bytes)
                .symbol("begin", Symbols.NOTYPE, ".text", 0x10, 0).symbol("end", Symbols.NOTYPE, ".text", 0x310, 0)
                .relocation(".debug_rnglists", 0, ADD32, "end", 2).relocation(".debug_rnglists", 0, SUB32, "begin", 0)
                .relocation(".debug_rnglists", 4, ADD_ULEB128, "end", 1)
                .relocation(".debug_rnglists", 4, SUB_ULEB128, "begin", 0)
                .relocation(".debug_rnglists", 8, ADD_ULEB128, "end", 0)
                .relocation(".debug_rnglists", 8, SUB_ULEB128, "begin", 0)
                .relocation(".debug_rnglists", 9, 105, "end", 5).relocation(".debug_rnglists", 9, 106, "begin", 0));
        Slice section = space.contents(elf.section(".debug_rnglists").orElseThrow());
        assertThat(section.u32(0)).isEqualTo(0x302);
        // 0x301 in three bytes; the next has one byte for 0x37f, the last six bits for 0x305
        assertThat(section.copy(4, 4)).containsExactly((byte) 0x81, (byte) 0x86, (byte) 0, (byte) 0x55);
        assertThat(section.u8(8)).isEqualTo(0x7f);
        assertThat(section.u8(9)).isEqualTo(0xc5);
        assertThat(space.troubles()).isEmpty();
    }

    /// 49 ADD24, 54 SUB24, which the linker of the other test does not know.
    @Test
    void sumsOfThreeBytesLeaveTheFourth() {
        AddressSpace space = space(new ElfBuilder(ElfType.REL, Elf.LOONGARCH)
                .section(".debug_info", SectionType.PROGBITS, 0, words(0x55ff_ff07, 0x5500_0007))
                .symbol("x", Symbols.NOTYPE, ElfBuilder.ABSOLUTE, 0x103, 0)
                .relocation(".debug_info", 0, 49, "x", 0).relocation(".debug_info", 4, 54, "x", 0));
        Slice section = space.contents(elf.section(".debug_info").orElseThrow());
        assertThat(section.u32(0)).isEqualTo(0x5500_000aL);
        assertThat(section.u32(4)).isEqualTo(0x55ff_ff04L);
        assertThat(space.troubles()).isEmpty();
    }

    @Test
    void aNumberWithoutAnEndIsNone() {
        byte[] bytes = new byte[16];
        Arrays.fill(bytes, (byte) 0x80);
        for (int offset : new int[] {0, 10}) {
            AddressSpace space = space(new ElfBuilder(ElfType.REL, Elf.LOONGARCH)
                    .section(".debug_rnglists", SectionType.PROGBITS, 0, bytes)
                    .symbol("x", Symbols.NOTYPE, ElfBuilder.ABSOLUTE, 5, 0)
                    .relocation(".debug_rnglists", offset, ADD_ULEB128, "x", 0));
            Section section = elf.section(".debug_rnglists").orElseThrow();
            if (offset == 0) {
                assertThat(space.contents(section).copy(0, 16)).isEqualTo(bytes);
                assertThat(space.troubles())
                        .containsExactly("relocation of type 107 does not reach its target in .debug_rnglists");
            } else {
                assertThatThrownBy(() -> space.contents(section)).isInstanceOf(MalformedFileException.class);
            }
        }
    }

    /// Every type, at every offset at which it does not fit.
    @Test
    void fieldsOutsideTheSectionAreRefused() {
        for (int type = 0; type < 128; type++) {
            for (long offset : new long[] {-1, 8, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32}) {
                AddressSpace space = space(new ElfBuilder(ElfType.REL, Elf.LOONGARCH)
                        .section(".debug_info", SectionType.PROGBITS, 0, new byte[8])
                        .symbol("x", Symbols.NOTYPE, ElfBuilder.ABSOLUTE, 8, 0)
                        .relocation(".debug_info", offset, type, "x", 0));
                Section section = elf.section(".debug_info").orElseThrow();
                try {
                    assertThat(space.contents(section).u64(0)).as("type %s at %s", type, offset).isZero();
                } catch (MalformedFileException expected) {
                    assertThat(expected).hasMessageContaining("r_offset inside .debug_info (8 bytes)");
                }
            }
        }
    }

    private Elf elf = Elf.read(new ElfBuilder(ElfType.REL, Elf.LOONGARCH).build().slice());

    private AddressSpace space(ElfBuilder builder) {
        elf = Elf.read(builder.build().slice());
        return AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto());
    }

    private AddressSpace got(int[] types, int... code) {
        ElfBuilder builder = new ElfBuilder(ElfType.REL, Elf.LOONGARCH)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, words(code))
                .symbol("u", Symbols.NOTYPE, ElfBuilder.UNDEFINED, 0, 0);
        for (int i = 0; i < types.length; i++) {
            builder.relocation(".text", 4L * i, types[i], "u", 0);
        }
        return space(builder);
    }

    private static void checkSlot(AddressSpace space, long slot) {
        assertThat(space.isConstant(slot)).isTrue();
        long address = space.at(slot).orElseThrow().u64(0);
        assertThat(address).isEqualTo(space.address(1));
        assertThat(space.undefinedSymbol(address)).hasValue(1);
        assertThat(space.troubles()).isEmpty();
    }

    /// `pcalau12i`, and the sum of it and of `addi.d` from zero, `lu32i.d`, `lu52i.d`.
    private static long far(Slice text) {
        long low = signed(text.s32(4), 10, 12) & 0xffff_ffffL;
        long middle = ((long) signed(text.s32(8), 5, 20) << 32) & 0xf_ffff_ffff_ffffL;
        long high = (long) signed(text.s32(12), 10, 12) << 52;
        return page(text, 0) + (low | middle | high);
    }

    private static long page(Slice text, long offset) {
        return ((AddressSpace.BASE + offset) & ~0xfffL) + ((long) signed(text.s32(offset), 5, 20) << 12);
    }

    private static int signed(int word, int low, int count) {
        return word << (32 - low - count) >> (32 - count);
    }

    private static byte[] words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }
}
