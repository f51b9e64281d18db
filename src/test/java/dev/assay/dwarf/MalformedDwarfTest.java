package dev.assay.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.testing.DwarfBuilder;
import dev.assay.testing.DwarfBuilder.Bytes;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// One test for each way in which units and entries can be wrong; the message is part of what is tested.
class MalformedDwarfTest {
    private static final int[] RUST_ROOT = {At.DW_AT_language, Form.DW_FORM_data2};
    private static final int[] FUNCTION = {At.DW_AT_low_pc, Form.DW_FORM_addr, At.DW_AT_high_pc, Form.DW_FORM_data4};

    private final DwarfBuilder file = new DwarfBuilder();
    private final Bytes info = file.section(".debug_info");
    private final Bytes abbreviations = file.section(".debug_abbrev");

    @Test
    void noSections() {
        assertThat(file.dwarf().units()).isEmpty();
        assertThat(Dwarf.of("x", name -> Optional.empty()).rustSubprograms()).isEmpty();
    }

    @Test
    void truncatedLength() {
        info.u8(1, 2, 3);
        assertSkipped("test.o: .debug_info+0x0: expected 4 bytes for a value, found 3 left in .debug_info");
    }

    @Test
    void lengthBehindTheEndHidesTheRest() {
        info.u32(7).u16(4).u32(0).u8(8).u32(1000).u16(4);
        assertSkipped("test.o: .debug_info+0xf: expected 1000 bytes for a unit, found 2 left in .debug_info");
        assertThat(file.dwarf().units()).hasSize(1);
    }

    @Test
    void reservedLength() {
        info.u32(0xffff_fff3L).u32(0);
        assertSkipped("test.o: .debug_info+0x0: expected a unit length below 0xfffffff0 or 0xffffffff (DWARF 5 §7.4),"
                + " found 0xfffffff3");
    }

    @Test
    void lengthOfMoreThanTheAddressSpace() {
        info.u32(0xffff_ffffL).u64(-2).u16(5);
        assertSkipped("test.o: .debug_info+0xc: expected 18446744073709551614 bytes for a unit,"
                + " found 2 left in .debug_info");
    }

    @Test
    void unknownVersionSkipsTheUnitOnly() {
        info.sized(unit -> unit.u16(65535).u32(0)).sized(unit -> unit.u16(4).u32(0).u8(8));
        assertSkipped("test.o: .debug_info+0x4: expected DWARF version 2 to 5, found 65535 (DWARF 5 §7.5.1)");
        assertThat(file.dwarf().units()).extracting(Unit::offset).containsExactly(10L);
    }

    @Test
    void addressSize() {
        info.sized(unit -> unit.u16(4).u32(0).u8(4));
        assertSkipped("test.o: .debug_info+0xa: not supported: addresses of 4 bytes; 8 would be");
    }

    @Test
    void unitType() {
        info.sized(unit -> unit.u16(5).u8(9, 8).u32(0));
        assertSkipped("test.o: .debug_info+0x6: expected a unit type (DWARF 5 §7.5.1), found DW_UT_0x9");
    }

    @Test
    void unitShorterThanItsHeader() {
        info.sized(unit -> unit.u16(5).u8(2, 8).u32(0)).sized(unit -> unit.u32(0).u32(0).u32(0).u32(0));
        assertThat(file.dwarf().units()).isEmpty();
        assertSkipped("test.o: .debug_info+0x0: expected a unit of 24 bytes or more for its header, found 12",
                "test.o: .debug_info+0x10: expected DWARF version 2 to 5, found 0 (DWARF 5 §7.5.1)");
    }

    @Test
    void skeletonUnitIsNamedNotForgotten() {
        info.sized(unit -> unit.u16(5).u8(4, 8).u32(0).u64(1));
        assertThat(file.dwarf().units()).singleElement().matches(Unit::isSkeleton);
        assertRustSkipped("test.o: .debug_info+0x0: not supported: a skeleton unit, whose entries are in a separate"
                + " file");
    }

