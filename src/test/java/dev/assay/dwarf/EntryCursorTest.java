package dev.assay.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.DwarfBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntryCursorTest {
    private final DwarfBuilder file = new DwarfBuilder();

    @Test
    void walksEntriesInTheOrderOfTheFileWithTheirDepths() {
        file.section(".debug_abbrev")
                .abbreviation(1, Tag.DW_TAG_compile_unit, true)
                .abbreviation(2, Tag.DW_TAG_namespace, true, At.DW_AT_name, Form.DW_FORM_string)
                .abbreviation(3, Tag.DW_TAG_base_type, false, At.DW_AT_byte_size, Form.DW_FORM_udata)
                .u8(0);
        file.section(".debug_info").unit5(unit -> unit.u8(1)
                .u8(2).string("core").u8(3).uleb(300).u8(0)
                .u8(2).string("alloc").u8(0)
                .u8(3).uleb(8)
                .u8(0));

        assertThat(walk(file.dwarf().units().get(0).entries())).containsExactly(
                "0 DW_TAG_compile_unit", "1 DW_TAG_namespace", "2 DW_TAG_base_type", "1 DW_TAG_namespace",
                "1 DW_TAG_base_type");
    }

    @Test
    void readsEveryFormOfAConstant() {
        int[] forms = {Form.DW_FORM_data1, Form.DW_FORM_data2, Form.DW_FORM_data4, Form.DW_FORM_data8,
            Form.DW_FORM_udata, Form.DW_FORM_sdata, Form.DW_FORM_flag, Form.DW_FORM_flag_present,
            Form.DW_FORM_sec_offset};
        file.section(".debug_abbrev").uleb(1).uleb(Tag.DW_TAG_compile_unit).u8(0);
        for (int i = 0; i < forms.length; i++) {
            file.section(".debug_abbrev").uleb(0x3000 + i).uleb(forms[i]);
        }
        file.section(".debug_abbrev").uleb(0x3100).uleb(Form.DW_FORM_implicit_const).u8(0x7b).u8(0, 0, 0);
        file.section(".debug_info").unit5(unit -> unit.u8(1)
                .u8(0xff).u16(0xfffe).u32(0xfffffffdL).u64(-4).uleb(1 << 20).u8(0x7f).u8(1).u32(0x1234));

        EntryCursor entry = file.dwarf().units().get(0).entries();
        assertThat(entry.next()).isTrue();
        List<Long> unsigned = new ArrayList<>();
        List<Long> signed = new ArrayList<>();
        for (int i = 0; i < forms.length; i++) {
            unsigned.add(entry.unsigned(0x3000 + i, 99));
            signed.add(entry.signed(0x3000 + i, 99));
        }
        assertThat(unsigned).containsExactly(255L, 65534L, 4294967293L, -4L, 1L << 20, -1L, 1L, 1L, 0x1234L);
        assertThat(signed).containsExactly(-1L, -2L, -3L, -4L, 1L << 20, -1L, 1L, 1L, 0x1234L);
        assertThat(entry.unsigned(0x3100, 0)).isEqualTo(-5);
        assertThat(entry.unsigned(0x3200, 99)).isEqualTo(99);
        assertThat(entry.flag(0x3007)).isTrue();
        assertThat(entry.flag(0x3200)).isFalse();
        assertThat(entry.next()).isFalse();
    }

    @Test
    void followsIndexedStringsAndAddressesThroughTheBasesOfTheUnit() {
        file.section(".debug_abbrev").abbreviation(1, Tag.DW_TAG_compile_unit, false,
                At.DW_AT_name, Form.DW_FORM_strx1, At.DW_AT_low_pc, Form.DW_FORM_addrx,
                At.DW_AT_str_offsets_base, Form.DW_FORM_sec_offset, At.DW_AT_addr_base, Form.DW_FORM_sec_offset,
                At.DW_AT_comp_dir, Form.DW_FORM_line_strp, At.DW_AT_producer, Form.DW_FORM_indirect).u8(0);
        file.section(".debug_str").string("").string("one").string("two");
        file.section(".debug_line_str").string("x").string("/build");
        file.section(".debug_str_offsets").u32(12).u16(5).u16(0).u32(1).u32(5);
        file.section(".debug_addr").u32(20).u16(5).u8(8, 0).u64(-0x1000).u64(-0x2000);
        file.section(".debug_info").unit5(unit -> unit.u8(1)
                .u8(1).uleb(1).u32(8).u32(8).u32(2).uleb(Form.DW_FORM_string).string("rustc"));

        Unit unit = file.dwarf().units().get(0);
        assertThat(unit.name()).hasValue("two");
        assertThat(unit.compDir()).hasValue("/build");
        assertThat(unit.producer()).hasValue("rustc");
        assertThat(unit.lowAddress()).isEqualTo(-0x2000);
    }

    @Test
    void skipsChildrenWithAndWithoutSibling() {
        file.section(".debug_abbrev")
                .abbreviation(1, Tag.DW_TAG_compile_unit, true)
                .abbreviation(2, Tag.DW_TAG_structure_type, true, At.DW_AT_sibling, Form.DW_FORM_ref4)
                .abbreviation(3, Tag.DW_TAG_union_type, true)
                .abbreviation(4, Tag.DW_TAG_member, false)
                .u8(0);
        file.section(".debug_info").unit5(unit -> unit.u8(1)
                .u8(2).u32(20).u8(4).u8(0)
                .u8(3).u8(4).u8(3).u8(4).u8(0).u8(0)
                .u8(4).u8(0));

        EntryCursor entry = file.dwarf().units().get(0).entries();
        List<String> seen = new ArrayList<>();
        while (entry.next()) {
            seen.add(entry.depth() + " " + Tag.name(entry.tag()));
            if (entry.depth() == 1) {
                entry.skipChildren();
            }
        }
        assertThat(seen).containsExactly("0 DW_TAG_compile_unit", "1 DW_TAG_structure_type", "1 DW_TAG_union_type",
                "1 DW_TAG_member");
    }

    @Test
    void startsInTheMiddleAndEndsWithTheSubtree() {
        file.section(".debug_abbrev")
                .abbreviation(1, Tag.DW_TAG_compile_unit, true)
                .abbreviation(3, Tag.DW_TAG_union_type, true)
                .abbreviation(4, Tag.DW_TAG_member, false)
                .u8(0);
        file.section(".debug_info").unit5(unit -> unit.u8(1).u8(3).u8(4).u8(4).u8(0).u8(4).u8(0));

        Dwarf dwarf = file.dwarf();
        assertThat(walk(dwarf.entry(13).orElseThrow())).containsExactly("0 DW_TAG_union_type", "1 DW_TAG_member",
                "1 DW_TAG_member");
        assertThat(walk(dwarf.entry(14).orElseThrow())).containsExactly("0 DW_TAG_member");
        assertThat(dwarf.entry(3)).isEmpty();
        assertThat(dwarf.entry(1000)).isEmpty();
    }

    @Test
    void nestsMillionsDeepWithoutAStack() {
        int depth = 3_000_000;
        file.section(".debug_abbrev").abbreviation(1, Tag.DW_TAG_compile_unit, true)
                .abbreviation(2, Tag.DW_TAG_namespace, true)
                .abbreviation(3, Tag.DW_TAG_subprogram, false, At.DW_AT_name, Form.DW_FORM_string,
                        At.DW_AT_low_pc, Form.DW_FORM_addr, At.DW_AT_high_pc, Form.DW_FORM_data1)
                .u8(0);
        file.section(".debug_info").unit5(unit -> {
            unit.u8(1);
            for (int i = 0; i < depth; i++) {
                unit.u8(2);
            }
            unit.u8(3).string("deep").u64(0x1000).u8(0x10);
        });

        Unit unit = file.dwarf().units().get(0);
        EntryCursor entry = unit.entries();
        int deepest = 0;
        while (entry.next()) {
            deepest = entry.depth();
        }
        assertThat(deepest).isEqualTo(depth + 1);
        assertThat(unit.subprograms()).singleElement()
                .satisfies(subprogram -> assertThat(subprogram.path()).hasValue("…::deep"));
    }

    private static List<String> walk(EntryCursor entry) {
        List<String> seen = new ArrayList<>();
        while (entry.next()) {
            seen.add(entry.depth() + " " + Tag.name(entry.tag()));
        }
        return seen;
    }
}
