package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.testing.ElfBuilder;
import dev.assay.testing.ElfBytes;
import java.lang.foreign.Arena;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// One test for each rule that a file can break; the message is what the user gets.
///
/// The sample: sections 1 .text (16 bytes at 0x40), 2 .bss, 3 .rela.text, 4 .symtab, 5 .strtab, 6 .shstrtab.
class MalformedElfTest {
    private final ElfBytes sample = sample().build();

    private static ElfBuilder sample() {
        return new ElfBuilder(ElfType.REL, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, new byte[16])
                .nobits(".bss", ElfBuilder.ALLOC | ElfBuilder.WRITE, 0, 0x100)
                .symbol("f", Symbols.FUNC, ".text", 0, 16)
                .relocation(".text", 4, 1, "f", 0);
    }

    @Test
    void theSampleIsGood() {
        AddressSpace space = space(sample);
        assertThat(space.at(AddressSpace.BASE).orElseThrow().u64(4)).isEqualTo(AddressSpace.BASE);
        assertThat(space.troubles()).isEmpty();
    }

    @Test
    void empty() {
        malformed(() -> Elf.read(ElfBytes.sliceOf()), "test.elf: file+0x0: expected an ELF file, found an empty file");
    }

    @Test
    void notElf() {
        malformed(() -> Elf.read(ElfBytes.sliceOf((byte) '#', (byte) '!', (byte) '/', (byte) 'b', (byte) 'i')),
                "test.elf: file+0x0: expected ELF magic 7f 45 4c 46, found 23 21 2f 62");
    }

    @Test
    void shorterThanTheMagic() {
        malformed(() -> Elf.read(ElfBytes.sliceOf((byte) 0x7f, (byte) 'E')),
                "test.elf: file+0x0: expected ELF magic 7f 45 4c 46, found 7f 45");
    }

    @Test
    void truncatedHeader() {
        malformed(sample.truncated(63), "file+0x0: expected 64 bytes for the ELF header, found 63 left in file");
    }

    @Test
    void class32() {
        unsupported(() -> Elf.read(sample.put(4, 1, 1).slice()),
                "test.elf: file+0x4: not supported: ELF class 1; only 64-bit ELF (class 2) is read");
    }

    @Test
    void bigEndian() {
        unsupported(() -> Elf.read(sample.put(5, 1, 2).slice()),
                "test.elf: file+0x5: not supported: ELF data encoding 2; only little-endian (1) is read");
    }

    @Test
    void sizeOfSectionHeaders() {
        malformed(sample.put(58, 2, 40), "file+0x3a: expected e_shentsize 64, found 40");
    }

    @Test
    void sectionHeadersBeyondTheFile() {
        malformed(sample.put(40, 8, sample.size()), "file+0x%x: expected 448 bytes for section headers, "
                .formatted(sample.size()) + "found 0 left in file");
        malformed(sample.put(40, 8, -1), "file+0xffffffffffffffff: expected 448 bytes for section headers, "
                + "found 0 left in file");
    }

    @Test
    void truncatedSectionHeaders() {
        malformed(sample.truncated(sample.size() - 1), "file+0x%x: expected 448 bytes for section headers, "
                .formatted(sample.headers()) + "found 447 left in file");
    }

    @Test
    void moreSectionHeadersThanTheFileCouldHold() {
        malformed(sample.put(60, 2, 0xfeff), "file+0x3c: expected at most %d section headers, found 0xfeff"
                .formatted(sample.size() / 64));
    }

    @Test
    void noSectionHeadersIsNoError() {
        assertThat(Elf.read(sample.put(40, 8, 0).slice()).sections()).isEmpty();
    }

