package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.Slice;
import dev.assay.machine.Decoder;
import dev.assay.machine.Flow;
import dev.assay.machine.Riscv64;
import dev.assay.testing.ElfBuilder;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/// Relocations of RISC-V that belong together.
class RiscvPatchTest {
    private static final int GOT_HI20 = 20;
    private static final int PCREL_HI20 = 23;
    private static final int PCREL_LO12_I = 24;
    private static final int PCREL_LO12_S = 25;
    private static final int AUIPC = 0x0000_0517; // auipc a0, 0
    private static final int ADDI = 0x0005_0513; // addi a0, a0, 0
    private static final int LOAD = 0x0005_3503; // ld a0, 0(a0)
    private static final int STORE = 0x00b5_3023; // sd a1, 0(a0)

    /// The lower half may come first, and two may share an upper one.
    @Test
    void lowerHalvesFollowTheirUpperOne() {
        AddressSpace space = space(new ElfBuilder(ElfType.REL, Elf.RISCV)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE,
                        words(ADDI, AUIPC, STORE))
                .section(".data", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.WRITE, new byte[0x2000])
                .symbol("label", Symbols.NOTYPE, ".text", 4, 0).symbol("datum", Symbols.OBJECT, ".data", 0x17f8, 8)
                .relocation(".text", 0, PCREL_LO12_I, "label", 0).relocation(".text", 4, PCREL_HI20, "datum", 4)
                .relocation(".text", 8, PCREL_LO12_S, "label", 0));
        Slice text = space.at(AddressSpace.BASE).orElseThrow();
        long upper = AddressSpace.BASE + 4 + (text.s32(4) & ~0xfff);
        long datum = space.address(2) + 4;
        assertThat(upper + (text.s32(0) >> 20)).isEqualTo(datum);
        assertThat(upper + ((text.s32(8) >> 25 << 5) | ((text.s32(8) >> 7) & 31))).isEqualTo(datum);
        assertThat(text.s32(8) & 0x01ff_f07f).isEqualTo(STORE);
        assertThat(space.troubles()).isEmpty();
    }

    @Test
    void slotsOfTheGlobalOffsetTableAreReachedInTwoSteps() {
        AddressSpace space = space(new ElfBuilder(ElfType.REL, Elf.RISCV)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, words(AUIPC, LOAD))
                .symbol("label", Symbols.NOTYPE, ".text", 0, 0).symbol("u", Symbols.NOTYPE, ElfBuilder.UNDEFINED, 0, 0)
                .relocation(".text", 0, GOT_HI20, "u", 0).relocation(".text", 4, PCREL_LO12_I, "label", 0));
        Slice text = space.at(AddressSpace.BASE).orElseThrow();
        long slot = AddressSpace.BASE + (text.s32(0) & ~0xfff) + (text.s32(4) >> 20);
        assertThat(space.isConstant(slot)).isTrue();
        long address = space.at(slot).orElseThrow().u64(0);
        assertThat(address).isEqualTo(space.address(2));
        assertThat(space.undefinedSymbol(address)).hasValue(2);
        assertThat(space.troubles()).isEmpty();
    }

    @Test
    void aLowerHalfWithoutAnUpperOneIsReported() {
        AddressSpace space = space(new ElfBuilder(ElfType.REL, Elf.RISCV)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, words(AUIPC, ADDI))
                .symbol("label", Symbols.NOTYPE, ".text", 0, 0)
                .relocation(".text", 4, PCREL_LO12_I, "label", 0));
        assertThat(space.at(AddressSpace.BASE).orElseThrow().s32(4)).isEqualTo(ADDI);
        assertThat(space.troubles()).containsExactly("relocation type 24 not applied in .text");
    }

    /// 44 RVC_BRANCH, 45 RVC_JUMP; the decoder says where the patched instruction goes.
    @Test
    void shortTransfersReachTheirTarget() {
        for (int type : new int[] {44, 45}) {
            int reach = type == 44 ? 256 : 2048;
            short instruction = (short) (type == 44 ? 0xc10d : 0xb7dd); // c.beqz a0 and c.j, to some other place
            for (int distance = -reach; distance < reach; distance += 2) {
                byte[] bytes = {(byte) instruction, (byte) (instruction >> 8), 1, 0};
                AddressSpace space = space(new ElfBuilder(ElfType.REL, Elf.RISCV)
                        .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, bytes)
                        .symbol("x", Symbols.NOTYPE, ".text", 0, 0).relocation(".text", 0, type, "x", distance));
                Slice text = space.at(AddressSpace.BASE).orElseThrow();
                Decoder decoder = new Riscv64().decoder();
                decoder.decode(text, 0, AddressSpace.BASE);
                assertThat(decoder.flow()).isEqualTo(type == 44 ? Flow.BRANCH : Flow.JUMP);
                assertThat(decoder.target()).isEqualTo(AddressSpace.BASE + distance);
                assertThat(text.u16(2)).isEqualTo(1);
                assertThat(space.troubles()).isEmpty();
            }
        }
    }

    /// A difference of two labels in as many bytes as the assembler left for it (60 SET_ULEB128, 61 SUB_ULEB128).
    @Test
    void differencesOfLabelsKeepTheirLength() {
        byte[] bytes = {(byte) 0x80, (byte) 0x80, 0, 0x55, 0x7f, 0x55};
        AddressSpace space = space(new ElfBuilder(ElfType.REL, Elf.RISCV)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, new byte[0x400])
                .section(".debug_rnglists", SectionType.PROGBITS, 0, bytes)
                .symbol("begin", Symbols.NOTYPE, ".text", 0x10, 0).symbol("end", Symbols.NOTYPE, ".text", 0x310, 0)
                .relocation(".debug_rnglists", 0, 60, "end", 1).relocation(".debug_rnglists", 0, 61, "begin", 0)
                .relocation(".debug_rnglists", 4, 60, "end", 0).relocation(".debug_rnglists", 4, 61, "begin", 0));
        Slice section = space.contents(section(space));
        // 0x301 in three bytes; the other fits in one only in part
        assertThat(section.copy(0, 4)).containsExactly((byte) 0x81, (byte) 0x86, (byte) 0, (byte) 0x55);
        assertThat(section.copy(5, 1)).containsExactly((byte) 0x55);
        assertThat(space.troubles())
                .containsExactly("relocation of type 61 does not reach its target in .debug_rnglists");
    }

    private Elf elf = Elf.read(new ElfBuilder(ElfType.REL, Elf.RISCV).build().slice());

    private Section section(AddressSpace space) {
        assertThat(space.troubles()).isEmpty();
        return elf.section(".debug_rnglists").orElseThrow();
    }

    private AddressSpace space(ElfBuilder builder) {
        elf = Elf.read(builder.build().slice());
        return AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto());
    }

    private static byte[] words(int... words) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            bytes.putInt(word);
        }
        return bytes.array();
    }
}
