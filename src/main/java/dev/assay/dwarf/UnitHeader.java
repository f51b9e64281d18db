package dev.assay.dwarf;

import dev.assay.bytes.Cursor;
import dev.assay.bytes.Slice;

/// Header of one unit in `.debug_info` (DWARF 5 §7.5.1; DWARF 4 §7.5.1.1).
///
/// @param offset              of this header from the start of `.debug_info`, in bytes
/// @param size                of the unit with this header, in bytes
/// @param encoding            version and format
/// @param type                one of the constants of [UnitType]
/// @param abbreviationsOffset of the unit's table in `.debug_abbrev`, in bytes
/// @param headerSize          of this header in bytes: there the root entry begins
record UnitHeader(long offset, long size, Encoding encoding, int type, long abbreviationsOffset, int headerSize) {
    static final int OLDEST = 2;
    static final int NEWEST = 5;

    /// The 64-bit format; the numbers between are reserved (DWARF 5 §7.4).
    static final long WIDE = 0xffff_ffffL;

    private static final long FIRST_RESERVED = 0xffff_fff0L;

    /// Where the unit at `offset` ends. Nothing behind a unit can be found without this.
    static long end(Slice info, long offset) {
        long length = info.u32(offset);
        long start = offset + 4;
        if (length == WIDE) {
            length = info.u64(start);
            start += 8;
        } else if (length >= FIRST_RESERVED) {
            throw info.malformed(offset, "a unit length below 0xfffffff0 or 0xffffffff (DWARF 5 §7.4)", length);
        }
        info.require(start, length, "a unit");
        return start + length;
    }

    /// @param end of the unit, from [#end]
    static UnitHeader read(Slice info, long offset, long end) {
        boolean wide = info.u32(offset) == WIDE;
        Cursor cursor = info.window(offset, end - offset).cursor(wide ? 12 : 4);
        int version = cursor.u16();
        if (version < OLDEST || version > NEWEST) {
            throw cursor.malformed("DWARF version %d to %d".formatted(OLDEST, NEWEST),
                    version + " (DWARF 5 §7.5.1)");
        }
        Encoding encoding = new Encoding(version, wide);
        int type = UnitType.DW_UT_compile;
        if (version >= 5) {
            type = cursor.u8();
            if (type < UnitType.DW_UT_compile || type > UnitType.DW_UT_split_type) {
                throw cursor.malformed("a unit type (DWARF 5 §7.5.1)", UnitType.name(type));
            }
            checkAddressSize(cursor);
        }
        long abbreviations = wide ? cursor.u64() : cursor.u32();
        if (version < 5) {
            checkAddressSize(cursor);
        }
        switch (type) {
            case UnitType.DW_UT_skeleton, UnitType.DW_UT_split_compile -> cursor.skip(8, "a unit identifier");
            case UnitType.DW_UT_type, UnitType.DW_UT_split_type ->
                    cursor.skip(8 + encoding.offsetSize(), "a type signature");
            default -> { }
        }
        if (end - offset > Integer.MAX_VALUE) {
            throw info.unsupported(offset, "a unit of more than 2 GiB");
        }
        return new UnitHeader(offset, end - offset, encoding, type, abbreviations, (int) cursor.offset());
    }

    private static void checkAddressSize(Cursor cursor) {
        int size = cursor.u8();
        if (size != Encoding.ADDRESS_SIZE) {
            throw cursor.slice().unsupported(cursor.last(), "addresses of %d bytes; 8 would be".formatted(size));
        }
    }
}
