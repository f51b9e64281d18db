package dev.assay.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.DwarfBuilder;
import dev.assay.testing.DwarfBuilder.Bytes;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Where variables are, by location descriptions written by hand.
class VariablesTest {
    private static final long START = 0x1000;
    private static final int UNIT = 1;
    private static final int SUBPROGRAM = 2;
    private static final int WHOLE = 3;
    private static final int LISTED = 4;
    private static final int BLOCK = 5;
    private static final int CONSTANT = 6;
    private static final int BASE = 7;
    private static final int STRUCTURE = 8;
    private static final int MEMBER = 9;
    private static final int POINTER = 10;
    private static final int INDEXED = 11;
    private static final int ARRAY = 12;
    private static final int RANGE = 13;

    private final DwarfBuilder file = new DwarfBuilder();
    private int unsigned;
    private int slice;
    private int pointer;
    private int array;

    /// A unit with a function of 0x100 bytes whose frame base is register 7, and what `variables` writes in it.
    private Dwarf dwarf(int version, Consumer<Bytes> variables) {
        file.section(".debug_abbrev")
                .abbreviation(UNIT, Tag.DW_TAG_compile_unit, true, At.DW_AT_language, Form.DW_FORM_data2,
                        At.DW_AT_low_pc, Form.DW_FORM_addr)
                .abbreviation(SUBPROGRAM, Tag.DW_TAG_subprogram, true, At.DW_AT_low_pc, Form.DW_FORM_addr,
                        At.DW_AT_high_pc, Form.DW_FORM_data4, At.DW_AT_frame_base, Form.DW_FORM_exprloc)
                .abbreviation(WHOLE, Tag.DW_TAG_variable, false, At.DW_AT_name, Form.DW_FORM_string, At.DW_AT_type,
                        Form.DW_FORM_ref4, At.DW_AT_location, Form.DW_FORM_exprloc)
                .abbreviation(LISTED, Tag.DW_TAG_formal_parameter, false, At.DW_AT_name, Form.DW_FORM_string,
                        At.DW_AT_type, Form.DW_FORM_ref4, At.DW_AT_location, Form.DW_FORM_sec_offset)
                .abbreviation(BLOCK, Tag.DW_TAG_lexical_block, true, At.DW_AT_low_pc, Form.DW_FORM_addr,
                        At.DW_AT_high_pc, Form.DW_FORM_data4)
                .abbreviation(CONSTANT, Tag.DW_TAG_variable, false, At.DW_AT_name, Form.DW_FORM_string,
                        At.DW_AT_type, Form.DW_FORM_ref4, At.DW_AT_const_value, Form.DW_FORM_udata)
                .abbreviation(BASE, Tag.DW_TAG_base_type, false, At.DW_AT_name, Form.DW_FORM_string,
                        At.DW_AT_byte_size, Form.DW_FORM_data1)
                .abbreviation(STRUCTURE, Tag.DW_TAG_structure_type, true, At.DW_AT_name, Form.DW_FORM_string,
                        At.DW_AT_byte_size, Form.DW_FORM_data1)
                .abbreviation(MEMBER, Tag.DW_TAG_member, false, At.DW_AT_name, Form.DW_FORM_string, At.DW_AT_type,
                        Form.DW_FORM_ref4, At.DW_AT_data_member_location, Form.DW_FORM_data1)
                .abbreviation(POINTER, Tag.DW_TAG_pointer_type, false, At.DW_AT_name, Form.DW_FORM_string,
                        At.DW_AT_type, Form.DW_FORM_ref4)
                .abbreviation(INDEXED, Tag.DW_TAG_formal_parameter, false, At.DW_AT_name, Form.DW_FORM_string,
                        At.DW_AT_type, Form.DW_FORM_ref4, At.DW_AT_location, Form.DW_FORM_loclistx)
                .abbreviation(ARRAY, Tag.DW_TAG_array_type, true, At.DW_AT_type, Form.DW_FORM_ref4)
                .abbreviation(RANGE, Tag.DW_TAG_subrange_type, false, At.DW_AT_count, Form.DW_FORM_data1)
                .u8(0);
        Consumer<Bytes> entries = unit -> {
            int before = 4;
            unit.u8(UNIT).u16(Lang.DW_LANG_Rust).u64(START);
            unsigned = before + unit.size();
            unit.u8(BASE).string("u32").u8(4);
            int length = before + unit.size();
            unit.u8(BASE).string("usize").u8(8);
            array = before + unit.size();
            unit.u8(ARRAY).u32(unsigned).u8(RANGE).u8(40).u8(0);
            int data = before + unit.size();
            unit.u8(POINTER).string("*const u8").u32(unsigned);
            slice = before + unit.size();
            unit.u8(STRUCTURE).string("&[u8]").u8(16).u8(MEMBER).string("data_ptr").u32(data).u8(0)
                    .u8(MEMBER).string("length").u32(length).u8(8).u8(0);
            pointer = before + unit.size();
            unit.u8(POINTER).string("&Ring").u32(slice);
            unit.u8(SUBPROGRAM).u64(START).u32(0x100);
            expression(unit, 0x57);
            variables.accept(unit);
            unit.u8(0).u8(0);
        };
        if (version < 5) {
            file.section(".debug_info").unit4(entries);
        } else {
            file.section(".debug_info").unit5(entries);
        }
        return file.dwarf();
    }