    @Test
    void abbreviationTableOutside() {
        info.sized(unit -> unit.u16(4).u32(77).u8(8).u8(1));
        assertRustSkipped("test.o: .debug_abbrev+0x4d: expected 1 bytes for a value, found 0 left in .debug_abbrev");
    }

    @Test
    void abbreviationCodeMissing() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT).u8(0);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(5));
        assertRustSkipped("test.o: .debug_info+0xe: expected an abbreviation code of the table at .debug_abbrev+0x0,"
                + " found 0x5");
    }

    @Test
    void abbreviationCodeOfTheRootMissing() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT).u8(0);
        info.unit4(unit -> unit.u8(9).u16(Lang.DW_LANG_Rust));
        assertRustSkipped("test.o: .debug_info+0xb: expected an abbreviation code of the table at .debug_abbrev+0x0,"
                + " found 0x9");
    }

    @Test
    void abbreviationTableWithoutEnd() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT).u8(2, 3);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2));
        assertRustSkipped("test.o: .debug_abbrev+0x9: expected 1 bytes for a value, found 0 left in .debug_abbrev");
    }

    @Test
    void abbreviationWithoutEndBeforeTheRoot() {
        abbreviations.u8(1, 0x11, 0, 3, 8);
        info.unit4(unit -> unit.u8(2));
        assertRustSkipped("test.o: .debug_abbrev+0x0: expected an abbreviation, found the end of .debug_abbrev");
    }

    @Test
    void unknownForm() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT)
                .abbreviation(2, Tag.DW_TAG_variable, false, At.DW_AT_sibling, 0x2d).u8(0);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2));
        assertRustSkipped("test.o: .debug_abbrev+0xb: expected a known form for DW_AT_sibling, found DW_FORM_0x2d");
    }

    @Test
    void childrenFlag() {
        abbreviations.u8(1, 0x11, 7);
        info.unit4(unit -> unit.u8(1));
        assertRustSkipped("test.o: .debug_abbrev+0x2: expected DW_CHILDREN_no or DW_CHILDREN_yes, found 0x7");
    }

    @Test
    void tooManyAttributes() {
        abbreviations.u8(1, 0x11, 0);
        for (int i = 0; i < 600; i++) {
            abbreviations.u8(At.DW_AT_external, Form.DW_FORM_flag_present);
        }
        info.unit4(unit -> unit.u8(1));
        assertRustSkipped("test.o: .debug_abbrev+0x404: expected at most 512 attributes of an entry, found one more");
    }

    @Test
    void unitsThatShareOneEndlessTable() {
        for (int i = 1; i < 2000; i++) {
            abbreviations.abbreviation(2, Tag.DW_TAG_compile_unit, false);
        }
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, false, RUST_ROOT).u8(0);
        for (int i = 0; i < 100; i++) {
            info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust));
        }
        Dwarf dwarf = file.dwarf();
        assertThat(dwarf.rustUnits()).hasSize(32);
        assertThat(dwarf.skipped()).hasSize(68).element(0).extracting(SkippedUnit::why).isEqualTo(
                "test.o: .debug_abbrev+0x0: expected abbreviation tables beside each other, found tables that overlap");
    }

    @Test
    void entryCutOff() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT)
                .abbreviation(2, Tag.DW_TAG_subprogram, false, FUNCTION).u8(0);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).u64(0x1000));
        assertRustSkipped("test.o: .debug_info+0xf: expected 12 bytes for attributes, found 8 left in .debug_info");
    }

    @Test
    void blockLongerThanTheUnit() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT)
                .abbreviation(2, Tag.DW_TAG_variable, false, At.DW_AT_location, Form.DW_FORM_exprloc).u8(0);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).uleb(-1)).unit4(unit -> unit.u8(0));
        assertRustSkipped("test.o: .debug_info+0x19: expected 18446744073709551615 bytes for a block,"
                + " found 0 left in .debug_info");
    }

    @Test
    void lebOfMoreThan64Bits() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT)
                .abbreviation(2, Tag.DW_TAG_variable, false, At.DW_AT_byte_size, Form.DW_FORM_udata).u8(0);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2)
                .u8(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x02));
        assertRustSkipped("test.o: .debug_info+0xf: expected an unsigned LEB128 of at most 64 bits,"
                + " found a longer one");
    }

    @Test
    void indirectFormWithoutEnd() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT)
                .abbreviation(2, Tag.DW_TAG_variable, false, At.DW_AT_byte_size, Form.DW_FORM_indirect).u8(0);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).u8(0x16, 0x16, 0x16, 0x0b, 1));
        assertRustSkipped("test.o: .debug_info+0xf: expected a known form behind DW_FORM_indirect,"
                + " found DW_FORM_indirect");
    }

    @Test
    void stringOutside() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, false, At.DW_AT_name, Form.DW_FORM_strp).u8(0);
        file.section(".debug_str").string("abc");
        info.unit4(unit -> unit.u8(1).u32(0x1234));
        assertFails(() -> unit().name(), "test.o: .debug_str+0x1234: expected 1 bytes for a NUL-terminated string,"
                + " found 0 left in .debug_str");
    }

    @Test
    void stringOfTheSizeOfTheFile() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, false, At.DW_AT_name, Form.DW_FORM_strp).u8(0);
        file.section(".debug_str").string("x".repeat(300)).string("y".repeat(2 << 20));
        info.unit4(unit -> unit.u8(1).u32(301)).unit4(unit -> unit.u8(1).u32(0));
        assertThat(file.dwarf().units().get(1).name()).hasValue("x".repeat(300));
        assertThatThrownBy(() -> unit().name()).isInstanceOf(UnsupportedFormatException.class)
                .hasMessage("test.o: .debug_str+0x12d: not supported: a string of more than 1048576 bytes");
    }

    @Test
    void stringInTheSectionWithoutEnd() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, false, At.DW_AT_name, Form.DW_FORM_strp).u8(0);
        file.section(".debug_str").string("a").u8('b', 'c');
        info.unit4(unit -> unit.u8(1).u32(2));
        assertFails(() -> unit().name(),
                "test.o: .debug_str+0x2: expected a NUL-terminated string, found the end of .debug_str");
    }

    @Test
    void stringWithoutEnd() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, false, At.DW_AT_name, Form.DW_FORM_string).u8(0);
        info.unit4(unit -> unit.u8(1).u8('a', 'b'));
        assertFails(() -> unit().name(),
                "test.o: .debug_info+0xc: expected a NUL-terminated string, found the end of .debug_info");
    }

    @Test
    void stringIndexOutside() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, false, At.DW_AT_name, Form.DW_FORM_strx).u8(0);
        file.section(".debug_str_offsets").u32(8).u16(5).u16(0).u32(0);
        info.unit5(unit -> unit.u8(1).uleb(1L << 62));
        assertFails(() -> unit().name(), "test.o: .debug_str_offsets+0x8: expected an index below 3,"
                + " found 4611686018427387904");
    }

    @Test
    void stringInAnotherForm() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, false, At.DW_AT_name, Form.DW_FORM_addr).u8(0);
        info.unit4(unit -> unit.u8(1).u64(1));
        assertFails(() -> unit().name(),
                "test.o: .debug_info+0xc: expected a string for DW_AT_name, found DW_FORM_addr");
    }

    @Test
    void supplementaryFile() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, false, At.DW_AT_name, Form.DW_FORM_strp_sup).u8(0);
        info.unit5(unit -> unit.u8(1).u32(1));
        assertThatThrownBy(() -> unit().name()).isInstanceOf(UnsupportedFormatException.class)
                .hasMessage("test.o: .debug_info+0xd: not supported: a string in a supplementary file");
    }

    @Test
    void referenceOutsideOfTheUnit() {
        function(At.DW_AT_specification, Form.DW_FORM_ref4);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).u64(0x1000).u32(4).u32(0x4000));
        assertRustSkipped("test.o: .debug_info+0x1b: expected an entry of this unit for DW_AT_specification,"
                + " found 0x4000");
    }

    @Test
    void referenceOutsideOfTheFile() {
        function(At.DW_AT_abstract_origin, Form.DW_FORM_ref_addr);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).u64(0x1000).u32(4).u32(0x4000));
        assertRustSkipped("test.o: .debug_info+0x4000: expected an entry, which another one refers to, found none");
    }

    @Test
    void specificationThatRefersToItself() {
        function(At.DW_AT_specification, Form.DW_FORM_ref4);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).u64(0x1000).u32(4).u32(0xe));
        assertRustSkipped("test.o: .debug_info+0xe: expected at most 16 entries that describe one function,"
                + " found DW_AT_abstract_origin or DW_AT_specification without end");
    }

    @Test
    void rangeThatEndsBeforeItsStart() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT)
                .abbreviation(2, Tag.DW_TAG_subprogram, false, At.DW_AT_low_pc, Form.DW_FORM_addr,
                        At.DW_AT_high_pc, Form.DW_FORM_addr)
                .u8(0);
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).u64(-0x1000).u64(0x2000));
        assertRustSkipped("test.o: .debug_info+0x17: expected a range that ends behind its start 0xfffffffffffff000,"
                + " found 0x2000");
    }

    @Test
    void rangeListOutside() {
        listed();
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).u32(0x50));
        file.section(".debug_ranges").u64(1);
        assertRustSkipped("test.o: .debug_ranges+0x50: expected 8 bytes for a value, found 0 left in .debug_ranges");
    }

    @Test
    void rangeListWithoutEnd() {
        listed();
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).u32(0));
        file.section(".debug_ranges").u64(0x10).u64(0x20);
        assertRustSkipped("test.o: .debug_ranges+0x10: expected 8 bytes for a value, found 0 left in .debug_ranges");
    }

    @Test
    void rangeListEntryOfUnknownKind() {
        listed();
        info.unit5(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).u32(0));
        file.section(".debug_rnglists").u8(9);
        assertRustSkipped("test.o: .debug_rnglists+0x0: expected a range list entry (DWARF 5 §7.25), found 0x9");
    }

    @Test
    void oneLongRangeListForEveryFunction() {
        listed();
        Bytes lists = file.section(".debug_rnglists");
        for (int i = 0; i < 100_000; i++) {
            lists.u8(5).u64(0);
        }
        lists.u8(0);
        info.unit5(unit -> {
            unit.u8(1).u16(Lang.DW_LANG_Rust);
            for (int i = 0; i < 50_000; i++) {
                unit.u8(2).u32(0);
            }
        });
        Dwarf dwarf = file.dwarf();
        assertThat(dwarf.rustSubprograms()).isEmpty();
        assertThat(dwarf.skipped()).singleElement().extracting(SkippedUnit::why).asString()
                .endsWith("expected at most 1048576 range list entries for one unit, found more");
    }

    private void function(int attribute, int form) {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT)
                .abbreviation(2, Tag.DW_TAG_subprogram, false, At.DW_AT_low_pc, Form.DW_FORM_addr,
                        At.DW_AT_high_pc, Form.DW_FORM_data4, attribute, form)
                .u8(0);
    }

    private void listed() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, RUST_ROOT)
                .abbreviation(2, Tag.DW_TAG_subprogram, false, At.DW_AT_ranges, Form.DW_FORM_sec_offset).u8(0);
    }

    private Unit unit() {
        return file.dwarf().units().get(0);
    }

    private void assertSkipped(String... why) {
        Dwarf dwarf = file.dwarf();
        dwarf.units();
        assertThat(dwarf.skipped()).extracting(SkippedUnit::why).isEqualTo(List.of(why));
    }

    private void assertRustSkipped(String... why) {
        Dwarf dwarf = file.dwarf();
        dwarf.rustSubprograms();
        assertThat(dwarf.skipped()).extracting(SkippedUnit::why).isEqualTo(List.of(why));
    }

    private static void assertFails(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(MalformedFileException.class).hasMessage(message);
    }
}
