package dev.assay.dwarf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;

/// Reads the values of attributes by their form (DWARF 5 §7.5.5, §7.5.6).
///
/// A value is read in two steps: its bytes as a number here, and where that number is an index or a pointer into
/// another section, what it stands for.
final class Forms {
    static final int VARIABLE = -1;
    static final int UNKNOWN = -2;

    private Forms() {}

    /// Of a value in bytes, [#VARIABLE] if each value says it itself, or [#UNKNOWN].
    static int size(int form, Encoding encoding) {
        return switch (form) {
            case Form.DW_FORM_flag_present, Form.DW_FORM_implicit_const -> 0;
            case Form.DW_FORM_data1, Form.DW_FORM_flag, Form.DW_FORM_ref1, Form.DW_FORM_strx1, Form.DW_FORM_addrx1 -> 1;
            case Form.DW_FORM_data2, Form.DW_FORM_ref2, Form.DW_FORM_strx2, Form.DW_FORM_addrx2 -> 2;
            case Form.DW_FORM_strx3, Form.DW_FORM_addrx3 -> 3;
            case Form.DW_FORM_data4, Form.DW_FORM_ref4, Form.DW_FORM_strx4, Form.DW_FORM_addrx4,
                    Form.DW_FORM_ref_sup4 -> 4;
            case Form.DW_FORM_data8, Form.DW_FORM_ref8, Form.DW_FORM_ref_sig8, Form.DW_FORM_ref_sup8 -> 8;
            case Form.DW_FORM_data16 -> 16;
            case Form.DW_FORM_addr -> Encoding.ADDRESS_SIZE;
            case Form.DW_FORM_ref_addr -> encoding.referenceSize();
            case Form.DW_FORM_strp, Form.DW_FORM_line_strp, Form.DW_FORM_sec_offset, Form.DW_FORM_strp_sup,
                    Form.DW_FORM_GNU_ref_alt, Form.DW_FORM_GNU_strp_alt -> encoding.offsetSize();
            case Form.DW_FORM_block, Form.DW_FORM_block1, Form.DW_FORM_block2, Form.DW_FORM_block4,
                    Form.DW_FORM_exprloc, Form.DW_FORM_string, Form.DW_FORM_udata, Form.DW_FORM_sdata,
                    Form.DW_FORM_ref_udata, Form.DW_FORM_indirect, Form.DW_FORM_strx, Form.DW_FORM_addrx,
                    Form.DW_FORM_loclistx, Form.DW_FORM_rnglistx, Form.DW_FORM_GNU_addr_index,
                    Form.DW_FORM_GNU_str_index -> VARIABLE;
            default -> UNKNOWN;
        };
    }

    /// Steps over one value.
    static void skip(ByteCursor cursor, int form, Encoding encoding) {
        switch (form) {
            case Form.DW_FORM_string -> cursor.skipString();
            case Form.DW_FORM_indirect -> {
                int actual = indirect(cursor, encoding);
                skip(cursor, actual, encoding);
            }
            case Form.DW_FORM_block, Form.DW_FORM_block1, Form.DW_FORM_block2, Form.DW_FORM_block4,
                    Form.DW_FORM_exprloc -> {
                long length = blockLength(cursor, form);
                cursor.skip(length, "a block");
            }
            default -> {
                int size = size(form, encoding);
                if (size >= 0) {
                    cursor.skip(size, "an attribute");
                } else {
                    cursor.uleb128();
                }
            }
        }
    }

    /// The form that stands before the value itself. It may not be `DW_FORM_indirect` again, which could go on
    /// without end, nor `DW_FORM_implicit_const`, whose value would be nowhere.
    static int indirect(ByteCursor cursor, Encoding encoding) {
        long form = cursor.uleb128();
        boolean known = form > 0 && form <= 0xffff && size((int) form, encoding) != UNKNOWN;
        if (!known || form == Form.DW_FORM_indirect || form == Form.DW_FORM_implicit_const) {
            throw cursor.malformed("a known form behind DW_FORM_indirect",
                    form > 0 && form <= 0xffff ? Form.name((int) form) : "0x" + Long.toHexString(form));
        }
        return (int) form;
    }

    static boolean isBlock(int form) {
        return switch (form) {
            case Form.DW_FORM_block, Form.DW_FORM_block1, Form.DW_FORM_block2, Form.DW_FORM_block4,
                    Form.DW_FORM_exprloc -> true;
            default -> false;
        };
    }

    static long blockLength(ByteCursor cursor, int form) {
        return switch (form) {
            case Form.DW_FORM_block1 -> cursor.u8();
            case Form.DW_FORM_block2 -> cursor.u16();
            case Form.DW_FORM_block4 -> cursor.u32();
            default -> cursor.uleb128();
        };
    }

    /// The number that a value is written as: a constant, an index, an offset or an address, not followed anywhere.
    ///
    /// @param constant of the abbreviation, for `DW_FORM_implicit_const`
    static long number(ByteCursor cursor, int attribute, int form, long constant, Encoding encoding) {
        return switch (form) {
            case Form.DW_FORM_flag_present -> 1;
            case Form.DW_FORM_implicit_const -> constant;
            case Form.DW_FORM_data1, Form.DW_FORM_flag, Form.DW_FORM_ref1, Form.DW_FORM_strx1,
                    Form.DW_FORM_addrx1 -> cursor.u8();
            case Form.DW_FORM_data2, Form.DW_FORM_ref2, Form.DW_FORM_strx2, Form.DW_FORM_addrx2 -> cursor.u16();
            case Form.DW_FORM_strx3, Form.DW_FORM_addrx3 -> cursor.u24();
            case Form.DW_FORM_data4, Form.DW_FORM_ref4, Form.DW_FORM_strx4, Form.DW_FORM_addrx4 -> cursor.u32();
            case Form.DW_FORM_data8, Form.DW_FORM_ref8, Form.DW_FORM_addr -> cursor.u64();
            case Form.DW_FORM_sdata -> cursor.sleb128();
            case Form.DW_FORM_udata, Form.DW_FORM_ref_udata, Form.DW_FORM_strx, Form.DW_FORM_addrx,
                    Form.DW_FORM_loclistx, Form.DW_FORM_rnglistx, Form.DW_FORM_GNU_addr_index,
                    Form.DW_FORM_GNU_str_index -> cursor.uleb128();
            case Form.DW_FORM_ref_addr -> sized(cursor, encoding.referenceSize());
            case Form.DW_FORM_strp, Form.DW_FORM_line_strp, Form.DW_FORM_sec_offset ->
                    sized(cursor, encoding.offsetSize());
            default -> throw wrong(cursor.source(), cursor.offset(), attribute, form, "a number");
        };
    }

    static long sized(ByteCursor cursor, int size) {
        return size == 8 ? cursor.u64() : cursor.u32();
    }

    /// An error about a value whose form does not suit its attribute.
    static MalformedFileException wrong(Slice slice, long offset, int attribute, int form, String expected) {
        return slice.malformed(offset, expected + " for " + At.name(attribute), Form.name(form));
    }
}
