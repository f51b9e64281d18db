package dev.assay.check.guards;

import dev.assay.image.Code;
import dev.assay.machine.Flow;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;

/// The control flow within one function, by instruction.
final class Graph {
    static final int NONE = -1;

    private final Code code;
    private final LongPredicate neverReturns;
    /// Where the predecessors of an instruction begin in [#sources].
    private final int[] starts;
    private final int[] sources;
    private final BitSet roots = new BitSet();
    private final BitSet reached = new BitSet();

    /// @param neverReturns whether the function at an address never gives control back
    /// @param isIdle       whether an instruction does nothing, as those between blocks that align them
    Graph(Code code, LongPredicate neverReturns, IntPredicate isIdle) {
        this.code = code;
        this.neverReturns = neverReturns;
        int count = code.count();
        this.starts = new int[count + 1];
        for (int i = 0; i < count; i++) {
            count(target(i));
            count(following(i));
        }
        for (int i = 0; i < count; i++) {
            starts[i + 1] += starts[i];
        }
        this.sources = new int[starts[count]];
        int[] next = Arrays.copyOf(starts, count);
        for (int i = 0; i < count; i++) {
            add(target(i), i, next);
            add(following(i), i, next);
        }
        findRoots(isIdle);
        reach();
    }

    private void count(int to) {
        if (to != NONE) {
            starts[to + 1]++;
        }
    }

    private void add(int to, int from, int[] next) {
        if (to != NONE) {
            sources[next[to]++] = from;
        }
    }

    Code code() {
        return code;
    }

    /// Where a jump or branch within the function goes.
    int target(int instruction) {
        Flow flow = code.flow(instruction);
        return flow == Flow.JUMP || flow == Flow.BRANCH ? code.at(code.target(instruction)) : NONE;
    }

    /// The instruction behind, if control passes on to it.
    int following(int instruction) {
        Flow flow = code.flow(instruction);
        boolean goesOn = flow.fallsThrough() && !(flow == Flow.CALL && neverReturns.test(code.target(instruction)));
        return goesOn && instruction + 1 < code.count() ? instruction + 1 : NONE;
    }

    /// Whether control may leave the function here, or ends.
    private boolean leaves(int instruction) {
        Flow flow = code.flow(instruction);
        return switch (flow) {
            case NEXT, CALL, INDIRECT_CALL -> following(instruction) == NONE;
            case JUMP -> target(instruction) == NONE;
            case BRANCH -> target(instruction) == NONE || following(instruction) == NONE;
            case RETURN, INDIRECT_JUMP, TRAP, INVALID -> true;
        };
    }

    /// The entry, and code that nothing known leads to.
    private void findRoots(IntPredicate isIdle) {
        roots.set(0);
        for (int i = 1; i < code.count(); i++) {
            if (starts[i] == starts[i + 1]) {
                int first = i;
                while (first < code.count() && isIdle.test(first) && following(first) != NONE) {
                    first++;
                }
                boolean onlyAligned = first > i && first < code.count() && starts[first + 1] - starts[first] > 1;
                if (!onlyAligned) {
                    roots.set(i);
                }
            }
        }
    }

    private void reach() {
        ArrayDeque<Integer> work = new ArrayDeque<>();
        roots.stream().forEach(work::add);
        while (!work.isEmpty()) {
            int i = work.remove();
            if (!reached.get(i)) {
                reached.set(i);
                for (int next : new int[] {target(i), following(i)}) {
                    if (next != NONE && !reached.get(next)) {
                        work.add(next);
                    }
                }
            }
        }
    }

    boolean isReached(int instruction) {
        return reached.get(instruction);
    }

    /// Code that nothing known leads to, other than the entry.
    boolean isDetached(int instruction) {
        return instruction != 0 && roots.get(instruction);
    }

    /// The instruction from which alone control comes; [#NONE] if there are several or none.
    int onlyBefore(int instruction) {
        int found = NONE;
        if (roots.get(instruction)) {
            return NONE;
        }
        for (int i = starts[instruction]; i < starts[instruction + 1]; i++) {
            int source = sources[i];
            if (reached.get(source) && source != found) {
                if (found != NONE) {
                    return NONE;
                }
                found = source;
            }
        }
        return found;
    }

    /// The instructions from which control gets to `goal` whatever happens, as long as calls return.
    BitSet leadingTo(int goal) {
        BitSet found = new BitSet(code.count());
        byte[] ways = new byte[code.count()];
        ArrayDeque<Integer> work = new ArrayDeque<>();
        found.set(goal);
        work.add(goal);
        while (!work.isEmpty()) {
            int to = work.remove();
            for (int i = starts[to]; i < starts[to + 1]; i++) {
                int from = sources[i];
                ways[from]++;
                int needed = (target(from) == NONE ? 0 : 1) + (following(from) == NONE ? 0 : 1);
                if (!found.get(from) && reached.get(from) && !leaves(from) && ways[from] == needed) {
                    found.set(from);
                    work.add(from);
                }
            }
        }
        return found;
    }
}
