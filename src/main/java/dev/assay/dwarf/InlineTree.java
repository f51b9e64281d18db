package dev.assay.dwarf;

import java.util.Arrays;

/// The calls that the compiler inlined into one subprogram (`DW_TAG_inlined_subroutine`, DWARF 5 §3.3.8.2): which
/// code came from which, and which was inlined into which.
///
/// Built by one walk over the entries below the subprogram, then asked for many addresses.
final class InlineTree {
    static final int NONE = -1;

    /// The inlined calls in the order of the file: offsets of their entries, and the call each is inside of.
    private long[] entries = new long[8];

    private int[] parents = new int[8];
    private int count;

    /// The ranges of their code, and whose each is.
    private long[] lows = new long[8];

    private long[] highs = new long[8];
    private int[] owners = new int[8];
    private int rangeCount;

    private InlineTree() {}

    static InlineTree of(Subprogram subprogram) {
        InlineTree tree = new InlineTree();
        EntryCursor entry = subprogram.unit().entry(subprogram.offset());
        int[] open = new int[8];
        int[] openDepths = new int[8];
        int openCount = 0;
        int foreign = Integer.MAX_VALUE;
        while (entry.next()) {
            int depth = entry.depth();
            while (openCount > 0 && openDepths[openCount - 1] >= depth) {
                openCount--;
            }
            if (depth <= foreign) {
                // a function inside of this one has inlined calls of its own
                foreign = depth > 0 && entry.tag() == Tag.DW_TAG_subprogram ? depth : Integer.MAX_VALUE;
            }
            if (depth >= foreign || entry.tag() != Tag.DW_TAG_inlined_subroutine) {
                continue;
            }
            int node = tree.add(entry, openCount == 0 ? NONE : open[openCount - 1]);
            if (entry.hasChildren()) {
                if (openCount == open.length) {
                    open = Arrays.copyOf(open, 2 * openCount);
                    openDepths = Arrays.copyOf(openDepths, 2 * openCount);
                }
                open[openCount] = node;
                openDepths[openCount++] = depth;
            }
        }
        return tree;
    }

    /// The innermost inlined call around `address`, or [#NONE]. Children stand behind their parents, so it is the
    /// last one that has the address.
    int innermost(long address) {
        for (int i = rangeCount - 1; i >= 0; i--) {
            if (Long.compareUnsigned(address, lows[i]) >= 0 && Long.compareUnsigned(address, highs[i]) < 0) {
                return owners[i];
            }
        }
        return NONE;
    }

    /// The call that call `node` was inlined into, or [#NONE] if that is the subprogram.
    int parent(int node) {
        return parents[node];
    }

    /// Offset of the entry from the start of `.debug_info`, in bytes.
    long entry(int node) {
        return entries[node];
    }

    private int add(EntryCursor entry, int parent) {
        if (count == entries.length) {
            entries = Arrays.copyOf(entries, 2 * count);
            parents = Arrays.copyOf(parents, 2 * count);
        }
        entries[count] = entry.offset();
        parents[count] = parent;
        for (AddressRange range : RangeLists.of(entry)) {
            if (rangeCount == lows.length) {
                lows = Arrays.copyOf(lows, 2 * rangeCount);
                highs = Arrays.copyOf(highs, 2 * rangeCount);
                owners = Arrays.copyOf(owners, 2 * rangeCount);
            }
            lows[rangeCount] = range.low();
            highs[rangeCount] = range.high();
            owners[rangeCount++] = count;
        }
        return count++;
    }
}
