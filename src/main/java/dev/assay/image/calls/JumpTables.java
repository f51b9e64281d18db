package dev.assay.image.calls;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.util.Optional;
import java.util.function.LongPredicate;

/// Reads the tables behind a `switch`: rows of addresses, or of distances from the table's own start.
///
/// Nothing says how long one is; it ends with the first entry that leads nowhere it could.
final class JumpTables {
    private static final int LONGEST = 4096;

    private final Memory memory;

    JumpTables(Memory memory) {
        this.memory = memory;
    }

    /// Destinations in a row of 8-byte addresses; none if the first is not one.
    ///
    /// @param possible whether the jump may lead to an address
    long[] absolute(long table, LongPredicate possible) {
        return read(table, 8, possible);
    }

    /// Destinations in a row of 4-byte distances from `table`, or else of 8-byte addresses; none if the first is neither.
    long[] any(long table, LongPredicate possible) {
        long[] found = read(table, 4, possible);
        return found.length > 0 ? found : read(table, 8, possible);
    }

    private long[] read(long table, int width, LongPredicate possible) {
        Optional<Slice> bytes = memory.isConstant(table) ? memory.at(table) : Optional.empty();
        Addresses found = new Addresses();
        for (int i = 0; i < LONGEST && bytes.isPresent() && bytes.get().contains((long) i * width, width); i++) {
            long entry = (long) i * width;
            long target = width == 8 ? bytes.get().u64(entry) : table + (int) bytes.get().u32(entry);
            if (!possible.test(target)) {
                break;
            }
            found.add(target);
        }
        return found.toArray();
    }
}