    @Test
    void extendedCounts() {
        ElfBytes extended = sample().extendedCounts().build();
        Elf elf = Elf.read(extended.slice());
        assertThat(elf.sections()).extracting(Section::name).containsExactly("", ".text", ".bss", ".rela.text",
                ".symtab", ".strtab", ".symtab_shndx", ".shstrtab");
        assertThat(Symbols.of(elf).section(1)).isEqualTo(1);
        malformed(extended.put(extended.header("") + 32, 8, 1L << 58),
                "file+0x3c: expected at most %d section headers, found 0x400000000000000"
                        .formatted(extended.size() / 64));
        malformed(extended.put(extended.header("") + 32, 8, -1),
                "file+0x3c: expected at most %d section headers, found 0xffffffffffffffff"
                        .formatted(extended.size() / 64));
        malformed(extended.put(extended.header("") + 32, 8, 0),
                "file+0x3c: expected section headers at e_shoff, found e_shnum 0 and sh_size 0 in the first of them");
    }

    @Test
    void extendedIndexOfTheSectionNames() {
        ElfBytes extended = sample().extendedCounts().build();
        malformed(extended.put(extended.header("") + 40, 4, 0xffff_fff0L),
                "file+0x3e: expected e_shstrndx below 8, found 4294967280");
    }

    @Test
    void indexOfTheSectionNames() {
        malformed(sample.put(62, 2, 7), "file+0x3e: expected e_shstrndx below 7, found 7");
    }

    @Test
    void aFileMayHaveNoSectionNames() {
        assertThat(Elf.read(sample.put(62, 2, 0).slice()).sections()).extracting(Section::name).containsOnly("");
        ElfBytes extended = sample().extendedCounts().build();
        assertThat(Elf.read(extended.put(62, 2, 0).slice()).sections()).extracting(Section::name).containsOnly("");
    }

    @Test
    void sectionNamesBeyondTheFile() {
        malformed(sample.put(sample.header(".shstrtab") + 32, 8, 1 << 20),
                "file+0x%x: expected 1048576 bytes for .shstrtab, found %d left in file"
                        .formatted(sample.contents(".shstrtab"), sample.size() - sample.contents(".shstrtab")));
    }

    @Test
    void nameOfASectionOutside() {
        malformed(sample.put(sample.header(".bss"), 4, 0x1000),
                "section headers+0x80: expected sh_name below 0x31 (the size of .shstrtab), found 0x1000");
    }

    @Test
    void nameOfASectionWithoutEnd() {
        malformed(sample.put(sample.contents(".shstrtab") + 0x30, 1, 'x'),
                ".shstrtab+0x27: expected a NUL-terminated string, found the end of .shstrtab");
    }

    @Test
    void sectionNamesThatShareTheirBytes() {
        ElfBuilder many = sample().section("." + "x".repeat(1000), SectionType.PROGBITS, 0, new byte[0]);
        for (int i = 0; i < 20; i++) {
            many.section("y" + i, SectionType.PROGBITS, 0, new byte[0]);
        }
        ElfBytes elf = many.build();
        for (int i = 0; i < 20; i++) {
            elf.put(elf.header("y" + i), 4, 20 + i);
        }
        assertThatThrownBy(() -> Elf.read(elf.slice())).isInstanceOf(MalformedFileException.class)
                .hasMessageMatching("test.elf: .shstrtab\\+0x[0-9a-f]+: expected section names of at most 0x[0-9a-f]+ "
                        + "characters in all, found more");
    }

    @Test
    void sectionOutsideTheFile() {
        malformed(sample.put(sample.header(".text") + 32, 8, 0x10000),
                "section headers+0x58: expected section .text inside the file, "
                        + "found offset 0x40 and size 0x10000 in a file of 0x%x bytes".formatted(sample.size()));
        malformed(sample.put(sample.header(".text") + 24, 8, -1).put(sample.header(".text") + 32, 8, 2),
                "section headers+0x58: expected section .text inside the file, "
                        + "found offset 0xffffffffffffffff and size 0x2 in a file of 0x%x bytes"
                                .formatted(sample.size()));
    }

