package dev.assay.check.reach;

import dev.assay.image.calls.Kernel;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;

/// How many roots reach each of many nodes: all of them in one pass over the graph, a bit for each.
final class RootCounts {
    /// Nodes asked about in one pass, so that memory does not grow with their number.
    private static final int BATCH = 256;

    private final Kernel kernel;
    private final RootTable roots;

    RootCounts(Kernel kernel, RootTable roots) {
        this.kernel = kernel;
        this.roots = roots;
    }

    /// The counts for each of `targets`.
    ///
    /// @param known whether only known edges count
    int[] of(List<Integer> targets, boolean known) {
        int[] counts = new int[targets.size()];
        for (int first = 0; first < targets.size(); first += BATCH) {
            count(targets, first, Math.min(targets.size(), first + BATCH), known, counts);
        }
        return counts;
    }

    private void count(List<Integer> targets, int first, int last, boolean known, int[] counts) {
        int words = (last - first + Long.SIZE - 1) / Long.SIZE;
        long[] masks = new long[Math.multiplyExact(kernel.nodes(), words)];
        ArrayDeque<Integer> work = new ArrayDeque<>();
        BitSet queued = new BitSet(kernel.nodes());
        for (int i = first; i < last; i++) {
            int node = targets.get(i);
            masks[node * words + (i - first) / Long.SIZE] |= 1L << (i - first) % Long.SIZE;
            if (!queued.get(node)) {
                queued.set(node);
                work.add(node);
            }
        }
        while (!work.isEmpty()) {
            int node = work.remove();
            queued.clear(node);
            for (int i = kernel.callers(node) - 1; i >= 0; i--) {
                int edge = kernel.caller(node, i);
                if (kernel.kind(edge).leadsOn(known) && join(masks, words, node, kernel.from(edge))
                        && !queued.get(kernel.from(edge))) {
                    queued.set(kernel.from(edge));
                    work.add(kernel.from(edge));
                }
            }
        }
        for (int node = 0; node < kernel.nodes(); node++) {
            int here = roots.count(node);
            for (int word = 0; word < words && here > 0; word++) {
                for (long left = masks[node * words + word]; left != 0; left &= left - 1) {
                    counts[first + word * Long.SIZE + Long.numberOfTrailingZeros(left)] += here;
                }
            }
        }
    }

    /// Whether the caller learns of a target that its callee leads to.
    private static boolean join(long[] masks, int words, int callee, int caller) {
        boolean changed = false;
        for (int word = 0; word < words; word++) {
            long before = masks[caller * words + word];
            long after = before | masks[callee * words + word];
            masks[caller * words + word] = after;
            changed |= after != before;
        }
        return changed;
    }
}
