package dev.assay.image;

import dev.assay.machine.Flow;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.function.LongPredicate;

/// Whether a function can give control back to its caller.
public final class Returns {
    private Returns() {}

    /// Whether a return is reachable from the entry. A jump out of the function counts as one unless its destination
    /// never returns; an indirect jump and bytes that are no instruction count as one, because nobody can tell.
    ///
    /// @param neverReturns whether the function at an address is known never to return
    public static boolean canReturn(Code code, LongPredicate neverReturns) {
        BitSet seen = new BitSet(code.count());
        ArrayDeque<Integer> work = new ArrayDeque<>();
        work.add(0);
        while (!work.isEmpty()) {
            int i = work.remove();
            if (i >= code.count()) {
                return true; // runs on into what follows the function
            }
            if (seen.get(i)) {
                continue;
            }
            seen.set(i);
            Flow flow = code.flow(i);
            if (flow == Flow.RETURN || flow == Flow.INDIRECT_JUMP || flow == Flow.INVALID) {
                return true;
            }
            if (flow == Flow.JUMP || flow == Flow.BRANCH) {
                int target = code.at(code.target(i));
                if (target < 0 && !neverReturns.test(code.target(i))) {
                    return true;
                }
                if (target >= 0) {
                    work.add(target);
                }
            }
            if (flow.fallsThrough() && !(flow == Flow.CALL && neverReturns.test(code.target(i)))) {
                work.add(i + 1);
            }
        }
        return false;
    }
}
