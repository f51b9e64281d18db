package dev.assay.dwarf;

import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The variables of one unit that have a fixed address (DWARF 5 §4.1, §2.6.1.1.2): global and static ones, those of
/// functions too, and Rust's vtables.
///
/// Immutable.
public final class Variables {
    private static final int DW_OP_addr = 0x03;
    private static final int DW_OP_plus_uconst = 0x23;
    private static final int DW_OP_addrx = 0xa1;
    private static final int DW_OP_GNU_addr_index = 0xfb;

    private final Unit unit;
    private long[] addresses = new long[16];
    private long[] entries = new long[16];
    private int count;

    private Variables(Unit unit) {
        this.unit = unit;
    }

    /// Walks a unit. Of variables without a location, or with one that changes, there is no trace.
    public static Variables of(Unit unit) {
        Variables variables = new Variables(unit);
        EntryCursor entry = unit.entries();
        while (entry.next()) {
            if (entry.tag() == Tag.DW_TAG_variable && entry.has(At.DW_AT_location)) {
                variables.add(entry);
            }
        }
        return variables;
    }

    /// The entries of the variables that start at `address`, as offsets of `.debug_info`, in the order of the file. More
    /// than one where some have no bytes, as Rust's `static`s of a type without fields.
    public List<Long> entriesAt(long address) {
        List<Long> found = new ArrayList<>(1);
        for (int i = 0; i < count; i++) {
            if (addresses[i] == address) {
                found.add(entries[i]);
            }
        }
        return found;
    }

    /// How many there are.
    public int count() {
        return count;
    }

    private void add(EntryCursor entry) {
        int index = entry.current().indexOf(At.DW_AT_location);
        if (!Attributes.isBlock(entry, index)) {
            return;
        }
        Slice expression = Attributes.block(entry, index);
        if (expression.size() < 2) {
            return;
        }
        ByteCursor operations = ByteCursor.of(expression, expression.copy(0, expression.size()), 1);
        long address;
        switch (expression.u8(0)) {
            case DW_OP_addr -> address = operations.u64();
            case DW_OP_addrx, DW_OP_GNU_addr_index -> address = unit.indexedAddress(operations.uleb128());
            default -> {
                return;
            }
        }
        // LLVM puts some variables together and gives their distance from the first.
        if (!operations.atEnd() && operations.u8() == DW_OP_plus_uconst) {
            address += operations.uleb128();
        }
        if (count == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * count);
            entries = Arrays.copyOf(entries, 2 * count);
        }
        addresses[count] = address;
        entries[count++] = entry.offset();
    }
}
