package dev.assay.image.calls;

import dev.assay.bytes.Slice;
import dev.assay.machine.Decoder;
import dev.assay.machine.Flow;
import dev.assay.machine.Machine;
import java.util.BitSet;

/// Decodes functions from their first byte to their last and notes what leaves them. One for each thread; touches no
/// file.
final class Sweep {
    /// Destination of an edge that has none.
    static final int NOWHERE = -1;
    /// Destinations that are no function's start are numbered down from here.
    private static final int ELSEWHERE = -2;

    private final Machine machine;
    private final Decoder decoder;
    private final Functions functions;
    private final CodeSections sections;
    private final Thunks thunks;
    private final DataInCode data;
    private final Tracker tracker;
    private final long firstCode;
    private final long codeSize;
    private final EdgeList edges = new EdgeList(1 << 12);
    private final Pending pending = new Pending();
    private final StaticCallUpdates updates = new StaticCallUpdates();
    private final Addresses stores = new Addresses();
    private final Addresses elsewhere = new Addresses();
    private final Owners from = new Owners();

    private int function;
    private long start;
    private long end;
    private int offset;
    /// Whether control can come to the next instruction from the one before, leaving padding aside.
    private boolean live;
    /// Whether control cannot come to the next instruction from the one before: what follows is code only from where
    /// a branch leads to.
    private boolean dead;
    /// Offsets in the function that direct branches lead to.
    private final BitSet branched = new BitSet();
    /// Whether there was any instruction but padding.
    private boolean worked;

    Sweep(Machine machine, Functions functions, CodeSections sections, Thunks thunks, DataInCode data, long slots,
            long slotsSize) {
        this.machine = machine;
        this.decoder = machine.decoder();
        this.functions = functions;
        this.sections = sections;
        this.thunks = thunks;
        this.data = data;
        this.firstCode = sections.count() == 0 ? 0 : sections.start(0);
        this.codeSize = sections.count() == 0 ? 0 : sections.end(sections.count() - 1) - firstCode;
        this.tracker = new Tracker(machine, new Tracker.Numbers() {
            @Override
            public void number(long value) {
                addressTaken(value);
            }

            @Override
            public void slot(long address) {
                if (Long.compareUnsigned(address - slots, slotsSize) < 0) {
                    pending.add(edges.count(), Pending.Task.SLOT, address);
                    edges.add(NOWHERE, offset, Edge.ADDRESS);
                }
            }

            @Override
            public void stored(long address, long value) {
                if (Long.compareUnsigned(value - firstCode, codeSize) < 0 && functions.at(value) >= 0) {
                    stores.add(address);
                    stores.add(value);
                }
            }
        });
    }

    EdgeList edges() {
        return edges;
    }

    Pending pending() {
        return pending;
    }

    /// Addresses of functions that code stores at constant addresses: place, function, place, function …
    Addresses stores() {
        return stores;
    }

    StaticCallUpdates updates() {
        return updates;
    }

    /// The address that a number below [#NOWHERE] stands for.
    long elsewhere(int destination) {
        return elsewhere.at(ELSEWHERE - destination);
    }

    /// The function that an edge leaves.
    int from(int edge) {
        return from.at(edge);
    }

    /// Decodes a function.
    void function(int index) {
        if (thunks.register(functions.start(index)) >= 0) {
            // What stands there is made for the processor, not to be followed: also branches to bytes that trap.
            edges.add(NOWHERE, 0, Edge.INDIRECT_JUMP);
            from.fill(edges.count(), index);
            return;
        }
        decode(index, functions.start(index), functions.end(index), false);
        from.fill(edges.count(), index);
    }

    /// Decodes a piece of code that no symbol names: it ends where control cannot run on, at `newEnd` at the latest.
    ///
    /// @return where it ends
    long piece(int index, long newStart, long newEnd) {
        long stop = decode(index, newStart, newEnd, true);
        from.fill(edges.count(), index);
        return stop;
    }

