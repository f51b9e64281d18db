package dev.assay.dwarf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which unit describes the code at an address, for units in any language: by `.debug_aranges` (DWARF 5 §6.1.2), which
/// GCC writes, and by the ranges of the root entry for units that are not mentioned there, for LLVM leaves it out.
///
/// Not thread-safe. What cannot be read is left out: the answer is for names only.
final class UnitIndex {
    private static final int TUPLE = 2 * Encoding.ADDRESS_SIZE;
    private static final int VERSION = 2;

    private final Dwarf dwarf;
    private final List<AddressIndex.Piece<Unit>> found = new ArrayList<>();
    private final AddressIndex<Unit> pieces;

    private UnitIndex(Dwarf dwarf) {
        this.dwarf = dwarf;
        Set<Long> mentioned = new HashSet<>();
        readTable(mentioned);
        for (Unit unit : dwarf.units()) {
            if (!mentioned.contains(unit.offset())) {
                readRoot(unit);
            }
        }
        found.sort((a, b) -> Long.compare(a.owner().offset(), b.owner().offset()));
        pieces = new AddressIndex<>(found);
        found.clear();
    }

    /// Reads the table and the roots of all units.
    static UnitIndex of(Dwarf dwarf) {
        return new UnitIndex(dwarf);
    }

    /// The unit with code at `address`; of several that which begins last.
    Optional<Unit> at(long address) {
        return pieces.at(address).stream().findFirst();
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
                found.add(new AddressIndex.Piece<>(new AddressRange(low, low + length), unit));
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
                    found.add(new AddressIndex.Piece<>(range, unit));
                }
            }
        } catch (MalformedFileException | UnsupportedFormatException e) {
            // Its variables will not be found.
            return;
        }
    }
}
