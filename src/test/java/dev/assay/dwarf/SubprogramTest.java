package dev.assay.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.DwarfBuilder;
import dev.assay.testing.DwarfBuilder.Bytes;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubprogramTest {
    private final DwarfBuilder file = new DwarfBuilder();
    private final Bytes info = file.section(".debug_info");
    private final Bytes abbreviations = file.section(".debug_abbrev");

    @Test
    void takesAttributesFromTheDeclarationInItsScope() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, At.DW_AT_language, Form.DW_FORM_data2)
                .abbreviation(2, Tag.DW_TAG_namespace, true, At.DW_AT_name, Form.DW_FORM_string)
                .abbreviation(3, Tag.DW_TAG_subprogram, false, At.DW_AT_name, Form.DW_FORM_string,
                        At.DW_AT_linkage_name, Form.DW_FORM_string, At.DW_AT_noreturn, Form.DW_FORM_flag_present,
                        At.DW_AT_declaration, Form.DW_FORM_flag_present, At.DW_AT_decl_line, Form.DW_FORM_data1)
                .abbreviation(4, Tag.DW_TAG_subprogram, true, At.DW_AT_low_pc, Form.DW_FORM_addr,
                        At.DW_AT_high_pc, Form.DW_FORM_data4, At.DW_AT_specification, Form.DW_FORM_ref4)
                .u8(0);
        info.unit4(unit -> {
            unit.u8(1).u16(Lang.DW_LANG_Rust).u8(2).string("core").u8(2).string("{impl#0}");
            int declaration = 4 + unit.size();
            unit.u8(3).string("panic_fmt").string("_RNvpanic_fmt").u8(77).u8(0).u8(0);
            unit.u8(4).u64(-0x1000).u32(0x20).u32(declaration).u8(0);
            unit.u8(4).u64(0).u32(0x20).u32(declaration).u8(0);
            unit.u8(4).u64(-1).u32(0x20).u32(declaration).u8(0);
            unit.u8(4).u64(-0x2000).u32(0).u32(declaration).u8(0);
        });

        Dwarf dwarf = file.dwarf();
        Subprogram only = dwarf.rustSubprograms().get(0);
        assertThat(dwarf.rustSubprograms()).hasSize(1);
        assertThat(only.noreturn()).isTrue();
        assertThat(only.name()).hasValue("panic_fmt");
        assertThat(only.linkageName()).hasValue("_RNvpanic_fmt");
        assertThat(only.path()).hasValue("core::{impl#0}::panic_fmt");
        assertThat(only.declarationLine()).isEqualTo(77);
        assertThat(only.declarationFile()).isEmpty();
        assertThat(only.ranges()).containsExactly(new AddressRange(-0x1000, -0xfe0));
        assertThat(dwarf.rustSubprogramsAt(-0xfe1)).containsExactly(only);
        assertThat(dwarf.rustSubprogramsAt(-0xfe0)).isEmpty();
        assertThat(dwarf.inlineChain(-0x1000)).hasValue(new InlineChain(only, List.of(
                new Frame("_RNvpanic_fmt", "core::{impl#0}::panic_fmt", null, 0, 0))));
        assertThat(dwarf.skipped()).isEmpty();
    }

    @Test
    void readsRangeListsOfVersion4() {
        listed();
        info.unit4(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u64(0x1000).u8(2).u32(16));
        file.section(".debug_ranges").u64(0).u64(0)
                .u64(0x10).u64(0x20)
                .u64(1).u64(1)
                .u64(-2).u64(-1)
                .u64(-1).u64(0x50000).u64(4).u64(8)
                .u64(0).u64(0);
        assertThat(ranges()).hasToString("[0x1010-0x1020, 0x50004-0x50008]");
    }

    @Test
    void readsRangeListsOfVersion5() {
        listed();
        info.unit5(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u64(0x1000).u8(2).u32(1));
        file.section(".debug_addr").u32(20).u16(5).u8(8, 0).u64(0x20000).u64(0x30000);
        file.section(".debug_rnglists").u8(0)
                .u8(4).uleb(0x10).uleb(0x20)
                .u8(1).uleb(1).u8(4).uleb(4).uleb(8)
                .u8(2).uleb(0).uleb(1)
                .u8(3).uleb(1).uleb(0x80)
                .u8(5).u64(-1).u8(4).uleb(4).uleb(8)
                .u8(6).u64(0x7000).u64(0x7010)
                .u8(7).u64(0x8000).uleb(0x10)
                .u8(7).u64(0).uleb(0x10)
                .u8(0);
        assertThat(ranges()).hasToString("[0x1010-0x1020, 0x30004-0x30008, 0x20000-0x30000, 0x30000-0x30080,"
                + " 0x7000-0x7010, 0x8000-0x8010]");
    }

    @Test
    void readsIndexedRangeLists() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, At.DW_AT_language, Form.DW_FORM_data2,
                At.DW_AT_rnglists_base, Form.DW_FORM_sec_offset)
                .abbreviation(2, Tag.DW_TAG_subprogram, false, At.DW_AT_ranges, Form.DW_FORM_rnglistx).u8(0);
        info.unit5(unit -> unit.u8(1).u16(Lang.DW_LANG_Rust).u32(12).u8(2).uleb(1));
        file.section(".debug_rnglists").u32(0).u16(5).u8(8, 0).u32(2).u32(8).u32(9)
                .u8(0).u8(7).u64(0x9000).uleb(1).u8(0);
        assertThat(ranges()).hasToString("[0x9000-0x9001]");
    }

    @Test
    void knowsRustByItsDwarf6Name() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, At.DW_AT_language_name, Form.DW_FORM_data2).u8(0);
        info.unit5(unit -> unit.u8(1).u16(0x19)).unit5(unit -> unit.u8(1).u16(0x03));
        assertThat(file.dwarf().units()).extracting(Unit::isRust).containsExactly(true, false);
    }

    @Test
    void readsThe64BitFormat() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, false, At.DW_AT_name, Form.DW_FORM_strp,
                At.DW_AT_language, Form.DW_FORM_data1).u8(0);
        file.section(".debug_str").string("x").string("wide.rs");
        info.u32(0xffff_ffffL).u64(22).u16(5).u8(1, 8).u64(0).u8(1).u64(2).u8(Lang.DW_LANG_Rust);
        Dwarf dwarf = file.dwarf();
        assertThat(dwarf.rustUnits()).singleElement().satisfies(unit -> {
            assertThat(unit.name()).hasValue("wide.rs");
            assertThat(unit.size()).isEqualTo(34);
        });
    }

    private void listed() {
        abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, At.DW_AT_language, Form.DW_FORM_data2,
                At.DW_AT_low_pc, Form.DW_FORM_addr)
                .abbreviation(2, Tag.DW_TAG_subprogram, false, At.DW_AT_ranges, Form.DW_FORM_sec_offset).u8(0);
    }

    private List<AddressRange> ranges() {
        Dwarf dwarf = file.dwarf();
        List<Subprogram> subprograms = dwarf.rustSubprograms();
        assertThat(dwarf.skipped()).isEmpty();
        return subprograms.get(0).ranges();
    }
}
