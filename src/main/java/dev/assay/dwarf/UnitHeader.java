package dev.assay.dwarf;

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

    /// Of a type signature or the identifier of a separate file, in bytes.
    private static final int IDENTIFIER_SIZE = 8;

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
        int offsetSize = wide ? 8 : 4;
        long at = offset + (wide ? 12 : 4);
        int version = info.u16(at);
        if (version < OLDEST || version > NEWEST) {
            throw info.malformed(at, "DWARF version %d to %d".formatted(OLDEST, NEWEST), version + " (DWARF 5 §7.5.1)");
        }
        at += 2;
        int type = UnitType.DW_UT_compile;
        long abbreviations;
        if (version >= 5) {
            type = info.u8(at);
            if (type < UnitType.DW_UT_compile || type > UnitType.DW_UT_split_type) {
                throw info.malformed(at, "a unit type (DWARF 5 §7.5.1)", UnitType.name(type));
            }
            checkAddressSize(info, at + 1);
            at += 2;
            abbreviations = wide ? info.u64(at) : info.u32(at);
            at += offsetSize;
        } else {
            abbreviations = wide ? info.u64(at) : info.u32(at);
            at += offsetSize;
            checkAddressSize(info, at++);
        }
        at += switch (type) {
            case UnitType.DW_UT_skeleton, UnitType.DW_UT_split_compile -> IDENTIFIER_SIZE;
            case UnitType.DW_UT_type, UnitType.DW_UT_split_type -> IDENTIFIER_SIZE + offsetSize;
            default -> 0;
        };
        if (at > end) {
            throw info.malformed(offset, "a unit of %d bytes or more for its header".formatted(at - offset),
                    "%d".formatted(end - offset));
        }
        if (end - offset > Integer.MAX_VALUE) {
            throw info.unsupported(offset, "a unit of more than 2 GiB");
        }
        return new UnitHeader(offset, end - offset, new Encoding(version, wide), type, abbreviations,
                (int) (at - offset));
    }

    private static void checkAddressSize(Slice info, long at) {
        int size = info.u8(at);
        if (size != Encoding.ADDRESS_SIZE) {
            throw info.unsupported(at, "addresses of %d bytes; 8 would be".formatted(size));
        }
    }
}
