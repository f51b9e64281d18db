package dev.assay.dwarf;

import dev.assay.bytes.Slice;

/// Reads the attributes of an entry by what they mean (the classes of DWARF 5 §7.5.5): follows indexes and offsets
/// into the other sections.
final class Attributes {
    private Attributes() {}

    static long number(EntryCursor entry, int index) {
        ByteCursor cursor = entry.at(index);
        return number(entry, index, form(entry, index, cursor), cursor);
    }

    static long signed(EntryCursor entry, int index) {
        ByteCursor cursor = entry.at(index);
        int form = form(entry, index, cursor);
        long value = number(entry, index, form, cursor);
        return switch (form) {
            case Form.DW_FORM_data1 -> (byte) value;
            case Form.DW_FORM_data2 -> (short) value;
            case Form.DW_FORM_data4 -> (int) value;
            default -> value;
        };
    }

    static long address(EntryCursor entry, int index) {
        ByteCursor cursor = entry.at(index);
        long start = cursor.offset();
        int form = form(entry, index, cursor);
        return switch (form) {
            case Form.DW_FORM_addr -> cursor.u64();
            case Form.DW_FORM_addrx, Form.DW_FORM_addrx1, Form.DW_FORM_addrx2, Form.DW_FORM_addrx3,
                    Form.DW_FORM_addrx4, Form.DW_FORM_GNU_addr_index ->
                    entry.unit().indexedAddress(number(entry, index, form, cursor));
            default -> throw Forms.wrong(cursor.source(), start, attribute(entry, index), form, "an address");
        };
    }

    /// Whether the value is an address, and not the distance from one (`DW_AT_high_pc` may be both).
    static boolean isAddress(EntryCursor entry, int index) {
        return switch (form(entry, index, entry.at(index))) {
            case Form.DW_FORM_addr, Form.DW_FORM_addrx, Form.DW_FORM_addrx1, Form.DW_FORM_addrx2, Form.DW_FORM_addrx3,
                    Form.DW_FORM_addrx4, Form.DW_FORM_GNU_addr_index -> true;
            default -> false;
        };
    }

    /// Whether the value is an index into the table of range or location lists, and not an offset.
    static boolean isListIndex(EntryCursor entry, int index) {
        int form = form(entry, index, entry.at(index));
        return form == Form.DW_FORM_rnglistx || form == Form.DW_FORM_loclistx;
    }

    /// Whether the value is a number written as such.
    static boolean isNumber(EntryCursor entry, int index) {
        return switch (form(entry, index, entry.at(index))) {
            case Form.DW_FORM_data1, Form.DW_FORM_data2, Form.DW_FORM_data4, Form.DW_FORM_data8, Form.DW_FORM_sdata,
                    Form.DW_FORM_udata, Form.DW_FORM_implicit_const -> true;
            default -> false;
        };
    }

    /// Whether the value is a block or an expression, and not a list of them.
    static boolean isBlock(EntryCursor entry, int index) {
        return Forms.isBlock(form(entry, index, entry.at(index)));
    }

    static long reference(EntryCursor entry, int index) {
        ByteCursor cursor = entry.at(index);
        Slice slice = cursor.source();
        long start = cursor.offset();
        int form = form(entry, index, cursor);
        return switch (form) {
            case Form.DW_FORM_ref_addr -> number(entry, index, form, cursor);
            case Form.DW_FORM_ref1, Form.DW_FORM_ref2, Form.DW_FORM_ref4, Form.DW_FORM_ref8, Form.DW_FORM_ref_udata -> {
                long target = number(entry, index, form, cursor);
                if (target < entry.unit().headerSize() || target >= slice.size()) {
                    throw slice.malformed(start, "an entry of this unit for " + At.name(attribute(entry, index)),
                            target);
                }
                yield entry.unit().offset() + target;
            }
            case Form.DW_FORM_ref_sig8 -> throw slice.unsupported(start, "a reference to a type unit");
            case Form.DW_FORM_GNU_ref_alt, Form.DW_FORM_ref_sup4, Form.DW_FORM_ref_sup8 ->
                    throw slice.unsupported(start, "a reference to a supplementary file");
            default -> throw Forms.wrong(slice, start, attribute(entry, index), form, "a reference");
        };
    }

    static String string(EntryCursor entry, int index) {
        ByteCursor cursor = entry.at(index);
        return string(entry.unit(), entry.unit().encoding(), cursor, attribute(entry, index),
                form(entry, index, cursor));
    }

    /// Also for the line table, whose header has its strings in the same forms, but may be in another format than its
    /// unit: GNU as writes a 32-bit table beside a 64-bit unit.
    static String string(Unit unit, Encoding encoding, ByteCursor cursor, int attribute, int form) {
        Slice slice = cursor.source();
        long start = cursor.offset();
        return switch (form) {
            case Form.DW_FORM_string -> cursor.string();
            case Form.DW_FORM_strp ->
                    Strings.at(unit.section(".debug_str"), Forms.sized(cursor, encoding.offsetSize()));
            case Form.DW_FORM_line_strp ->
                    Strings.at(unit.section(".debug_line_str"), Forms.sized(cursor, encoding.offsetSize()));
            case Form.DW_FORM_strx, Form.DW_FORM_strx1, Form.DW_FORM_strx2, Form.DW_FORM_strx3, Form.DW_FORM_strx4,
                    Form.DW_FORM_GNU_str_index ->
                    unit.indexedString(Forms.number(cursor, attribute, form, 0, encoding));
            case Form.DW_FORM_GNU_strp_alt, Form.DW_FORM_strp_sup ->
                    throw slice.unsupported(start, "a string in a supplementary file");
            default -> throw Forms.wrong(slice, start, attribute, form, "a string");
        };
    }

    static Slice block(EntryCursor entry, int index) {
        ByteCursor cursor = entry.at(index);
        long start = cursor.offset();
        int form = form(entry, index, cursor);
        if (form == Form.DW_FORM_data16) {
            return cursor.window(16, "a block");
        }
        if (!Forms.isBlock(form)) {
            throw Forms.wrong(cursor.source(), start, attribute(entry, index), form, "a block");
        }
        long length = Forms.blockLength(cursor, form);
        return cursor.window(length, "a block");
    }

    private static int attribute(EntryCursor entry, int index) {
        return entry.current().attributes[index];
    }

    private static int form(EntryCursor entry, int index, ByteCursor cursor) {
        int form = entry.current().forms[index];
        return form == Form.DW_FORM_indirect ? Forms.indirect(cursor, entry.unit().encoding()) : form;
    }

    private static long number(EntryCursor entry, int index, int form, ByteCursor cursor) {
        long[] constants = entry.current().constants;
        return Forms.number(cursor, attribute(entry, index), form, constants == null ? 0 : constants[index],
                entry.unit().encoding());
    }
}
