package dev.assay.dwarf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The rows that a line program gives, in arrays side by side, and the sequences they form: runs of code without
/// gaps, each with ascending addresses (DWARF 5 §6.2.1).
final class LineRows {
    /// Of one unit, to bound memory. That of a large Rust program in one unit has some hundred thousand.
    static final int MAX_ROWS = 1 << 24;

    /// @param low   address of the first row
    /// @param high  address behind the last row's code
    /// @param first index of the first row
    /// @param end   index behind the last row, which has no code
    record Sequence(long low, long high, int first, int end) {}

    private long[] addresses = new long[64];
    private int[] files = new int[64];
    private int[] lines = new int[64];
    private int[] columns = new int[64];
    private int count;
    private int sequenceStart;
    private final List<Sequence> sequences = new ArrayList<>();

    /// `false` if there are too many already.
    boolean add(long address, int file, int line, int column) {
        if (count == addresses.length) {
            if (count >= MAX_ROWS) {
                return false;
            }
            addresses = Arrays.copyOf(addresses, 2 * count);
            files = Arrays.copyOf(files, 2 * count);
            lines = Arrays.copyOf(lines, 2 * count);
            columns = Arrays.copyOf(columns, 2 * count);
        }
        addresses[count] = address;
        files[count] = file;
        lines[count] = line;
        columns[count++] = column;
        return true;
    }

    /// Keeps the rows since the last end, unless the linker dropped their code or there is none.
    void endSequence(long address) {
        long low = count == sequenceStart ? address : addresses[sequenceStart];
        if (Long.compareUnsigned(low, address) < 0 && !RangeLists.isDropped(low)) {
            sequences.add(new Sequence(low, address, sequenceStart, count));
        } else {
            count = sequenceStart;
        }
        sequenceStart = count;
    }

    /// Whether there are rows that belong to no sequence yet.
    boolean isOpen() {
        return count > sequenceStart;
    }

    /// By address, once all are known.
    void sort() {
        sequences.sort((a, b) -> Long.compareUnsigned(a.high(), b.high()));
    }

    List<Sequence> sequences() {
        return sequences;
    }

    /// The row whose code has the address; -1 if none.
    int find(long address) {
        int low = 0;
        int high = sequences.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(sequences.get(middle).high(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == sequences.size()) {
            return -1;
        }
        Sequence sequence = sequences.get(low);
        return Long.compareUnsigned(address, sequence.low()) < 0 ? -1 : find(address, sequence);
    }

    /// Of several rows for one address the last: the others are for no code at all.
    private int find(long address, Sequence sequence) {
        int low = sequence.first() + 1;
        int high = sequence.end();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(addresses[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    long address(int row) {
        return addresses[row];
    }

    int file(int row) {
        return files[row];
    }

    int line(int row) {
        return lines[row];
    }

    int column(int row) {
        return columns[row];
    }
}
