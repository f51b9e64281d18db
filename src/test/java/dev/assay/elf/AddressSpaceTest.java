package dev.assay.elf;

import static dev.assay.testing.ElfBuilder.ALLOC;
import static dev.assay.testing.ElfBuilder.EXECUTE;
import static dev.assay.testing.ElfBuilder.TLS;
import static dev.assay.testing.ElfBuilder.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.testing.ElfBuilder;
import dev.assay.testing.ElfBytes;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressSpaceTest {
    private static final long KERNEL = 0xffffffff_81000000L;

    private static AddressSpace space(ElfBuilder builder) {
        return space(Elf.read(builder.build().slice()));
    }

    private static AddressSpace space(Elf elf) {
        return AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto());
    }

    private static ElfBuilder object() {
        return new ElfBuilder(ElfType.REL, Elf.X86_64);
    }

    private static ElfBuilder kernel() {
        return new ElfBuilder(ElfType.EXEC, Elf.X86_64);
    }

    private static ElfBuilder progbits(ElfBuilder builder, String name, long flags, long address, int size) {
        return builder.section(name, SectionType.PROGBITS, flags, address, 1, new byte[size]);
    }

    @Test
    void laysOutObjectsInOrderAndAligned() {
        Elf elf = Elf.read(object().section("a", SectionType.PROGBITS, ALLOC, 0, 1, new byte[3])
                .section("debug", SectionType.PROGBITS, 0, 0, 1, new byte[100])
                .section("b", SectionType.PROGBITS, ALLOC, 0, 4, new byte[3])
                .section("c", SectionType.PROGBITS, ALLOC, 0, 256, new byte[3]).nobits("bss", ALLOC | WRITE, 0, 0x5000)
                .section("d", SectionType.PROGBITS, ALLOC, 0, 1, new byte[3]).build().slice());
        assertThat(space(elf).places()).isEqualTo(Map.of("a#1", 0x1000_0000L, "b#1", 0x1000_0010L, "c#1", 0x1000_0100L,
                "bss#1", 0x1000_0110L, "d#1", 0x1000_5110L));
        assertThat(space(elf).address(elf.section("debug").orElseThrow())).isZero();
    }

    @ParameterizedTest
    @CsvSource({"0", "3", "-1", "4096", "65536", "4611686018427387904", "-9223372036854775808"})
    void hostileAlignmentsStayInTheLayout(long alignment) {
        Elf elf = Elf.read(object().section("a", SectionType.PROGBITS, ALLOC, new byte[3])
                .section("b", SectionType.PROGBITS, ALLOC, 0, alignment, new byte[3]).build().slice());
        long expected = alignment >= 4096 ? 0x1000_1000L : 0x1000_0010L;
        assertThat(space(elf).places()).containsEntry("b#1", expected);
    }

    @Test
    void refusesObjectsThatDoNotFitBelowTwoGigabytes() {
        assertThatThrownBy(() -> space(object().nobits("bss", ALLOC | WRITE, 0, 0x5000_0000L)
                .nobits("more", ALLOC | WRITE, 0, 0x1000_0001L))).isInstanceOf(UnsupportedFormatException.class)
                .hasMessage("test.elf: file+0x0: not supported: "
                        + "a relocatable file with more than 1610612736 bytes in memory (section more)");
        AddressSpace full = space(object().nobits("bss", ALLOC | WRITE, 0, 0x6000_0000L));
        assertThat(full.sectionAt(0x6fff_ffffL)).isPresent();
        assertThat(full.sectionAt(0x7000_0000L)).isEmpty();
    }

    @Test
    void sectionsOfOneNameHavePlacesOfTheirOwn() {
        ElfBuilder builder = object().section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, new byte[] {1})
                .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, new byte[] {2});
        Elf elf = Elf.read(builder.build().slice());
        AddressSpace space = AddressSpace.of(elf, Symbols.of(elf), Arena.ofAuto(),
                Map.of(".text#1", 0x2000_0000L, ".text#2", 0x3000_0000L));
        assertThat(space.at(0x2000_0000L).orElseThrow().u8(0)).isEqualTo(1);
        assertThat(space.at(0x3000_0000L).orElseThrow().u8(0)).isEqualTo(2);
        assertThat(space.places()).isEqualTo(Map.of(".text#1", 0x2000_0000L, ".text#2", 0x3000_0000L));
    }

    @Test
    void onlyUndefinedSymbolsArePlacesOutside() {
        AddressSpace space = space(object().section(".text", SectionType.PROGBITS, ALLOC, new byte[8])
                .symbol("defined", Symbols.FUNC, ".text", 4, 4)
                .symbol("undefined", Symbols.NOTYPE, ElfBuilder.UNDEFINED, 0, 0)
                .symbol("number", Symbols.NOTYPE, ElfBuilder.ABSOLUTE, 42, 0)
                .symbol("common", Symbols.OBJECT, ElfBuilder.COMMON, 8, 8));
        assertThat(space.address(1)).isEqualTo(AddressSpace.BASE + 4);
        assertThat(space.address(3)).isEqualTo(42);
        long first = space.address(2);
        assertThat(space.undefinedSymbol(first)).hasValue(2);
        assertThat(space.undefinedSymbol(first + 15)).hasValue(2);
        assertThat(space.undefinedSymbol(first - 16)).as("where a defined symbol would be").isEmpty();
        assertThat(space.undefinedSymbol(first + 16)).as("where a number would be").isEmpty();
        assertThat(space.undefinedSymbol(space.address(4))).hasValue(4);
        assertThat(space.undefinedSymbol(Long.MIN_VALUE)).isEmpty();
        assertThat(space.undefinedSymbol(AddressSpace.BASE)).isEmpty();
        assertThat(space.at(first)).isEmpty();
        assertThat(space.isConstant(first)).isFalse();
    }

    @Test
    void readsFromTheAddressToTheEndOfTheSection() {
        AddressSpace space = space(progbits(progbits(kernel(), ".text", ALLOC, KERNEL, 16), ".next", ALLOC,
                KERNEL + 16, 4).nobits(".bss", ALLOC | WRITE, KERNEL + 20, 0x100));
        assertThat(space.at(KERNEL + 3).orElseThrow().size()).isEqualTo(13);
        assertThat(space.at(KERNEL + 3).orElseThrow().origin()).isEqualTo(3);
        assertThat(space.at(KERNEL + 16).orElseThrow().size()).isEqualTo(4);
        assertThat(space.at(KERNEL + 20)).as(".bss has no bytes").isEmpty();
        assertThat(space.sectionAt(KERNEL + 20).orElseThrow().name()).isEqualTo(".bss");
        assertThat(space.sectionAt(KERNEL + 0x114)).isEmpty();
        assertThat(space.sectionAt(KERNEL - 1)).isEmpty();
    }

    @Test
    void whatLiesAtAddressZeroOfALinkedFileIsNowhere() {
        Elf elf = Elf.read(progbits(progbits(kernel(), ".data..percpu", ALLOC | WRITE, 0, 0x1000), ".text",
                ALLOC | EXECUTE, KERNEL, 16).build().slice());
        AddressSpace space = space(elf);
        for (long address : new long[] {0, 0xfff, 0x1000, Long.MAX_VALUE, Long.MIN_VALUE, KERNEL - 1, KERNEL + 16,
            -1}) {
            assertThat(space.sectionAt(address)).as("0x%x", address).isEmpty();
            assertThat(space.at(address)).isEmpty();
            assertThat(space.isConstant(address)).isFalse();
        }
        assertThat(space.contents(elf.section(".data..percpu").orElseThrow()).size()).isEqualTo(0x1000);
    }

    @Test
    void aLowSectionDoesNotReachTheKernel() {
        AddressSpace space = space(progbits(progbits(kernel(), ".boot", ALLOC, 0x1000, 0x1000), ".text", ALLOC, KERNEL,
                16));
        assertThat(space.sectionAt(0x8000_0000_0000_0000L)).isEmpty();
        assertThat(space.sectionAt(0xffff_8880_0000_0000L)).isEmpty();
        assertThat(space.sectionAt(0x1fff)).isPresent();
    }

    @Test
    void threadLocalZerosTakeNoPlace() {
        AddressSpace space = space(progbits(progbits(kernel(), ".tdata", ALLOC | WRITE | TLS, 0x1000, 8)
                .nobits(".tbss", ALLOC | WRITE | TLS, 0x1008, 0x100), ".init_array", ALLOC | WRITE, 0x1010, 8));
        assertThat(space.sectionAt(0x1007).orElseThrow().name()).isEqualTo(".tdata");
        assertThat(space.sectionAt(0x1008)).isEmpty();
        assertThat(space.sectionAt(0x1010).orElseThrow().name()).isEqualTo(".init_array");
        assertThat(space.sectionAt(0x1018)).isEmpty();
    }

    @Test
    void ofTwoSectionsAtOneAddressTheOneWithBytesIsSeen() {
        ElfBuilder bytesFirst = progbits(kernel(), "bytes", ALLOC, KERNEL, 4).nobits("zeros", ALLOC, KERNEL, 64);
        ElfBuilder zerosFirst = progbits(kernel().nobits("zeros", ALLOC, KERNEL, 64), "bytes", ALLOC, KERNEL, 4);
        assertThat(space(bytesFirst).sectionAt(KERNEL).orElseThrow().name()).isEqualTo("bytes");
        assertThat(space(zerosFirst).sectionAt(KERNEL).orElseThrow().name()).isEqualTo("bytes");
    }

    @Test
    void aSectionMayEndAtTheTopOfMemoryOrClaimToGoOn() {
        AddressSpace space = space(kernel().nobits("top", ALLOC, -16, 16).nobits("huge", ALLOC, 16, Long.MAX_VALUE));
        assertThat(space.sectionAt(-1).orElseThrow().name()).isEqualTo("top");
        assertThat(space.sectionAt(0)).isEmpty();
        assertThat(space.sectionAt(Long.MAX_VALUE).orElseThrow().name()).isEqualTo("huge");
    }

    @ParameterizedTest
    @CsvSource({
        ".text, 6, true", ".rodata, 2, true", ".rodata, 3, true", ".rodata.str1.1, 50, true", ".data, 3, false",
        ".rodata.cst8, 3, false", ".data.rel.ro, 3, true", ".data.rel.ro.local, 3, true", ".data.rel.rotten, 3, false",
        ".data..ro_after_init, 3, false", ".init.data, 3, false", ".comment, 0, false", ".rodata, 0, false",
    })
    void sectionsThatNobodyWritesAreConstant(String name, long flags, boolean constant) {
        Section section = Elf.read(progbits(kernel(), name, flags, KERNEL, 8).build().slice()).sections().get(1);
        assertThat(section.isConstant()).isEqualTo(constant);
    }

    @Test
    void whatInitCodeWritesInReadOnlyDataIsNotConstant() {
        ElfBuilder builder = progbits(kernel(), ".rodata", ALLOC | WRITE, KERNEL, 0x100);
        assertThat(space(builder).isConstant(KERNEL + 0x40)).as("without symbols nobody can tell").isTrue();
        AddressSpace space = space(builder
                .symbol("__start_ro_after_init", Symbols.NOTYPE, ".rodata", KERNEL + 0x40, 0)
                .symbol("__end_ro_after_init", Symbols.NOTYPE, ".rodata", KERNEL + 0x80, 0));
        assertThat(space.isConstant(KERNEL + 0x3f)).isTrue();
        assertThat(space.isConstant(KERNEL + 0x40)).isFalse();
        assertThat(space.isConstant(KERNEL + 0x7f)).isFalse();
        assertThat(space.isConstant(KERNEL + 0x80)).isTrue();
        assertThat(space.isConstant(KERNEL + 0x100)).isFalse();
    }

    @Test
    void relativeRelocationsOfEveryTableInAnyOrder() {
        long data = KERNEL + 0x1000;
        Elf elf = Elf.read(kernel().section(".data", SectionType.PROGBITS, ALLOC, data, 8, new byte[32])
                .section(".rodata", SectionType.PROGBITS, ALLOC, KERNEL, 8, new byte[16])
                .section(".rela.plt", SectionType.RELA, ALLOC, 0x10, 8, relative(data, 7, 99))
                .section(".rela.dyn", SectionType.RELA, ALLOC, 0x100, 8,
                        relative(data + 24, 8, 4, data + 25, 8, -1, data - 1, 8, -1, data + 8, 8, 3, 16, 8, 5))
                .section(".rela.late", SectionType.RELA, ALLOC, 0x200, 8, relative(KERNEL, 8, -2)).build().slice());
        AddressSpace space = space(elf);
        assertThat(space.at(data).orElseThrow().u64(0)).as("another type").isZero();
        assertThat(space.at(data + 8).orElseThrow().u64(0)).isEqualTo(3);
        assertThat(space.at(data + 24).orElseThrow().u64(0)).isEqualTo(4);
        assertThat(space.at(KERNEL).orElseThrow().u64(0)).isEqualTo(-2);
    }

    private static byte[] relative(long... fields) {
        byte[] bytes = new byte[8 * fields.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(fields);
        return bytes;
    }

    @Test
    void anUntouchedSectionIsAViewOfTheFile() {
        Elf elf = Elf.read(progbits(kernel(), ".rodata", ALLOC, KERNEL, 16).build().slice());
        Section section = elf.section(".rodata").orElseThrow();
        assertThat(space(elf).contents(section).segment()).isEqualTo(elf.raw(section).segment());
    }

    @Test
    void buildIdInEitherAlignment() {
        byte[] note = {4, 0, 0, 0, 3, 0, 0, 0, 3, 0, 0, 0, 'G', 'N', 'U', 0, 0x0a, (byte) 0xbc, 0x01, 0};
        byte[] other = {4, 0, 0, 0, 4, 0, 0, 0, 5, 0, 0, 0, 'G', 'N', 'U', 0, 1, 2, 3, 4, 0, 0, 0, 0};
        for (int alignment : new int[] {4, 8}) {
            byte[] both = Arrays.copyOf(other, (alignment == 8 ? 24 : 20) + note.length);
            System.arraycopy(note, 0, both, both.length - note.length, note.length);
            ElfBytes elf = kernel().section(".notes", SectionType.NOTE, ALLOC, 0, alignment, both).build();
            assertThat(Notes.buildId(Elf.read(elf.slice()))).hasValue("0abc01");
            elf.put(elf.contents(".notes"), 4, 0xffff_ffffL);
            assertThat(Notes.buildId(Elf.read(elf.slice()))).as("damaged").isEmpty();
        }
    }
}
