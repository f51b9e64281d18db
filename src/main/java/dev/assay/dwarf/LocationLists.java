package dev.assay.dwarf;

import dev.assay.bytes.Cursor;
import dev.assay.bytes.Slice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the location description that an attribute has for one address (DWARF 5 §2.6.2): the only one, or one of a
/// list in `.debug_loclists` (version 5, §7.29) or `.debug_loc` (before, DWARF 4 §2.6.2).
final class LocationLists {
    private static final int DW_LLE_end_of_list = 0x00;
    private static final int DW_LLE_base_addressx = 0x01;
    private static final int DW_LLE_startx_endx = 0x02;
    private static final int DW_LLE_startx_length = 0x03;
    private static final int DW_LLE_offset_pair = 0x04;
    private static final int DW_LLE_default_location = 0x05;
    private static final int DW_LLE_base_address = 0x06;
    private static final int DW_LLE_start_end = 0x07;
    private static final int DW_LLE_start_length = 0x08;

    /// GNU: where the debugger may stop on the way; two numbers that change nothing here.
    private static final int DW_LLE_GNU_view_pair = 0x09;

    /// Of one list. Real ones have some hundred.
    private static final int MAX_ENTRIES = 1 << 16;

    private final Unit unit;
    private final long address;

    private LocationLists(Unit unit, long address) {
        this.unit = unit;
        this.address = address;
    }

    /// The expression that tells where it is at `address`; empty if it is nowhere there.
    static Optional<Slice> at(EntryCursor entry, int attribute, long address) {
        int index = entry.current().indexOf(attribute);
        if (index < 0) {
            return Optional.empty();
        }
        if (Attributes.isBlock(entry, index)) {
            return entry.block(attribute);
        }
        LocationLists lists = new LocationLists(entry.unit(), address);
        return Optional.ofNullable(lists.find(entry, index, entry.unsigned(attribute, 0)));
    }

    private @Nullable Slice find(EntryCursor entry, int index, long value) {
        if (unit.version() < 5) {
            return inPairs(unit.section(".debug_loc"), value);
        }
        Slice lists = unit.section(".debug_loclists");
        if (!Attributes.isListIndex(entry, index)) {
            return inEntries(lists, value);
        }
        long base = unit.bases().locationLists();
        int size = unit.encoding().offsetSize();
        long at = Unit.indexed(lists, base, value, size);
        return inEntries(lists, base + (size == 8 ? lists.u64(at) : lists.u32(at)));
    }

    private @Nullable Slice inPairs(Slice lists, long offset) {
        long base = unit.lowAddress();
        Cursor cursor = lists.cursor(offset);
        for (int count = 0; count < MAX_ENTRIES; count++) {
            long begin = cursor.u64();
            long end = cursor.u64();
            if (begin == 0 && end == 0) {
                return null;
            }
            if (begin == -1) {
                base = end;
                continue;
            }
            Slice expression = cursor.window(cursor.u16());
            if (contains(base + begin, base + end)) {
                return expression;
            }
        }
        throw tooLong(lists, offset);
    }

    private @Nullable Slice inEntries(Slice lists, long offset) {
        long base = unit.lowAddress();
        Slice otherwise = null;
        Cursor cursor = lists.cursor(offset);
        for (int count = 0; count < MAX_ENTRIES; count++) {
            int kind = cursor.u8();
            boolean here = false;
            switch (kind) {
                case DW_LLE_end_of_list -> {
                    return otherwise;
                }
                case DW_LLE_base_addressx -> base = unit.indexedAddress(cursor.uleb128());
                case DW_LLE_base_address -> base = cursor.u64();
                case DW_LLE_startx_endx -> {
                    long low = unit.indexedAddress(cursor.uleb128());
                    here = contains(low, unit.indexedAddress(cursor.uleb128()));
                }
                case DW_LLE_startx_length -> {
                    long low = unit.indexedAddress(cursor.uleb128());
                    here = contains(low, low + cursor.uleb128());
                }
                case DW_LLE_offset_pair -> {
                    long begin = cursor.uleb128();
                    here = contains(base + begin, base + cursor.uleb128());
                }
                case DW_LLE_start_end -> {
                    long low = cursor.u64();
                    here = contains(low, cursor.u64());
                }
                case DW_LLE_start_length -> {
                    long low = cursor.u64();
                    here = contains(low, low + cursor.uleb128());
                }
                case DW_LLE_GNU_view_pair -> {
                    cursor.uleb128();
                    cursor.uleb128();
                }
                case DW_LLE_default_location -> {}
                default -> throw cursor.malformed("a location list entry (DWARF 5 §7.7.3)", kind);
            }
            if (kind >= DW_LLE_startx_endx && kind != DW_LLE_base_address && kind != DW_LLE_GNU_view_pair) {
                Slice expression = cursor.window(cursor.uleb128());
                if (here) {
                    return expression;
                }
                otherwise = kind == DW_LLE_default_location ? expression : otherwise;
            }
        }
        throw tooLong(lists, offset);
    }

    private boolean contains(long low, long high) {
        return Long.compareUnsigned(address, low) >= 0 && Long.compareUnsigned(address, high) < 0;
    }

    private static RuntimeException tooLong(Slice lists, long offset) {
        return lists.malformed(offset, "a location list of at most %d entries".formatted(MAX_ENTRIES), "a longer one");
    }
}