    private long decode(int index, long newStart, long newEnd, boolean unnamed) {
        function = index;
        start = newStart;
        end = newEnd;
        int section = sections.at(start);
        Slice code = sections.contents(section);
        long base = sections.start(section);
        long furthest = start;
        long address = start;
        live = !data.contains(start); // vectors begin with padding that counts as data
        worked = false;
        dead = false;
        branched.clear();
        DataInCode.Cursor dataAhead = data.from(start);
        tracker.start();
        while (Long.compareUnsigned(address, end) < 0) {
            if (Long.compareUnsigned(address, dataAhead.start()) >= 0) {
                offset = (int) Math.min(Integer.MAX_VALUE, address - start);
                undecodable();
                tracker.settle();
                address = dataAhead.end();
                dataAhead.next();
                continue;
            }
            decoder.decode(code, address - base, address);
            Flow flow = decoder.flow();
            offset = (int) Math.min(Integer.MAX_VALUE, address - start);
            if (dead && branched.get(offset)) {
                dead = false;
            }
            if (flow == Flow.NEXT) {
                tracker.next();
                decoder.effects(tracker);
                if (!live || !worked) {
                    boolean active = tracker.didSomething();
                    live |= !dead && active;
                    worked |= active;
                }
            } else {
                worked = true;
                leave(flow);
                live &= !dead;
                dead |= !flow.fallsThrough();
                if (unnamed && flow.isDirect() && flow != Flow.CALL) {
                    furthest = Long.compareUnsigned(decoder.target() - start, end - start) < 0
                            ? Math.max(furthest, decoder.target()) : furthest;
                }
                if (unnamed && !flow.fallsThrough() && Long.compareUnsigned(furthest, address) <= 0) {
                    tracker.settle();
                    return address + decoder.length();
                }
            }
            address += decoder.length();
        }
        tracker.settle();
        // Where a condition cannot hold, compilers let a branch lead to what is behind their function: padding.
        if (live && (worked || !unnamed) && address == end && functions.at(end) >= 0 && sections.at(end) == section) {
            edges.add(functions.at(end), offset, Edge.FALL_THROUGH);
        }
        return end;
    }

    private void leave(Flow flow) {
        switch (flow) {
            case CALL -> {
                call();
                tracker.afterCall();
                live = false; // to run on behind a call at the end is not meant
            }
            case JUMP, BRANCH -> {
                jump(flow);
                live = flow == Flow.BRANCH;
            }
            case INDIRECT_CALL -> {
                indirect(decoder.targetRegister(), Edge.INDIRECT_CALL);
                tracker.afterCall();
                live = false;
            }
            case INDIRECT_JUMP -> {
                indirectJump();
                live = false;
            }
            case INVALID -> undecodable();
            case RETURN, TRAP, NEXT -> live = false;
        }
    }

    private void undecodable() {
        if (live) {
            edges.add(NOWHERE, offset, Edge.UNDECODABLE);
        }
        live = false;
    }

    private boolean isOwn(long address) {
        return Long.compareUnsigned(address - start, end - start) < 0;
    }

    private void call() {
        long target = decoder.target();
        if (isOwn(target)) {
            return; // to itself, or to its next instruction, for its address
        }
        int register = thunks.register(target);
        if (register >= 0) {
            indirect(register, Edge.INDIRECT_CALL);
        } else if (!thunks.isTrace(target)) {
            if (thunks.isUpdater(target)) {
                updates.add(tracker, machine);
            }
            edge(target, Edge.CALL);
        }
    }

    private void jump(Flow flow) {
        long target = decoder.target();
        if (isOwn(target)) {
            if (!dead) {
                branched.set((int) Math.min(Integer.MAX_VALUE - 1, target - start));
            }
            return;
        }
        int register = thunks.register(target);
        if (register >= 0) {
            indirect(register, Edge.INDIRECT_JUMP);
        } else if (!thunks.isReturn(target)) {
            edge(target, thunks.isStaticCall(start) ? Edge.STATIC_CALL : flow == Flow.JUMP ? Edge.JUMP : Edge.BRANCH);
        }
    }

    private void indirectJump() {
        long table = decoder.targetTable();
        int register = decoder.targetRegister();
        if (table != 0) {
            pending.add(edges.count(), Pending.Task.ABSOLUTE_TABLE, table);
        } else if (register >= 0 && tracker.isSum(register)) {
            if (isOwn(tracker.value(register))) {
                return; // a distance from a place in the function: worked out by the compiler, and inside of it
            }
            pending.add(edges.count(), Pending.Task.TABLE, tracker.value(register));
        } else {
            indirect(register, Edge.INDIRECT_JUMP);
            return;
        }
        edges.add(NOWHERE, offset, Edge.INDIRECT_JUMP);
    }

    /// Where a register or slot can only hold one address, the transfer is as good as direct; that needs a closer look.
    private void indirect(int register, Edge kind) {
        boolean hint;
        if (register >= 0) {
            hint = tracker.isNumber(register) || tracker.isSlot(register);
        } else {
            int base = decoder.slotBase();
            hint = base >= 0 ? tracker.isNumber(base) || tracker.isSlot(base) : decoder.targetSlot() != 0;
        }
        if (hint) {
            pending.add(edges.count(), Pending.Task.RESOLVE, 0);
        }
        edges.add(NOWHERE, offset, kind);
    }

    private void addressTaken(long value) {
        if (Long.compareUnsigned(value - firstCode, codeSize) < 0) {
            int taken = functions.at(value);
            if (taken >= 0 && taken != function) {
                edges.add(taken, offset, Edge.ADDRESS);
            }
        }
    }

    private void edge(long target, Edge kind) {
        int to = functions.at(target);
        if (to < 0) {
            to = functions.around(target);
        }
        edges.add(to >= 0 ? to : ELSEWHERE - elsewhere.add(target), offset, kind);
    }
}
