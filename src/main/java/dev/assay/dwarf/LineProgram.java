package dev.assay.dwarf;

/// The state machine whose output is the line table (DWARF 5 §6.2.2, §6.2.5).
final class LineProgram {
    private static final int DW_LNS_copy = 0x01;
    private static final int DW_LNS_advance_pc = 0x02;
    private static final int DW_LNS_advance_line = 0x03;
    private static final int DW_LNS_set_file = 0x04;
    private static final int DW_LNS_set_column = 0x05;
    private static final int DW_LNS_const_add_pc = 0x08;
    private static final int DW_LNS_fixed_advance_pc = 0x09;
    private static final int DW_LNE_end_sequence = 0x01;
    private static final int DW_LNE_set_address = 0x02;
    private static final int DW_LNE_define_file = 0x03;

    /// The opcodes that neither the positions nor the addresses depend on: negate_stmt, set_basic_block,
    /// set_prologue_end, set_epilogue_begin. The operands of these and of unknown ones are stepped over.
    private final LineHeader header;

    private final ByteCursor cursor;
    private final LineRows rows;
    private long address;
    private int operation;
    private int file;
    private int line;
    private int column;

    LineProgram(LineHeader header, LineRows rows) {
        this.header = header;
        this.cursor = ByteCursor.of(header.program, header.bytes, header.programStart);
        this.rows = rows;
    }

    void run() {
        reset();
        while (!cursor.atEnd()) {
            int opcode = cursor.u8();
            if (opcode >= header.operandCounts.length) {
                special(opcode);
            } else if (opcode == 0) {
                extended();
            } else {
                standard(opcode);
            }
        }
        if (rows.isOpen()) {
            throw cursor.malformed("DW_LNE_end_sequence", "the end of the line program");
        }
    }

    private void reset() {
        address = 0;
        operation = 0;
        file = 1;
        line = 1;
        column = 0;
    }

    private void special(int opcode) {
        int adjusted = opcode - header.operandCounts.length;
        advance(adjusted / lineRange());
        line += header.lineBase + adjusted % lineRange();
        row();
    }

    private void standard(int opcode) {
        switch (opcode) {
            case DW_LNS_copy -> row();
            case DW_LNS_advance_pc -> advance(cursor.uleb128());
            case DW_LNS_advance_line -> line += (int) cursor.sleb128();
            case DW_LNS_set_file -> file = number("a file index");
            case DW_LNS_set_column -> column = number("a column");
            case DW_LNS_const_add_pc -> advance((255 - header.operandCounts.length) / lineRange());
            case DW_LNS_fixed_advance_pc -> {
                address += cursor.u16();
                operation = 0;
            }
            default -> {
                for (int i = 0; i < header.operandCounts[opcode]; i++) {
                    cursor.uleb128();
                }
            }
        }
    }

    private void extended() {
        long length = cursor.uleb128();
        int start = cursor.offset();
        cursor.skip(length, "an extended opcode");
        cursor.seek(start);
        if (length == 0) {
            throw cursor.malformed("an extended opcode of at least one byte", length);
        }
        switch (cursor.u8()) {
            case DW_LNE_end_sequence -> {
                rows.endSequence(address);
                reset();
            }
            case DW_LNE_set_address -> {
                if (length != 1 + Encoding.ADDRESS_SIZE) {
                    throw cursor.malformed("9 bytes for DW_LNE_set_address", length);
                }
                address = cursor.u64();
                operation = 0;
            }
            case DW_LNE_define_file -> header.readOldFile(cursor);
            default -> {}
        }
        cursor.seek(start + length);
    }

    /// Moves the address by a number of operations: those are instructions, except where several share one
    /// (DWARF 5 §6.2.5.1).
    private void advance(long count) {
        if (header.operations <= 1) {
            address += count * header.minimumLength;
            return;
        }
        long total = operation + count;
        address += header.minimumLength * Long.divideUnsigned(total, header.operations);
        operation = (int) Long.remainderUnsigned(total, header.operations);
    }

    private void row() {
        if (line < 0) {
            throw cursor.malformed("a line below 2^31", Integer.toUnsignedString(line));
        }
        if (!rows.add(address, file, line, column)) {
            throw cursor.unsupported(
                    "a line table of more than %d rows".formatted(LineRows.MAX_ROWS));
        }
    }

    private int lineRange() {
        if (header.lineRange == 0) {
            throw cursor.malformed("an opcode that does not need the line range, which is 0", "one that does");
        }
        return header.lineRange;
    }

    private int number(String what) {
        long value = cursor.uleb128();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw cursor.malformed(what + " below 2^31", Long.toUnsignedString(value));
        }
        return (int) value;
    }
}
