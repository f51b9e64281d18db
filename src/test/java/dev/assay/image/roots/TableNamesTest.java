package dev.assay.image.roots;

import static dev.assay.testing.ElfBuilder.ALLOC;
import static dev.assay.testing.ElfBuilder.EXECUTE;
import static dev.assay.testing.ElfBuilder.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.btf.BtfBytes;
import dev.assay.btf.Kind;
import dev.assay.dwarf.At;
import dev.assay.dwarf.Form;
import dev.assay.dwarf.Tag;
import dev.assay.elf.Elf;
import dev.assay.elf.ElfType;
import dev.assay.elf.SectionType;
import dev.assay.elf.Symbols;
import dev.assay.testing.DwarfBuilder.Bytes;
import dev.assay.testing.ElfBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What slots of tables are called: by DWARF, by BTF, and by neither.
class TableNamesTest {
    private static final long TEXT = 0xffff_ffff_8100_0000L;
    private static final long DATA = 0xffff_ffff_8200_0000L;
    /// Of a unit's header in version 4; entries are referred to from the unit's start.
    private static final int HEADER = 11;

    private static ElfBuilder table(String name, long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * words.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            bytes.putLong(word);
        }
        return new ElfBuilder(ElfType.EXEC, Elf.X86_64)
                .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, TEXT, 16, new byte[64])
                .section(".data", SectionType.PROGBITS, ALLOC | WRITE, DATA, 8, bytes.array())
                .symbol("f", Symbols.FUNC, ".text", TEXT, 16).symbol("g", Symbols.FUNC, ".text", TEXT + 16, 16)
                .symbol(name, Symbols.OBJECT, ".data", DATA, bytes.capacity());
    }

    /// Entries of one unit: abbreviations by number, and offsets of entries for references to them.
    private static final class Entries {
        private final Bytes abbreviations = new Bytes();
        private final Bytes entries = new Bytes();

        Entries() {
            abbreviations.abbreviation(1, Tag.DW_TAG_compile_unit, true, At.DW_AT_low_pc, Form.DW_FORM_addr,
                    At.DW_AT_high_pc, Form.DW_FORM_data4);
            abbreviations.abbreviation(2, Tag.DW_TAG_variable, false, At.DW_AT_type, Form.DW_FORM_ref4,
                    At.DW_AT_location, Form.DW_FORM_exprloc);
            abbreviations.abbreviation(3, Tag.DW_TAG_structure_type, true, At.DW_AT_name, Form.DW_FORM_string,
                    At.DW_AT_byte_size, Form.DW_FORM_data1);
            abbreviations.abbreviation(4, Tag.DW_TAG_member, false, At.DW_AT_name, Form.DW_FORM_string,
                    At.DW_AT_data_member_location, Form.DW_FORM_data1, At.DW_AT_type, Form.DW_FORM_ref4);
            abbreviations.abbreviation(5, Tag.DW_TAG_pointer_type, false, At.DW_AT_byte_size, Form.DW_FORM_data1,
                    At.DW_AT_type, Form.DW_FORM_ref4);
            abbreviations.abbreviation(6, Tag.DW_TAG_subroutine_type, false);
            abbreviations.abbreviation(7, Tag.DW_TAG_array_type, true, At.DW_AT_type, Form.DW_FORM_ref4);
            abbreviations.abbreviation(8, Tag.DW_TAG_subrange_type, false, At.DW_AT_upper_bound, Form.DW_FORM_data1);
            abbreviations.abbreviation(9, Tag.DW_TAG_typedef, false, At.DW_AT_name, Form.DW_FORM_string,
                    At.DW_AT_type, Form.DW_FORM_ref4);
            abbreviations.abbreviation(10, Tag.DW_TAG_const_type, false, At.DW_AT_type, Form.DW_FORM_ref4);
            abbreviations.abbreviation(11, Tag.DW_TAG_union_type, true, At.DW_AT_name, Form.DW_FORM_string,
                    At.DW_AT_byte_size, Form.DW_FORM_data1);
            entries.u8(1).u64(TEXT).u32(64);
        }

        int here() {
            return HEADER + entries.size();
        }

        int function() {
            int subroutine = here();
            entries.u8(6);
            int pointer = here();
            entries.u8(5, 8).u32(subroutine);
            return pointer;
        }

        int struct(int abbreviation, String name, int size, Object... members) {
            int start = here();
            entries.u8(abbreviation).string(name).u8(size);
            for (int i = 0; i < members.length; i += 3) {
                entries.u8(4).string((String) members[i]).u8((Integer) members[i + 1]).u32((Integer) members[i + 2]);
            }
            entries.u8(0);
            return start;
        }

        int array(int element, int last) {
            int start = here();
            entries.u8(7).u32(element).u8(8, last, 0);
            return start;
        }

        int typedef(String name, int type) {
            int start = here();
            entries.u8(9).string(name).u32(type);
            return start;
        }

        int constant(int type) {
            int start = here();
            entries.u8(10).u32(type);
            return start;
        }

        void variable(int type, long address) {
            entries.u8(2).u32(type).u8(9, 0x03).u64(address);
        }

        ElfBuilder into(ElfBuilder elf) {
            entries.u8(0);
            Bytes info = new Bytes();
            info.unit4(unit -> {
                for (byte value : entries.toByteArray()) {
                    unit.u8(value & 0xff);
                }
            });
            return elf.section(".debug_info", SectionType.PROGBITS, 0, info.toByteArray())
                    .section(".debug_abbrev", SectionType.PROGBITS, 0, abbreviations.u8(0).toByteArray());
        }
    }

    private static List<String> names(ElfBuilder elf) {
        return Opened.names(elf.build()).stream().map(name -> name.substring(name.indexOf(' ') + 1)).toList();
    }

    @Test
    void theTypeOfTheVariableTellsTheMember() {
        Entries entries = new Entries();
        int function = entries.typedef("handler_t", entries.function());
        int inner = entries.struct(3, "pm_ops", 16, "suspend", 0, function, "resume", 8, function);
        int outer = entries.struct(3, "driver", 24, "probe", 0, function, "pm", 8, entries.constant(inner));
        entries.variable(entries.constant(outer), DATA);
        assertThat(names(entries.into(table("foo", TEXT, TEXT + 16, TEXT + 16)))).containsExactly(
                ".probe of driver foo", ".pm.suspend of driver foo", ".pm.resume of driver foo");
    }

    @Test
    void elementsOfArraysAreNumbered() {
        Entries entries = new Entries();
        int function = entries.function();
        int quirk = entries.struct(3, "quirk", 16, "calls", 0, entries.array(function, 1));
        entries.variable(entries.array(quirk, 1), DATA);
        assertThat(names(entries.into(table("quirks", 0, TEXT, TEXT, TEXT + 16)))).containsExactly(
                ".calls[1] of quirk quirks[0]", ".calls[0] of quirk quirks[1]", ".calls[1] of quirk quirks[1]");
    }

    @Test
    void aPointerInNoStructureIsOne() {
        Entries entries = new Entries();
        entries.variable(entries.array(entries.function(), 1), DATA);
        assertThat(names(entries.into(table("handlers", TEXT, TEXT + 16))))
                .containsExactly("function pointer handlers[0]", "function pointer handlers[1]");
    }

    @Test
    void whichMemberOfAUnionIsMeantNothingTells() {
        Entries entries = new Entries();
        int function = entries.function();
        int union = entries.struct(11, "", 8, "open", 0, function, "close", 0, function);
        int named = entries.struct(3, "hook", 8, "call", 0, union);
        int bare = entries.struct(3, "task", 16, "hook", 0, named, "", 8, union);
        entries.variable(bare, DATA);
        assertThat(names(entries.into(table("foo", TEXT, TEXT + 16)))).containsExactly(
                ".hook.call of task foo", ".open or .close of task foo");
    }

    @Test
    void typesThatReferToThemselvesEnd() {
        Entries entries = new Entries();
        int cyclic = entries.here();
        entries.typedef("endless", cyclic);
        entries.variable(cyclic, DATA);
        int start = entries.here();
        int struct = entries.struct(3, "own", 8, "self", 0, start);
        entries.variable(struct, DATA + 8);
        ElfBuilder elf = table("foo", TEXT).section(".more", SectionType.PROGBITS, ALLOC | WRITE, DATA + 8, 8,
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(TEXT).array())
                .symbol("bar", Symbols.OBJECT, ".more", DATA + 8, 8);
        assertThat(names(entries.into(elf))).containsExactly("address taken in foo+0x0", "address taken in bar+0x0");
    }

    @Test
    void aVariableWithABadTypeHasNoName() {
        Entries entries = new Entries();
        entries.variable(3, DATA);
        assertThat(names(entries.into(table("foo", TEXT)))).containsExactly("address taken in foo+0x0");
    }

    /// `struct ops { void *owner; int (*open)(struct ops *); void (*close)(struct ops *); }`, functions `f` of the first
    /// type and `g` of the second.
    private static BtfBytes btf() {
        BtfBytes btf = new BtfBytes(0);
        int none = 0;
        btf.type(btf.string("int"), Kind.INT, 0, 4, 32 | 1 << 24); // 1
        btf.type(btf.string("ops"), Kind.STRUCT, 3, 24, btf.string("owner"), 3, 0, btf.string("open"), 6, 64,
                btf.string("close"), 7, 128); // 2
        btf.type(none, Kind.PTR, 0, 0); // 3
        btf.type(none, Kind.FUNC_PROTO, 1, 1, none, 8); // 4
        btf.type(none, Kind.FUNC_PROTO, 1, 0, none, 8); // 5
        btf.type(none, Kind.PTR, 0, 4); // 6
        btf.type(none, Kind.PTR, 0, 5); // 7
        btf.type(none, Kind.PTR, 0, 2); // 8
        btf.type(btf.string("f"), Kind.FUNC, 0, 4);
        btf.type(btf.string("g"), Kind.FUNC, 0, 5);
        return btf;
    }

    private static ElfBuilder withBtf(ElfBuilder elf, BtfBytes btf) {
        return elf.section(".BTF", SectionType.PROGBITS, ALLOC, DATA + 0x1000, 8, btf.bytes());
    }

    @Test
    void theOnlyStructureThatFitsIsNamedAsInferred() {
        assertThat(names(withBtf(table("foo", 0, TEXT, TEXT + 16), btf()))).containsExactly(
                ".open of ops foo (by its shape)", ".close of ops foo (by its shape)");
    }

    @Test
    void aFunctionOfAnotherTypeFitsNoStructure() {
        assertThat(names(withBtf(table("foo", 0, TEXT + 16, 0), btf()))).containsExactly("address taken in foo+0x8");
    }

    @Test
    void contentsThatArePointersToNothingFitNoStructure() {
        assertThat(names(withBtf(table("foo", 42, TEXT, 0), btf()))).containsExactly("address taken in foo+0x8");
    }

    @Test
    void ofTwoStructuresThatFitNoneIsNamed() {
        BtfBytes btf = btf();
        btf.type(btf.string("same"), Kind.STRUCT, 1, 24, btf.string("call"), 6, 64);
        assertThat(names(withBtf(table("foo", 0, TEXT, 0), btf))).containsExactly("address taken in foo+0x8");
    }

    @Test
    void brokenBtfLeavesTheAddress() {
        ElfBuilder elf = table("foo", 0, TEXT, 0).section(".BTF", SectionType.PROGBITS, ALLOC, DATA + 0x1000, 8,
                new byte[] {1, 2, 3});
        assertThat(names(elf)).containsExactly("address taken in foo+0x8");
    }
}
