package dev.assay.dwarf;

import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.List;

/// Header of one line number program (DWARF 5 §6.2.4; DWARF 4 §6.2.4): how the program is encoded, and the tables of
/// directories and files that it refers to.
final class LineHeader {
    private static final int DW_LNCT_path = 0x1;
    private static final int DW_LNCT_directory_index = 0x2;

    /// Before this version there is no `maximum_operations_per_instruction`.
    private static final int FIRST_WITH_OPERATIONS = 4;

    /// A path that is decoded when it is asked for: many entries may point at one long string.
    ///
    /// @param offset    of the value in the table, in bytes
    /// @param form      of the value there
    /// @param directory it is relative to; for directories themselves 0
    record Path(int offset, int form, long directory) {}

    final Slice program;
    final byte[] bytes;
    final Encoding encoding;
    final int minimumLength;
    final int operations;
    final int lineBase;
    final int lineRange;
    final int[] operandCounts;
    final List<Path> directories = new ArrayList<>();
    final List<Path> files = new ArrayList<>();
    final int programStart;

    private LineHeader(Slice table, int start, boolean wide) {
        bytes = ByteCursor.copy(table, "a line table");
        ByteCursor cursor = ByteCursor.of(table, bytes, start);
        int version = cursor.u16();
        if (version < UnitHeader.OLDEST || version > UnitHeader.NEWEST) {
            throw cursor.malformed("line table version %d to %d".formatted(UnitHeader.OLDEST, UnitHeader.NEWEST),
                    version + " (DWARF 5 §6.2.4)");
        }
        program = table;
        encoding = new Encoding(version, wide);
        if (version >= 5) {
            int addressSize = cursor.u8();
            if (addressSize != Encoding.ADDRESS_SIZE) {
                throw table.unsupported(cursor.last(), "addresses of %d bytes; 8 would be".formatted(addressSize));
            }
            cursor.u8();
        }
        long headerLength = Forms.sized(cursor, encoding.offsetSize());
        table.require(cursor.offset(), headerLength, "the line table's header");
        programStart = (int) (cursor.offset() + headerLength);
        minimumLength = cursor.u8();
        operations = version >= FIRST_WITH_OPERATIONS ? cursor.u8() : 1;
        cursor.u8();
        lineBase = (byte) cursor.u8();
        lineRange = cursor.u8();
        operandCounts = new int[cursor.u8()];
        if (operandCounts.length == 0) {
            throw cursor.malformed("an opcode base of at least 1", 0);
        }
        for (int i = 1; i < operandCounts.length; i++) {
            operandCounts[i] = cursor.u8();
        }
        if (version >= 5) {
            readEntries(cursor, directories);
            readEntries(cursor, files);
        } else {
            readOldTables(cursor);
        }
        if (cursor.offset() > programStart) {
            throw cursor.malformed("tables that end at +0x%x or before, as the header's length says"
                    .formatted(table.origin() + programStart), table.origin() + cursor.offset());
        }
    }

    /// @param offset of the header in `.debug_line`, in bytes
    static LineHeader read(Slice section, long offset) {
        long end = UnitHeader.end(section, offset);
        boolean wide = section.u32(offset) == UnitHeader.WIDE;
        return new LineHeader(section.window(offset, end - offset), wide ? 12 : 4, wide);
    }

    /// Null-terminated lists of names; directory 0 and file 0 are not in them (DWARF 4 §6.2.4, items 11 and 12).
    private void readOldTables(ByteCursor cursor) {
        while (true) {
            int offset = cursor.offset();
            cursor.skipString();
            if (cursor.offset() == offset + 1) {
                break;
            }
            directories.add(new Path(offset, Form.DW_FORM_string, 0));
        }
        while (readOldFile(cursor)) {
            // it is in the table now
        }
    }

    /// Also for `DW_LNE_define_file`; `false` at the end of the list.
    boolean readOldFile(ByteCursor cursor) {
        int offset = cursor.offset();
        cursor.skipString();
        if (cursor.offset() == offset + 1) {
            return false;
        }
        long directory = cursor.uleb128();
        cursor.uleb128();
        cursor.uleb128();
        files.add(new Path(offset, Form.DW_FORM_string, directory));
        return true;
    }

    /// A table that says its own columns (DWARF 5 §6.2.4.1).
    private void readEntries(ByteCursor cursor, List<Path> entries) {
        int columns = cursor.u8();
        long[] contents = new long[columns];
        int[] forms = new int[columns];
        for (int i = 0; i < columns; i++) {
            contents[i] = cursor.uleb128();
            long form = cursor.uleb128();
            forms[i] = (int) Math.min(Math.max(form, 0), 0xffff);
            if (!isAllowed(forms[i])) {
                throw cursor.malformed("a form for a directory or file name (DWARF 5 §6.2.4.1)", Form.name(forms[i]));
            }
        }
        long count = cursor.uleb128();
        if (count < 0 || count > (cursor.size() - cursor.offset()) / Math.max(columns, 1)
                || (columns == 0 && count > 0)) {
            throw cursor.malformed("a count of directories or files that fits into the header",
                    Long.toUnsignedString(count));
        }
        for (long i = 0; i < count; i++) {
            entries.add(readEntry(cursor, contents, forms));
        }
    }

    private Path readEntry(ByteCursor cursor, long[] contents, int[] forms) {
        int offset = -1;
        int form = 0;
        long directory = 0;
        for (int i = 0; i < forms.length; i++) {
            if (contents[i] == DW_LNCT_directory_index) {
                directory = Forms.number(cursor, At.DW_AT_decl_file, forms[i], 0, encoding);
            } else {
                if (contents[i] == DW_LNCT_path) {
                    offset = cursor.offset();
                    form = forms[i];
                }
                Forms.skip(cursor, forms[i], encoding);
            }
        }
        if (offset < 0) {
            throw cursor.malformed("a path for a directory or file", "none");
        }
        return new Path(offset, form, directory);
    }

    /// Every one of these takes at least one byte, so a count that fits into the header bounds the work.
    private static boolean isAllowed(int form) {
        return switch (form) {
            case Form.DW_FORM_string, Form.DW_FORM_line_strp, Form.DW_FORM_strp, Form.DW_FORM_strp_sup,
                    Form.DW_FORM_strx, Form.DW_FORM_strx1, Form.DW_FORM_strx2, Form.DW_FORM_strx3, Form.DW_FORM_strx4,
                    Form.DW_FORM_udata, Form.DW_FORM_data1, Form.DW_FORM_data2, Form.DW_FORM_data4,
                    Form.DW_FORM_data8, Form.DW_FORM_data16, Form.DW_FORM_block -> true;
            default -> false;
        };
    }
}