    private static void expression(Bytes out, int... bytes) {
        out.u8(bytes.length).u8(bytes);
    }

    private void whole(Bytes out, String name, int type, int... bytes) {
        out.u8(WHOLE).string(name).u32(type);
        expression(out, bytes);
    }

    private static List<String> texts(Dwarf dwarf, long address) {
        assertThat(dwarf.skipped()).isEmpty();
        return dwarf.variables(address).stream()
                .map(variable -> variable.name() + ": " + variable.type() + " " + variable.location()).toList();
    }

    @Test
    void followsWhatComesDownToARegisterAndANumber() {
        Dwarf dwarf = dwarf(4, unit -> {
            whole(unit, "register", unsigned, 0x55);
            whole(unit, "far", unsigned, 0x90, 20);
            whole(unit, "stack", unsigned, 0x91, 0x10);
            whole(unit, "memory", unsigned, 0x73, 0x78);
            whole(unit, "value", unsigned, 0x73, 0, 0x9f);
            whole(unit, "less", unsigned, 0x73, 0x7f, 0x9f);
            whole(unit, "sum", unsigned, 0x73, 0, 0x23, 5, 0x31, 0x1c, 0x9f);
            whole(unit, "narrow", unsigned, 0x75, 0, 0x0c, 0xff, 0xff, 0xff, 0xff, 0x1a, 0x9f);
            whole(unit, "loaded", unsigned, 0x75, 8, 6, 0x9f);
            whole(unit, "number", unsigned, 0x08, 42, 0x9f);
            whole(unit, "negative", unsigned, 0x11, 0x7e, 0x9f);
            whole(unit, "implicit", unsigned, 0x9e, 4, 1, 2, 0, 0);
            whole(unit, "entry", unsigned, 0xf3, 1, 0x55, 0x9f);
            whole(unit, "converted", unsigned, 0x75, 0, 0xf7, 0x10, 0xf7, 0x20, 0x9f);
            whole(unit, "computed", unsigned, 0x75, 0, 0x31, 0x24, 0x9f);
            whole(unit, "nowhere", unsigned);
            unit.u8(CONSTANT).string("constant").u32(array).uleb(7);
        });
        assertThat(texts(dwarf, START)).containsExactly("register: u32 InRegister[register=5]",
                "far: u32 InRegister[register=20]", "stack: u32 InMemory[register=7, offset=16]",
                "memory: u32 InMemory[register=3, offset=-8]", "value: u32 InRegister[register=3]",
                "less: u32 Sum[register=3, amount=-1]", "sum: u32 Sum[register=3, amount=4]",
                "narrow: u32 InRegister[register=5]", "loaded: u32 InMemory[register=5, offset=8]",
                "number: u32 Constant[value=42]", "negative: u32 Constant[value=-2]",
                "implicit: u32 Constant[value=513]", "entry: u32 OnEntry[register=5]",
                "converted: u32 InRegister[register=5]", "computed: u32 Unknown[]",
                "constant: [u32; 40] Constant[value=7]");
    }

