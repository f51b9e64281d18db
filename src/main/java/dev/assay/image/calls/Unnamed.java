package dev.assay.image.calls;

import java.util.HashMap;
import java.util.Map;

/// Pieces of code that no symbol names but something leads to: entries of a linkage table, parts of functions that were
/// stripped of their names.
final class Unnamed {
    private final Addresses starts = new Addresses();
    private final Addresses ends = new Addresses();
    private final Map<Long, Integer> byStart = new HashMap<>();

    /// The piece that starts at `address`; -1 if none does so far.
    int at(long address) {
        Integer known = byStart.get(address);
        return known == null ? -1 : known;
    }

    int add(long start) {
        int index = starts.add(start);
        ends.add(start);
        byStart.put(start, index);
        return index;
    }

    void end(int index, long end) {
        ends.set(index, end);
    }

    int count() {
        return starts.count();
    }

    long start(int index) {
        return starts.at(index);
    }

    long[] starts() {
        return starts.toArray();
    }

    long[] ends() {
        return ends.toArray();
    }
}
