package dev.assay.dwarf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which unit describes the code at an address, for units in any language: by `.debug_aranges` (DWARF 5 §6.1.2), which
/// GCC writes, and by the ranges of the root entry for units that are not mentioned there, for LLVM leaves it out.
///
/// Not thread-safe. What cannot be read is left out: the answer is for names only.
public final class UnitIndex {
    private static final int TUPLE = 2 * Encoding.ADDRESS_SIZE;
    private static final int VERSION = 2;

    private record Piece(AddressRange range, Unit unit) {}

    private final Dwarf dwarf;
    private final List<Piece> found = new ArrayList<>();
    private final Piece[] pieces;

    private UnitIndex(Dwarf dwarf) {
        this.dwarf = dwarf;
        Set<Long> mentioned = new HashSet<>();
        readTable(mentioned);
        for (Unit unit : dwarf.units()) {
            if (!mentioned.contains(unit.offset())) {
                readRoot(unit);
            }
        }
        pieces = found.toArray(new Piece[0]);
        Arrays.sort(pieces, (a, b) -> {
            int byAddress = Long.compareUnsigned(a.range().low(), b.range().low());
            return byAddress != 0 ? byAddress : Long.compare(a.unit().offset(), b.unit().offset());
        });
        found.clear();
    }

    /// Reads the table and the roots of all units.
    public static UnitIndex of(Dwarf dwarf) {
        return new UnitIndex(dwarf);
    }

    /// The unit with code at `address`, as an offset of `.debug_info`; -1 if there is none. Of several that which begins
    /// last.
    public long unitAt(long address) {
        int low = 0;
        int high = pieces.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(pieces[middle].range().low(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        // Ranges of code seldom lie in each other; a few steps are enough for those that do.
        for (int i = low - 1; i >= 0 && i >= low - 4; i--) {
            if (pieces[i].range().contains(address)) {
                return pieces[i].unit().offset();
            }
        }
        return -1;
    }

    private void readTable(Set<Long> mentioned) {
        Slice table = dwarf.section(".debug_aranges");
        try {
            long end;
            for (long at = 0; at < table.size(); at = end) {
                end = UnitHeader.end(table, at);
                readSet(table, at, end, mentioned);
            }
        } catch (MalformedFileException | UnsupportedFormatException e) {
            // The roots have the same ranges.
            mentioned.clear();
            found.clear();
        }
    }

    private void readSet(Slice table, long start, long end, Set<Long> mentioned) {
        boolean wide = table.u32(start) == UnitHeader.WIDE;
        long at = start + (wide ? 12 : 4);
        if (table.u16(at) != VERSION) {
            return;
        }
        at += 2;
        long offset = wide ? table.u64(at) : table.u32(at);
        at += wide ? 8 : 4;
        if (table.u8(at) != Encoding.ADDRESS_SIZE || table.u8(at + 1) != 0) {
            return;
        }
        at += 2;
        long remainder = (at - start) % TUPLE;
        at += remainder == 0 ? 0 : TUPLE - remainder;
        Unit unit = unit(offset);
        for (; unit != null && at + TUPLE <= end; at += TUPLE) {
            long low = table.u64(at);
            long length = table.u64(at + Encoding.ADDRESS_SIZE);
            if (low != 0 && length > 0) {
                found.add(new Piece(new AddressRange(low, low + length), unit));
                mentioned.add(offset);
            }
        }
    }

    private @Nullable Unit unit(long offset) {
        List<Unit> units = dwarf.units();
        int low = 0;
        int high = units.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long there = units.get(middle).offset();
            if (there == offset) {
                return units.get(middle);
            }
            if (there < offset) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    private void readRoot(Unit unit) {
        try {
            EntryCursor root = unit.root();
            if (root.next()) {
                for (AddressRange range : RangeLists.of(root)) {
                    found.add(new Piece(range, unit));
                }
            }
        } catch (MalformedFileException | UnsupportedFormatException e) {
            // Its variables will not be found.
            return;
        }
    }
}