    @Test
    void namesPiecesByMembers() {
        Dwarf dwarf = dwarf(5, unit -> {
            whole(unit, "bytes", slice, 0x54, 0x93, 8, 0x51, 0x93, 8);
            whole(unit, "half", slice, 0x93, 8, 0x51, 0x93, 8);
            whole(unit, "odd", slice, 0x93, 4, 0x51, 0x93, 4);
            whole(unit, "ring", pointer, 0x55);
        });
        assertThat(texts(dwarf, START)).containsExactly("bytes.data_ptr: *const u8 InRegister[register=4]",
                "bytes.length: usize InRegister[register=1]", "half.length: usize InRegister[register=1]",
                "odd[4..8]: ? InRegister[register=1]", "ring: &Ring InRegister[register=5]");
        Variable ring = dwarf.variables(START).getLast();
        assertThat(dwarf.pointed(ring, 8, 8).orElseThrow().name()).isEqualTo("ring.length");
        assertThat(dwarf.pointed(ring, 12, 4)).isEmpty();
        assertThat(dwarf.pointed(ring, 8, 4)).as("a part of a member").isEmpty();
        Variable data = dwarf.variables(START).getFirst();
        assertThat(dwarf.pointed(data, 0, 4).orElseThrow().name()).isEqualTo("*bytes.data_ptr");
        assertThat(dwarf.pointed(dwarf.variables(START).get(1), 0, 8)).as("no pointer").isEmpty();
    }

    @Test
    void readsListsOfVersion4() {
        file.section(".debug_loc").u8(0)
                .u64(0x10).u64(0x20).u16(1).u8(0x50)
                .u64(-1).u64(0x1040)
                .u64(0).u64(0x10).u16(1).u8(0x51)
                .u64(0).u64(0);
        Dwarf dwarf = dwarf(4, unit -> unit.u8(LISTED).string("x").u32(unsigned).u32(1));
        assertThat(texts(dwarf, 0x100f)).isEmpty();
        assertThat(texts(dwarf, 0x1010)).containsExactly("x: u32 InRegister[register=0]");
        assertThat(texts(dwarf, 0x1020)).isEmpty();
        assertThat(texts(dwarf, 0x104f)).containsExactly("x: u32 InRegister[register=1]");
    }

    @Test
    void readsListsOfVersion5() {
        file.section(".debug_addr").u32(20).u16(5).u8(8, 0).u64(0x1040).u64(0x1050);
        file.section(".debug_loclists").u32(0).u16(5).u8(8, 0).u32(1).u32(4)
                .u8(4).uleb(0x10).uleb(0x20).u8(1, 0x50)
                .u8(1).uleb(0).u8(4).uleb(0).uleb(4).u8(1, 0x51)
                .u8(2).uleb(1).uleb(1).u8(1, 0x57)
                .u8(3).uleb(1).uleb(8).u8(1, 0x52)
                .u8(6).u64(0x1060).u8(4).uleb(0).uleb(8).u8(1, 0x53)
                .u8(7).u64(0x1070).u64(0x1078).u8(1, 0x54)
                .u8(8).u64(0x1080).uleb(8).u8(1, 0x55)
                .u8(9).uleb(1).uleb(1)
                .u8(5).u8(1, 0x56)
                .u8(0);
        Dwarf dwarf = dwarf(5, unit -> unit.u8(LISTED).string("x").u32(unsigned).u32(16)
                .u8(INDEXED).string("y").u32(unsigned).uleb(0));
        long[] addresses = {0x1010, 0x1040, 0x1050, 0x1060, 0x1070, 0x1080, 0x1000};
        for (int register = 0; register < addresses.length; register++) {
            assertThat(texts(dwarf, addresses[register])).containsExactly(
                    "x: u32 InRegister[register=%d]".formatted(register),
                    "y: u32 InRegister[register=%d]".formatted(register));
        }
    }

    @Test
    void leavesOutWhatIsNotInScope() {
        Dwarf dwarf = dwarf(4, unit -> {
            whole(unit, "outer", unsigned, 0x50);
            unit.u8(BLOCK).u64(0x1010).u32(0x10);
            whole(unit, "inner", unsigned, 0x51);
            unit.u8(0);
            whole(unit, "after", unsigned, 0x52);
        });
        assertThat(texts(dwarf, 0x100f)).extracting(text -> text.substring(0, text.indexOf(':')))
                .containsExactly("outer", "after");
        assertThat(texts(dwarf, 0x1010)).extracting(text -> text.substring(0, text.indexOf(':')))
                .containsExactly("outer", "inner", "after");
        assertThat(texts(dwarf, 0x2000)).isEmpty();
    }

    @Test
    void aListWithoutEndIsMalformed() {
        file.section(".debug_loclists").u8(4).uleb(0x10).uleb(0x20).u8(1, 0x50);
        Dwarf dwarf = dwarf(5, unit -> unit.u8(LISTED).string("x").u32(unsigned).u32(0));
        assertThat(dwarf.variables(START)).isEmpty();
        assertThat(dwarf.skipped()).singleElement().satisfies(
                unit -> assertThat(unit.why()).contains(".debug_loclists+0x5: expected"));
    }
}