    @Test
    void sectionsThatLieOverEachOther() {
        ElfBytes elf = sample().section("a", SectionType.PROGBITS, 0, new byte[0])
                .section("b", SectionType.PROGBITS, 0, new byte[0]).section("c", SectionType.PROGBITS, 0, new byte[0])
                .build();
        for (String name : new String[] {"a", "b", "c"}) {
            elf.put(elf.header(name) + 24, 8, 0).put(elf.header(name) + 32, 8, elf.size());
        }
        malformed(elf, "section headers+0x120: expected sections of at most 0x%x bytes in all (twice the file), "
                .formatted(2 * elf.size()) + "found 0x%x".formatted(2 * elf.size() + 16));
    }

    @Test
    void hugeSectionWithoutBytes() {
        malformed(sample.put(sample.header(".bss") + 32, 8, -1),
                "section headers+0xa0: expected a section size below 2^63, found 0xffffffffffffffff");
        ElfBytes big = sample.put(sample.header(".bss") + 32, 8, Long.MAX_VALUE);
        assertThat(Elf.read(big.slice()).section(".bss").orElseThrow().size()).isEqualTo(Long.MAX_VALUE);
        unsupported(() -> space(big), "test.elf: file+0x0: not supported: "
                + "a relocatable file with more than 1610612736 bytes in memory (section .bss)");
    }

    @Test
    void symbolTableOfOddSize() {
        malformed(() -> symbols(sample.put(sample.header(".symtab") + 32, 8, 47)),
                "test.elf: .symtab+0x18: expected symbols of 24 bytes, found 23 bytes left over");
    }

    @Test
    void symbolTableWithoutStrings() {
        malformed(() -> symbols(sample.put(sample.header(".symtab") + 40, 4, 99)),
                "test.elf: .symtab+0x0: expected sh_link of .symtab to name a string table, found section index 99");
        malformed(() -> symbols(sample.put(sample.header(".symtab") + 40, 4, 1)),
                "test.elf: .symtab+0x0: expected sh_link of .symtab to name a string table, "
                        + "found .text of SHT_PROGBITS");
    }

    @Test
    void noSymbolTableIsNoError() {
        Symbols symbols = symbols(sample.put(sample.header(".symtab") + 4, 4, 1));
        assertThat(symbols.count()).isZero();
        malformed(() -> symbols.name(0),
                "test.elf: .symtab+0x0: expected 4 bytes for a value, found 0 left in .symtab");
        malformed(() -> symbols.value(-1),
                "test.elf: .symtab+0xfffffffffffffff0: expected 8 bytes for a value, found 0 left in .symtab");
    }

    @Test
    void nameOfASymbolOutside() {
        Symbols symbols = symbols(sample.put(sample.contents(".symtab") + 24, 4, 3));
        malformed(() -> symbols.name(1), "test.elf: .symtab+0x18: expected st_name below 3, found 0x3");
    }

    @Test
    void sectionOfASymbolOutside() {
        ElfBytes elf = sample.put(sample.contents(".symtab") + 24 + 6, 2, 7);
        malformed(() -> space(elf).address(1), "test.elf: .symtab+0x18: expected st_shndx below 7, found 7");
    }

    @Test
    void sectionOfASymbolReserved() {
        ElfBytes elf = sample.put(sample.contents(".symtab") + 24 + 6, 2, 0xff02);
        malformed(() -> space(elf).address(1),
                "test.elf: .symtab+0x18: expected st_shndx below 7, found reserved index 0xff02");
    }

    @Test
    void extendedSectionIndexWithoutItsTable() {
        ElfBytes elf = sample.put(sample.contents(".symtab") + 24 + 6, 2, 0xffff);
        malformed(() -> space(elf).address(1), "test.elf: .symtab+0x18: expected a section of type SHT_SYMTAB_SHNDX "
                + "for st_shndx 0xffff, found none");
    }

