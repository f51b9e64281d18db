package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.Slice;
import dev.assay.testing.ElfBuilder;
import java.lang.foreign.Arena;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a linker is no witness for: relocations that fail, and the table of addresses that is made up.
class PatchTest {
    private static final String SYMBOL = "x";

    @ParameterizedTest
    @CsvSource({
        // x86-64 psABI, "Relocation Types": 2 PC32, 4 PLT32, 10 32, 11 32S, 12 16, 13 PC16
        "62, 2, 0x8FFFFFFF, 0x90000000", "62, 4, -0x70000000, -0x70000001", "62, 10, 0xFFFFFFFF, 0x100000000",
        "62, 10, 0, -1", "62, 11, 0x7FFFFFFF, 0x80000000", "62, 11, -0x80000000, -0x80000001",
        "62, 12, 0xFFFF, 0x10000", "62, 12, -0x8000, -0x8001", "62, 13, 0x1000FFFF, 0x10010000",
        // AArch64 ELF ABI §5.7: 258 ABS32, 259 ABS16, 261 PREL32, 262 PREL16, 263.. MOVW_UABS, 273 LD_PREL_LO19,
        // 274 ADR_PREL_LO21, 275 ADR_PREL_PG_HI21, 279 TSTBR14, 280 CONDBR19, 283 CALL26, 284.. LDST
        "183, 258, 0xFFFFFFFF, 0x100000000", "183, 258, -0x80000000, -0x80000001", "183, 259, 0xFFFF, 0x10000",
        "183, 261, 0x8FFFFFFF, 0x90000000", "183, 262, 0x1000FFFF, 0x10010000", "183, 263, 0xFFFF, 0x10000",
        "183, 265, 0xFFFFFFFF, 0x100000000", "183, 267, 0xFFFFFFFFFFFF, 0x1000000000000",
        "183, 273, 0x100FFFFC, 0x10100000", "183, 273, 0x10000000, 0x10000002", "183, 274, 0x100FFFFF, 0x10100000",
        "183, 275, 0x10FFFFFFF, 0x110000000", "183, 279, 0x10007FFC, 0x10008000", "183, 280, 0x100FFFFC, 0x10100000",
        "183, 283, 0x17FFFFFC, 0x18000000", "183, 283, 0x08000000, 0x07FFFFFC", "183, 284, 2, 1", "183, 285, 4, 2",
        "183, 286, 8, 4", "183, 299, 16, 8",
        // RISC-V psABI: 1 32, 16 BRANCH, 17 JAL, 19 CALL_PLT, 23 PCREL_HI20, 26 HI20, 44 RVC_BRANCH, 45 RVC_JUMP,
        // 57 32_PCREL, 59 PLT32
        "243, 1, 0xFFFFFFFF, 0x100000000", "243, 1, -0x80000000, -0x80000001", "243, 16, 0x10000FFE, 0x10001000",
        "243, 16, 0x0FFFF000, 0x0FFFEFFE", "243, 16, 0x10000000, 0x10000001", "243, 17, 0x100FFFFE, 0x10100000",
        "243, 19, 0x8FFFF7FF, 0x8FFFF800", "243, 23, 0x8FFFF7FF, 0x8FFFF800", "243, 26, 0x7FFFF7FF, 0x7FFFF800",
        "243, 26, -0x80000800, -0x80000801", "243, 44, 0x100000FE, 0x10000100", "243, 45, 0x100007FE, 0x10000800",
        "243, 57, 0x8FFFFFFF, 0x90000000", "243, 59, 0x8FFFFFFF, 0x90000000",
        // LoongArch psABI: 1 32, 64 B16, 65 B21, 66 B26, 71 PCALA_HI20, 99 32_PCREL, 103 PCREL20_S2, 110 CALL36
        "258, 1, 0xFFFFFFFF, 0x100000000", "258, 1, -0x80000000, -0x80000001", "258, 64, 0x1001FFFC, 0x10020000",
        "258, 64, 0x0FFE0000, 0x0FFDFFFC", "258, 64, 0x10000000, 0x10000002", "258, 65, 0x103FFFFC, 0x10400000",
        "258, 66, 0x17FFFFFC, 0x18000000", "258, 66, 0x08000000, 0x07FFFFFC", "258, 71, 0x8FFFF7FF, 0x8FFFF800",
        "258, 99, 0x8FFFFFFF, 0x90000000", "258, 103, 0x101FFFFC, 0x10200000", "258, 103, 0x10000000, 0x10000001",
        "258, 110, 0x200FFDFFFC, 0x200FFE0000", "258, 110, 0x10000000, 0x10000002",
    })
    void reportsWhatDoesNotReach(int machine, int type, String reached, String beyond) {
        assertThat(troubles(machine, type, Long.decode(reached))).isEmpty();
        assertThat(troubles(machine, type, Long.decode(beyond)))
                .containsExactly("relocation of type %d does not reach its target in .text".formatted(type));
    }

