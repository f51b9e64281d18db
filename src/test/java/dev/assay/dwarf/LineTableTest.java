package dev.assay.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.testing.DwarfBuilder;
import dev.assay.testing.DwarfBuilder.Bytes;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class LineTableTest {
    private static final int SPECIAL = 13;
    private static final int LINE_RANGE = 14;
    private static final int LINE_BASE = -5;

    private final DwarfBuilder file = new DwarfBuilder();

    @Test
    void version4CountsFilesAndDirectoriesFromOne() {
        LineTable lines = version4(program -> {});
        assertThat(lines.version()).isEqualTo(4);
        assertThat(lines.file(0)).isEmpty();
        assertThat(lines.file(1)).hasValue("/build/here.rs");
        assertThat(lines.file(2)).hasValue("/build/rust/there.rs");
        assertThat(lines.file(3)).hasValue("/usr/lib/core.rs");
        assertThat(lines.file(4)).hasValue("/absolute.rs");
        assertFails(() -> lines.file(5), "test.o: .debug_line+0x0: expected file numbers below 5, found 5");
        assertFails(() -> lines.file(-7), "test.o: .debug_line+0x0: expected file numbers below 5,"
                + " found 18446744073709551609");
    }

    @Test
    void version5CountsFromZeroAndSaysTheCompilationDirectoryItself() {
        LineTable lines = version5(table -> table
                .u8(1).uleb(1).uleb(Form.DW_FORM_line_strp).uleb(2).u32(0).u32(7)
                .u8(3).uleb(1).uleb(Form.DW_FORM_string).uleb(2).uleb(Form.DW_FORM_udata).uleb(5)
                .uleb(Form.DW_FORM_data16)
                .uleb(2).string("a.rs").uleb(0).u64(1).u64(2).string("b.rs").uleb(1).u64(3).u64(4));
        assertThat(lines.version()).isEqualTo(5);
        assertThat(lines.file(0)).hasValue("/build/a.rs");
        assertThat(lines.file(1)).hasValue("/elsewhere/rust/b.rs");
    }

    @Test
    void rowsOfEveryOpcode() {
        LineTable lines = version4(program -> program
                .u8(0, 9, 2).u64(0x1000)
                .u8(3).u8(9).u8(5).uleb(7).u8(1)
                .u8(special(2, 3))
                .u8(4).uleb(2).u8(6).u8(7).u8(10).u8(11).u8(12).uleb(1).u8(special(0, -5))
                .u8(2).uleb(16).u8(1)
                .u8(8).u8(1)
                .u8(9).u16(0x300).u8(1)
                .u8(0, 2, 0x80, 99)
                .u8(0, 2, 4, 0).u8(2).uleb(1).u8(0, 1, 1));
        assertThat(lines.allRows()).extracting(LineTableTest::text).containsExactly(
                "1000 /build/here.rs:10:7", "1002 /build/here.rs:13:7", "1002 /build/rust/there.rs:8:7",
                "1012 /build/rust/there.rs:8:7", "1023 /build/rust/there.rs:8:7", "1323 /build/rust/there.rs:8:7",
                "1324 end");
        assertThat(lines.lookup(0xfff)).isEmpty();
        assertThat(lines.lookup(0x1001)).map(LineTableTest::text).hasValue("1000 /build/here.rs:10:7");
        assertThat(lines.lookup(0x1002)).map(LineTableTest::text).hasValue("1002 /build/rust/there.rs:8:7");
        assertThat(lines.lookup(0x1323)).map(LineRow::address).hasValue(0x1323L);
        assertThat(lines.lookup(0x1324)).isEmpty();
    }

    @Test
    void sequencesAreSortedAndDroppedOnesAreNot() {
        LineTable lines = version4(program -> {
            sequence(program, -0x1000);
            sequence(program, 0);
            sequence(program, 0x2000);
            sequence(program, -1);
        });
        assertThat(lines.allRows()).extracting(LineRow::address).containsExactly(0x2000L, 0x2010L, -0x1000L, -0xff0L);
        assertThat(lines.lookup(-0xff8)).map(LineRow::line).hasValue(1);
        assertThat(lines.lookup(8)).isEmpty();
    }

    @Test
    void severalOperationsInOneInstruction() {
        LineTable lines = version4(3, 16, program -> program
                .u8(0, 9, 2).u64(0x1000).u8(1).u8(2).uleb(2).u8(1).u8(2).uleb(2).u8(1).u8(2).uleb(6).u8(0, 1, 1));
        assertThat(lines.allRows()).extracting(LineRow::address).containsExactly(0x1000L, 0x1000L, 0x1010L, 0x1030L);
    }

    @Test
    void programWithoutEnd() {
        LineTable lines = version4(program -> program.u8(0, 9, 2).u64(0x1000).u8(1));
        assertFails(lines::allRows, "test.o: .debug_line+0x69: expected DW_LNE_end_sequence,"
                + " found the end of the line program");
    }

    @Test
    void extendedOpcodeLongerThanTheProgram() {
        LineTable lines = version4(program -> program.u8(0, 100, 2));
        assertFails(lines::allRows,
                "test.o: .debug_line+0x60: expected 100 bytes for an extended opcode, found 1 left in .debug_line");
    }

    @Test
    void emptyExtendedOpcode() {
        LineTable lines = version4(program -> program.u8(0, 0));
        assertFails(lines::allRows, "test.o: .debug_line+0x5f: expected an extended opcode of at least one byte,"
                + " found 0x0");
    }

    @Test
    void addressOfAnotherSize() {
        LineTable lines = version4(program -> program.u8(0, 5, 2).u32(0x1000));
        assertFails(lines::allRows, "test.o: .debug_line+0x60: expected 9 bytes for DW_LNE_set_address, found 0x5");
    }

    @Test
    void columnOfMoreThan31Bits() {
        LineTable lines = version4(program -> program.u8(5).uleb(1L << 40));
        assertFails(lines::allRows, "test.o: .debug_line+0x5f: expected a column below 2^31, found 1099511627776");
    }

    @Test
    void negativeLine() {
        LineTable lines = version4(program -> program.u8(3, 0x70).u8(1));
        assertFails(lines::allRows, "test.o: .debug_line+0x60: expected a line below 2^31, found 4294967281");
    }

    @Test
    void versionOfTheTable() {
        file.section(".debug_line").sized(table -> table.u16(6).u64(0));
        assertFails(() -> unit().lines(),
                "test.o: .debug_line+0x4: expected line table version 2 to 5, found 6 (DWARF 5 §6.2.4)");
    }

    @Test
    void tableOutside() {
        assertFails(() -> unit().lines(),
                "test.o: .debug_line+0x0: expected 4 bytes for a value, found 0 left in .debug_line");
    }

    @Test
    void headerLongerThanTheTable() {
        file.section(".debug_line").sized(table -> table.u16(4).u32(1000));
        assertFails(() -> unit().lines(), "test.o: .debug_line+0xa: expected 1000 bytes for the line table's header,"
                + " found 0 left in .debug_line");
    }

    @Test
    void tablesLongerThanTheHeader() {
        file.section(".debug_line").sized(table -> table.u16(4).u32(8).u8(1, 1, 1, 0, 14, 1).string("dir").u8(0, 0));
        assertFails(() -> unit().lines(), "test.o: .debug_line+0x15: expected tables that end at +0x12 or before,"
                + " as the header's length says, found 0x16");
    }

    @Test
    void absurdCountOfFiles() {
        file.section(".debug_line_str").string("/build");
        assertFails(() -> version5(table -> table.u8(1).uleb(1).uleb(Form.DW_FORM_line_strp).uleb(1L << 50)),
                "test.o: .debug_line+0x21: expected a count of directories or files that fits into the header,"
                        + " found 1125899906842624");
    }

    @Test
    void filesWithoutColumnsAndBytes() {
        assertFails(() -> version5(table -> table.u8(0).uleb(-1)),
                "test.o: .debug_line+0x1f: expected a count of directories or files that fits into the header,"
                        + " found 18446744073709551615");
    }

    @Test
    void fileNameInAFormWithoutBytes() {
        assertFails(() -> version5(table -> table.u8(1).uleb(1).uleb(Form.DW_FORM_flag_present).uleb(9)),
                "test.o: .debug_line+0x20: expected a form for a directory or file name (DWARF 5 §6.2.4.1),"
                        + " found DW_FORM_flag_present");
    }

    @Test
    void fileNameOutside() {
        LineTable lines = version5(table -> table
                .u8(1).uleb(1).uleb(Form.DW_FORM_string).uleb(1).string("/build")
                .u8(1).uleb(1).uleb(Form.DW_FORM_strp).uleb(1).u32(0x99));
        assertFails(() -> lines.file(0), "test.o: .debug_str+0x99: expected 1 bytes for a NUL-terminated string,"
                + " found 0 left in .debug_str");
    }

    @Test
    void fileNameInASupplementaryFile() {
        LineTable lines = version5(table -> table
                .u8(1).uleb(1).uleb(Form.DW_FORM_string).uleb(1).string("/build")
                .u8(1).uleb(1).uleb(Form.DW_FORM_strp_sup).uleb(1).u32(0x99));
        assertThatThrownBy(() -> lines.file(0)).isInstanceOf(UnsupportedFormatException.class);
    }

    private static int special(int addressAdvance, int lineAdvance) {
        return SPECIAL + addressAdvance * LINE_RANGE + lineAdvance - LINE_BASE;
    }

    private static void sequence(Bytes program, long address) {
        program.u8(0, 9, 2).u64(address).u8(1).u8(2).uleb(16).u8(0, 1, 1);
    }

    private static String text(LineRow row) {
        return row.endSequence()
                ? "%x end".formatted(row.address())
                : "%x %s:%d:%d".formatted(row.address(), row.file(), row.line(), row.column());
    }

    private LineTable version4(Consumer<Bytes> program) {
        return version4(1, 1, program);
    }

    private LineTable version4(int operations, int minimumLength, Consumer<Bytes> program) {
        file.section(".debug_line").sized(table -> {
            table.u16(4).sized(header -> {
                header.u8(minimumLength, operations, 1, LINE_BASE, LINE_RANGE, SPECIAL);
                header.u8(0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1);
                header.string("rust").string("/usr/lib").u8(0);
                header.string("here.rs").u8(0, 0, 0).string("there.rs").u8(1, 0, 0).string("core.rs").u8(2, 0, 0);
                header.string("/absolute.rs").u8(2, 0, 0).u8(0);
            });
            program.accept(table);
        });
        return unit().lines().orElseThrow();
    }

    private LineTable version5(Consumer<Bytes> tables) {
        file.section(".debug_line_str").string("/build").string("/elsewhere/rust");
        file.section(".debug_line").sized(table -> table.u16(5).u8(8, 0).sized(header -> {
            header.u8(1, 1, 1, LINE_BASE, LINE_RANGE, SPECIAL);
            header.u8(0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1);
            tables.accept(header);
        }));
        return unit().lines().orElseThrow();
    }

    private Unit unit() {
        file.section(".debug_abbrev").abbreviation(1, Tag.DW_TAG_compile_unit, false,
                At.DW_AT_stmt_list, Form.DW_FORM_sec_offset, At.DW_AT_comp_dir, Form.DW_FORM_string).u8(0);
        file.section(".debug_info").unit4(unit -> unit.u8(1).u32(0).string("/build"));
        List<Unit> units = file.dwarf().units();
        return units.get(units.size() - 1);
    }

    private static void assertFails(ThrowingCallable reading, String message) {
        assertThatThrownBy(reading).isInstanceOf(MalformedFileException.class).hasMessage(message);
    }
}