    @Test
    void extendedSectionIndexOutside() {
        ElfBytes elf = sample().extendedCounts().build();
        elf.put(elf.contents(".symtab_shndx") + 4, 4, 0xffff_fff1L);
        malformed(() -> space(elf).address(1), "test.elf: .symtab+0x18: expected st_shndx below 8, found 2147483647");
        elf.put(elf.header(".symtab_shndx") + 32, 8, 4);
        malformed(() -> space(elf).address(1),
                "test.elf: .symtab_shndx+0x4: expected 4 bytes for a value, found 0 left in .symtab_shndx");
    }

    @Test
    void relocationsOfOddSize() {
        damagedText(sample.put(sample.header(".rela.text") + 32, 8, 23),
                ".rela.text+0x0: expected relocations of 24 bytes, found 23 bytes left over");
    }

    @Test
    void relocationsWithoutAddends() {
        AddressSpace space = space(sample.put(sample.header(".rela.text") + 4, 4, 9));
        unsupported(() -> space.at(AddressSpace.BASE),
                "test.elf: .rela.text+0x0: not supported: SHT_REL; the machines read use SHT_RELA");
    }

    @Test
    void compactRelocations() {
        AddressSpace space = space(sample.put(sample.header(".rela.text") + 4, 4, 0x40000014));
        unsupported(() -> space.at(AddressSpace.BASE),
                "test.elf: .rela.text+0x0: not supported: SHT_CREL; the machines read use SHT_RELA");
    }

    @Test
    void relocationsOfAnotherSymbolTable() {
        damagedText(sample.put(sample.header(".rela.text") + 40, 4, 5),
                ".rela.text+0x0: expected sh_link of .rela.text to name a symbol table, found .strtab of SHT_STRTAB");
    }

    @Test
    void relocationOfASymbolOutside() {
        damagedText(sample.put(sample.contents(".rela.text") + 12, 4, 2),
                ".rela.text+0x0: expected a symbol index below 2, found 2");
        damagedText(sample.put(sample.contents(".rela.text") + 12, 4, 0xffff_ffffL),
                ".rela.text+0x0: expected a symbol index below 2, found 4294967295");
    }

    @Test
    void relocationOutsideItsSection() {
        damagedText(sample.put(sample.contents(".rela.text"), 8, 9),
                ".rela.text+0x0: expected r_offset inside .text (16 bytes), found 0x9");
        damagedText(sample.put(sample.contents(".rela.text"), 8, -1),
                ".rela.text+0x0: expected r_offset inside .text (16 bytes), found 0xffffffffffffffff");
    }

    @Test
    void aDamagedSectionSpoilsOnlyItself() {
        ElfBytes elf = sample().section(".rodata", SectionType.PROGBITS, ElfBuilder.ALLOC, new byte[] {7}).build();
        elf.put(elf.contents(".rela.text"), 8, 9);
        AddressSpace space = space(elf);
        damagedText(elf, ".rela.text+0x0: expected r_offset inside .text (16 bytes), found 0x9");
        Section rodata = Elf.read(elf.slice()).section(".rodata").orElseThrow();
        assertThat(space.at(space.address(rodata)).orElseThrow().u8(0)).isEqualTo(7);
    }

    /// Reads `.text` twice: the second attempt must not take memory again, nor say something else.
    private static void damagedText(ElfBytes elf, String message) {
        AddressSpace space = space(elf);
        malformed(() -> space.at(AddressSpace.BASE), "test.elf: " + message);
        malformed(() -> space.at(AddressSpace.BASE + 1), "test.elf: " + message);
    }

    private static Symbols symbols(ElfBytes elf) {
        return Symbols.of(Elf.read(elf.slice()));
    }

    private static AddressSpace space(ElfBytes bytes) {
        Elf elf = Elf.read(bytes.slice());
        return AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto());
    }

    private static void malformed(ElfBytes elf, String message) {
        malformed(() -> Elf.read(elf.slice()), "test.elf: " + message);
    }

    private static void malformed(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(MalformedFileException.class).hasMessage(message);
    }

    private static void unsupported(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(UnsupportedFormatException.class).hasMessage(message);
    }
}