    @ParameterizedTest
    @CsvSource({"62, 99", "62, 18", "183, 2", "183, 512", "243, 3", "243, 24", "243, 61", "258, 3", "258, 22",
        "258, 83", "40, 2", "40, 257", "62, -1"})
    void reportsWhatItDoesNotKnow(int machine, int type) {
        assertThat(troubles(machine, type, 0))
                .containsExactly("relocation type %d not applied in .text".formatted(type));
    }

    @Test
    void countsTroublesOnceForEachSectionRead() {
        Elf elf = Elf.read(new ElfBuilder(ElfType.REL, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC, new byte[32])
                .section(".comment", SectionType.PROGBITS, 0, new byte[32])
                .section(".debug_line", SectionType.PROGBITS, 0, new byte[32])
                .relocation(".text", 0, 77, "", 0).relocation(".text", 8, 77, "", 0).relocation(".text", 8, 78, "", 0)
                .relocation(".comment", 0, 77, "", 0).relocation(".debug_line", 0, 77, "", 0).build().slice());
        AddressSpace space = AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto());
        assertThat(space.troubles()).isEmpty();
        elf.sections().forEach(space::contents);
        elf.sections().forEach(space::contents);
        assertThat(space.troubles()).containsExactly("relocation type 77 not applied in .debug_line",
                "relocation type 77 not applied in .text (2 times)", "relocation type 78 not applied in .text");
    }

    @Test
    void leavesTheFileAsItIs() {
        Slice file = new ElfBuilder(ElfType.REL, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC, new byte[32])
                .relocation(".text", 0, 1, "", -1).build().slice();
        Elf elf = Elf.read(file);
        Section text = elf.section(".text").orElseThrow();
        assertThat(AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto()).contents(text).u64(0)).isEqualTo(-1);
        assertThat(elf.raw(text).u64(0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"9", "41", "42"})
    void x86ReadsAddressesFromTheGlobalOffsetTable(int type) {
        AddressSpace space = gotSpace(Elf.X86_64, new int[] {type}, -4);
        Slice text = space.at(AddressSpace.BASE).orElseThrow();
        checkSlot(space, AddressSpace.BASE + 4 + text.s32(0));
    }

    @Test
    void aarch64ReadsAddressesFromTheGlobalOffsetTable() {
        AddressSpace space = gotSpace(Elf.AARCH64, new int[] {311, 312, 309}, 0);
        Slice text = space.at(AddressSpace.BASE).orElseThrow();
        long pages = (text.u32(0) >> 5 & 0x7ffff) << 2 | (text.u32(0) >> 29 & 3);
        long low = (text.u32(4) >> 10 & 0xfff) << 3;
        checkSlot(space, AddressSpace.BASE + (pages << 12) + low);
        checkSlot(space, AddressSpace.BASE + 8 + ((text.u32(8) >> 5 & 0x7ffff) << 2));
    }

    private static void checkSlot(AddressSpace space, long slot) {
        assertThat(space.isConstant(slot)).isTrue();
        assertThat(space.isConstant(slot + 7)).isTrue();
        assertThat(space.sectionAt(slot)).isEmpty();
        long address = space.at(slot).orElseThrow().u64(0);
        assertThat(address).isEqualTo(space.address(2));
        assertThat(space.undefinedSymbol(address)).hasValue(2);
        assertThat(space.troubles()).isEmpty();
    }

    private static AddressSpace gotSpace(int machine, int[] types, long addend) {
        ElfBuilder builder = new ElfBuilder(ElfType.REL, machine)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, new byte[16])
                .symbol("f", Symbols.FUNC, ".text", 0, 16).symbol("u", Symbols.NOTYPE, ElfBuilder.UNDEFINED, 0, 0);
        for (int i = 0; i < types.length; i++) {
            builder.relocation(".text", 4L * i, types[i], "u", addend);
        }
        Elf elf = Elf.read(builder.build().slice());
        return AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto());
    }

    @Test
    void aSlotOfASymbolPlusSomethingIsNotMadeUp() {
        AddressSpace space = gotSpace(Elf.AARCH64, new int[] {311}, 8);
        space.at(AddressSpace.BASE);
        assertThat(space.troubles()).containsExactly("relocation type 311 not applied in .text");
    }

    /// One relocation at address BASE, against a number.
    private static List<String> troubles(int machine, int type, long value) {
        Elf elf = Elf.read(new ElfBuilder(ElfType.REL, machine)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, new byte[16])
                .symbol(SYMBOL, Symbols.NOTYPE, ElfBuilder.ABSOLUTE, value, 0)
                .relocation(".text", 0, type, SYMBOL, 0).build().slice());
        AddressSpace space = AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto());
        space.contents(elf.section(".text").orElseThrow());
        return space.troubles();
    }
}
