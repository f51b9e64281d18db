package dev.assay.dwarf;

import dev.assay.bytes.Cursor;
import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.List;

/// Reads where the code of an entry lies (DWARF 5 §2.17): one range in the entry itself, or a list of them in
/// `.debug_rnglists` (version 5, §7.25) or `.debug_ranges` (before, DWARF 4 §2.17.3).
final class RangeLists {
    /// For one unit. Those of a whole kernel's Rust have some ten thousand.
    static final int MAX_ENTRIES = 1 << 20;

    private static final int DW_RLE_end_of_list = 0x00;
    private static final int DW_RLE_base_addressx = 0x01;
    private static final int DW_RLE_startx_endx = 0x02;
    private static final int DW_RLE_startx_length = 0x03;
    private static final int DW_RLE_offset_pair = 0x04;
    private static final int DW_RLE_base_address = 0x05;
    private static final int DW_RLE_start_end = 0x06;
    private static final int DW_RLE_start_length = 0x07;

    private final Unit unit;
    private final List<AddressRange> ranges = new ArrayList<>(1);

    private RangeLists(Unit unit) {
        this.unit = unit;
    }

    /// The ranges of the entry that the cursor stands on, without empty ones and without code that the linker
    /// dropped.
    static List<AddressRange> of(EntryCursor entry) {
        RangeLists lists = new RangeLists(entry.unit());
        int list = entry.current().indexOf(At.DW_AT_ranges);
        if (list >= 0) {
            lists.readList(entry, list);
        } else if (entry.has(At.DW_AT_low_pc)) {
            lists.readPair(entry);
        }
        return lists.ranges;
    }

    private void readPair(EntryCursor entry) {
        int index = entry.current().indexOf(At.DW_AT_high_pc);
        if (index < 0) {
            return;
        }
        long low = entry.address(At.DW_AT_low_pc, 0);
        long high = Attributes.isAddress(entry, index)
                ? entry.address(At.DW_AT_high_pc, 0)
                : low + entry.unsigned(At.DW_AT_high_pc, 0);
        add(low, high, entry.at(index).source(), entry.at(index).offset());
    }

    private void readList(EntryCursor entry, int index) {
        long value = entry.unsigned(At.DW_AT_ranges, 0);
        if (unit.version() < 5) {
            readPairs(unit.section(".debug_ranges"), value);
            return;
        }
        Slice lists = unit.section(".debug_rnglists");
        if (!Attributes.isListIndex(entry, index)) {
            readEntries(lists, value);
            return;
        }
        long base = unit.bases().rangeLists();
        int size = unit.encoding().offsetSize();
        long at = Unit.indexed(lists, base, value, size);
        readEntries(lists, base + (size == 8 ? lists.u64(at) : lists.u32(at)));
    }

    private void readPairs(Slice lists, long offset) {
        long base = unit.lowAddress();
        for (long at = offset;; at += 2 * Encoding.ADDRESS_SIZE) {
            unit.spendRange(lists, at);
            long begin = lists.u64(at);
            long end = lists.u64(at + Encoding.ADDRESS_SIZE);
            if (begin == 0 && end == 0) {
                return;
            }
            if (begin == -1) {
                base = end;
            } else if (!isDropped(begin)) {
                add(base + begin, base + end, lists, at);
            }
        }
    }

    private void readEntries(Slice lists, long offset) {
        long base = unit.lowAddress();
        Cursor cursor = lists.cursor(offset);
        while (true) {
            long at = cursor.offset();
            unit.spendRange(lists, at);
            int kind = cursor.u8();
            switch (kind) {
                case DW_RLE_end_of_list -> {
                    return;
                }
                case DW_RLE_base_addressx -> base = unit.indexedAddress(cursor.uleb128());
                case DW_RLE_startx_endx -> {
                    long low = unit.indexedAddress(cursor.uleb128());
                    add(low, unit.indexedAddress(cursor.uleb128()), lists, at);
                }
                case DW_RLE_startx_length -> {
                    long low = unit.indexedAddress(cursor.uleb128());
                    add(low, low + cursor.uleb128(), lists, at);
                }
                case DW_RLE_offset_pair -> {
                    long begin = cursor.uleb128();
                    long end = cursor.uleb128();
                    if (!isTombstone(base)) {
                        add(base + begin, base + end, lists, at);
                    }
                }
                case DW_RLE_base_address -> base = cursor.u64();
                case DW_RLE_start_end -> {
                    long low = cursor.u64();
                    add(low, cursor.u64(), lists, at);
                }
                case DW_RLE_start_length -> {
                    long low = cursor.u64();
                    add(low, low + cursor.uleb128(), lists, at);
                }
                default -> throw cursor.malformed("a range list entry (DWARF 5 §7.25)", kind);
            }
        }
    }

    private void add(long low, long high, Slice where, long at) {
        if (low == high || isDropped(low)) {
            return;
        }
        if (Long.compareUnsigned(low, high) > 0) {
            throw where.malformed(at, "a range that ends behind its start 0x%x".formatted(low), high);
        }
        ranges.add(new AddressRange(low, high));
    }

    /// What linkers write for the address of code that they dropped: GNU ld 0, LLD -1 or, in `.debug_ranges` where
    /// -1 has a meaning, -2.
    static boolean isDropped(long address) {
        return address == 0 || isTombstone(address);
    }

    private static boolean isTombstone(long address) {
        return address == -1 || address == -2;
    }
}
