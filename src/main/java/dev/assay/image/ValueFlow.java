package dev.assay.image;

import dev.assay.bytes.Memory;
import dev.assay.machine.Decoder;
import dev.assay.machine.Flow;
import dev.assay.machine.Machine;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// What registers and stack slots may hold at chosen instructions of a function: constants and entry values,
/// carried over its control flow graph until nothing changes.
///
/// Code that no branch of the function leads to is entered with what the trap before it has (the kernel's `WARN` goes
/// on behind one, Linux include/asm-generic/bug.h), or its indirect jumps, or with nothing known: the kernel patches
/// jumps into place (static keys), and fix-up code is reached from tables.
public final class ValueFlow {
    /// Visits of one block, beyond its incoming edges, before values that still change are given up.
    private static final int PATIENCE = 8;

    private final Code code;
    private final Machine machine;
    private final Decoder decoder;
    private final Memory memory;
    private final LongPredicate neverReturns;
    private final BitSet leaders;
    private final int[] incoming;
    private final @Nullable State[] states;
    private final int[] visits;
    private final PriorityQueue<Integer> work = new PriorityQueue<>();
    private final BitSet queued;
    private final Map<Integer, State> afterTraps = new HashMap<>();
    private final int mostVisits;
    private int totalVisits;

    private ValueFlow(Code code, Machine machine, Decoder decoder, Memory memory, LongPredicate neverReturns) {
        this.code = code;
        this.machine = machine;
        this.decoder = decoder;
        this.memory = memory;
        this.neverReturns = neverReturns;
        int count = code.count();
        this.leaders = new BitSet(count);
        this.incoming = new int[count + 1];
        this.states = new State[count];
        this.visits = new int[count];
        this.queued = new BitSet(count);
        this.mostVisits = 16 * count + 1024; // a function that needs more loses values, not time
    }

    /// The states before the wanted instructions.
    ///
    /// @param neverReturns whether the function at an address never returns to its caller
    /// @param wanted       instructions whose state, before they run, is asked for
    /// @return by instruction; code that cannot be reached at all is missing
    static Map<Integer, State> states(Code code, Machine machine, Decoder decoder, Memory memory,
            LongPredicate neverReturns, IntPredicate wanted) {
        ValueFlow flow = new ValueFlow(code, machine, decoder, memory, neverReturns);
        flow.findLeaders();
        flow.solve();
        return flow.collect(wanted);
    }

    /// The same, but each block by itself: entered with nothing known but where the stack pointer is. What is a
    /// constant here is one in [#states] too, at a fraction of the cost; the rest is not known to be either.
    static Map<Integer, State> blockStates(Code code, Machine machine, Decoder decoder, Memory memory,
            LongPredicate neverReturns, IntPredicate wanted) {
        ValueFlow flow = new ValueFlow(code, machine, decoder, memory, neverReturns);
        flow.findLeaders();
        State start = State.unknown(machine, memory);
        start.keepEntryValue(machine.stackPointer());
        int leader = 0;
        for (int i = 0; i < code.count(); i++) {
            leader = flow.leaders.get(i) ? i : leader;
            if (wanted.test(i)) {
                flow.states[leader] = start;
            }
        }
        return flow.collect(wanted);
    }

    private void findLeaders() {
        leaders.set(0);
        for (int i = 0; i < code.count(); i++) {
            Flow flow = code.flow(i);
            if (flow == Flow.JUMP || flow == Flow.BRANCH) {
                int target = code.at(code.target(i));
                if (target >= 0) {
                    leaders.set(target);
                    incoming[target]++;
                }
            }
            if (endsBlock(i)) {
                leaders.set(i + 1);
            }
        }
    }

    private boolean endsBlock(int i) {
        Flow flow = code.flow(i);
        return flow == Flow.BRANCH || !fallsThrough(i);
    }

    private boolean fallsThrough(int i) {
        Flow flow = code.flow(i);
        return flow.fallsThrough() && !(flow == Flow.CALL && neverReturns.test(code.target(i)));
    }

    private void solve() {
        if (code.count() == 0) {
            return;
        }
        enter(0, State.onEntry(machine, memory));
        run();
        Optional<State> indirect = atIndirectJumps();
        for (int i = leaders.nextSetBit(0); i >= 0 && i < code.count(); i = leaders.nextSetBit(i + 1)) {
            if (states[i] == null) {
                State start = afterTraps.get(i);
                enter(i, start != null ? start : indirect.orElseGet(() -> State.unknown(machine, memory)));
                run();
            }
        }
    }

    private Optional<State> atIndirectJumps() {
        State joined = null;
        for (State state : collect(i -> code.flow(i) == Flow.INDIRECT_JUMP).values()) {
            if (joined == null) {
                joined = state;
            } else {
                joined.join(state, false);
            }
        }
        return Optional.ofNullable(joined);
    }

    private void run() {
        while (!work.isEmpty()) {
            int leader = work.remove();
            queued.clear(leader);
            State start = states[leader];
            if (start != null) {
                State state = start.copy();
                int last = walk(leader, state, (i, s) -> {});
                leave(last, state);
            }
        }
    }

    /// Runs the block from `leader` on `state`; the index of its last instruction.
    private int walk(int leader, State state, Visitor visitor) {
        for (int i = leader;; i++) {
            visitor.before(i, state);
            decoder.decode(code.bytes(), code.offset(i), code.address(i));
            decoder.effects(state);
            Flow flow = code.flow(i);
            if (flow == Flow.CALL || flow == Flow.INDIRECT_CALL) {
                state.afterCall();
            }
            if (endsBlock(i) || i + 1 >= code.count() || leaders.get(i + 1)) {
                return i;
            }
        }
    }

    private void leave(int last, State state) {
        Flow flow = code.flow(last);
        if (flow == Flow.JUMP || flow == Flow.BRANCH) {
            int target = code.at(code.target(last));
            if (target >= 0) {
                enter(target, state);
            }
        }
        if (fallsThrough(last) && last + 1 < code.count()) {
            enter(last + 1, state);
        } else if (flow == Flow.TRAP) {
            afterTraps.put(last + 1, state);
        }
    }

    private void enter(int leader, State state) {
        State known = states[leader];
        boolean changed = true;
        if (known == null) {
            states[leader] = state.copy();
        } else {
            boolean tired = visits[leader] > PATIENCE + incoming[leader] || totalVisits > mostVisits;
            changed = known.join(state, tired);
        }
        if (changed && !queued.get(leader)) {
            visits[leader]++;
            totalVisits++;
            queued.set(leader);
            work.add(leader);
        }
    }

    private Map<Integer, State> collect(IntPredicate wanted) {
        Map<Integer, State> found = new HashMap<>();
        for (int i = leaders.nextSetBit(0); i >= 0 && i < code.count(); i = leaders.nextSetBit(i + 1)) {
            State start = states[i];
            if (start != null) {
                walk(i, start.copy(), (at, state) -> {
                    if (wanted.test(at)) {
                        found.put(at, state.copy());
                    }
                });
            }
        }
        return found;
    }

    /// Sees the state before each instruction.
    private interface Visitor {
        void before(int instruction, State state);
    }
}
