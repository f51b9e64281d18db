package dev.assay.image.calls;

import dev.assay.image.Image;
import dev.assay.machine.Flow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Puts a call graph together: several sweeps over the code, then what only data can tell, on one thread.
final class GraphBuilder {
    /// Functions of other files are numbered down from here until all are known.
    private static final int OTHER = -2;
    /// Pieces of code without a name may lead to others; a chain of more of them is no kernel's.
    private static final int MOST_UNNAMED = 1 << 16;

    private final Image image;
    private final int threads;
    private final CodeSections sections;
    private final Functions functions;
    private final Thunks thunks;
    private final DataInCode data;
    private final JumpTables tables;
    private final Resolver resolver;
    private final EdgeTable edges = new EdgeTable(1 << 16);
    private final Unnamed unnamed = new Unnamed();
    private final Map<Long, Integer> otherNumbers = new HashMap<>();
    private final List<String> others = new ArrayList<>();
    private final Addresses otherAddresses = new Addresses();
    private final Map<Long, String> imports;
    private final List<Store> stores = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    /// Whether there were too many pieces without names.
    private boolean overflow;

    GraphBuilder(Image image, int threads) {
        this.image = image;
        this.threads = threads;
        this.sections = new CodeSections(image);
        this.data = new DataInCode(image, sections);
        this.functions = Functions.of(image, sections, data);
        this.thunks = new Thunks(image);
        this.tables = new JumpTables(image.memory());
        this.resolver = new Resolver(image, thunks);
        this.imports = image.memory().imports();
    }

    CallGraph build() {
        try (sections) {
            List<Sweep> sweeps = Sweeps.run(functions, threads, this::newSweep);
            for (Sweep sweep : sweeps) {
                take(sweep);
            }
            takeUnnamed();
            addAlternatives();
            addStaticCalls(sweeps);
            ColdParts.join(functions, edges);
            // Numbers of unnamed pieces and of other files' functions were not known before all were found.
            int other = functions.count() + unnamed.count();
            for (int edge = 0; edge < edges.count(); edge++) {
                if (edges.to(edge) <= OTHER) {
                    edges.lead(edge, other + OTHER - edges.to(edge));
                }
            }
            if (overflow) {
                notes.add("more than %d pieces of code without a name; what leads to the others was not followed"
                        .formatted(MOST_UNNAMED));
            }
            new Troubles(image.machine().decoder(), sections, functions, unnamed).describe(edges).ifPresent(notes::add);
            return new CallGraph(image, functions, unnamed, others, otherAddresses.toArray(), edges, stores,
                    notes);
        }
    }

    private Sweep newSweep() {
        return new Sweep(image.machine(), functions, sections, thunks, data,
                image.memory().globalOffsetTableAddress(), image.memory().globalOffsetTableSize());
    }

    /// Takes the edges over that a sweep has found, each with what its destination turns out to be.
    private void take(Sweep sweep) {
        for (int i = 0; i < sweep.stores().count(); i += 2) {
            stores.add(new Store(sweep.stores().at(i), sweep.stores().at(i + 1)));
        }
        EdgeList list = sweep.edges();
        Pending pending = sweep.pending();
        int next = 0;
        for (int edge = 0; edge < list.count(); edge++) {
            int from = sweep.from(edge);
            int to = list.to(edge);
            boolean waits = next < pending.count() && pending.edge(next) == edge;
            if (waits) {
                settle(from, list.offset(edge), list.kind(edge), pending.task(next), pending.value(next));
                next++;
            } else if (list.kind(edge).isOpen() && isRust(from)) {
                settle(from, list.offset(edge), list.kind(edge), Pending.Task.RESOLVE, 0);
            } else if (to < Sweep.NOWHERE) {
                direct(from, number(sweep.elsewhere(to)), list.offset(edge), list.kind(edge));
            } else {
                edges.add(from, to, list.offset(edge), list.kind(edge));
            }
        }
    }

    /// Adds an edge whose destination an instruction names; that need not be code.
    private void direct(int from, int to, int offset, Edge kind) {
        edges.add(from, to, offset, to == Sweep.NOWHERE ? Edge.UNDECODABLE : kind);
    }

    private boolean isRust(int function) {
        return function < functions.count() && image.functionStartingAt(functions.start(function)).isPresent();
    }

    private void settle(int from, int offset, Edge kind, Pending.Task task, long value) {
        long start = start(from);
        long end = end(from);
        long[] found = switch (task) {
            case RESOLVE -> kind == Edge.UNDECODABLE ? new long[0]
                    : resolver.destinations(start, end - start, start + offset);
            case ABSOLUTE_TABLE -> tables.absolute(value, target -> isPart(target, from));
            case TABLE -> tables.any(value, target -> isPart(target, from));
            case SLOT -> image.memory().at(value).filter(bytes -> bytes.size() >= Long.BYTES)
                    .map(bytes -> new long[] {bytes.u64(0)}).orElse(new long[0]);
        };
        Edge known = switch (task) {
            case RESOLVE -> Edge.RESOLVED;
            case ABSOLUTE_TABLE, TABLE -> Edge.JUMP_TABLE;
            case SLOT -> Edge.ADDRESS;
        };
        if (known == Edge.ADDRESS) {
            for (long target : found) {
                int taken = functions.at(target);
                if (taken >= 0 && taken != from) {
                    edges.add(from, taken, offset, known);
                }
            }
            return;
        }
        boolean open = found.length == 0;
        for (long target : found) {
            boolean isOwn = Long.compareUnsigned(target - start, end - start) < 0;
            if (target == 0 || isOwn) {
                continue; // a slot that nobody fills is not called
            }
            int to = number(target);
            if (to == Sweep.NOWHERE) {
                open = true; // what was found out about it cannot be all
            } else {
                edges.add(from, to, offset, known);
            }
        }
        if (open) {
            edges.add(from, Sweep.NOWHERE, offset, kind);
        }
    }

    /// Whether a jump table of a function may lead to an address: into itself, or into its cold part.
    private boolean isPart(long target, int function) {
        if (Long.compareUnsigned(target - start(function), end(function) - start(function)) < 0) {
            return true;
        }
        int other = functions.around(target);
        return other >= 0 && function < functions.count()
                && functions.name(other).startsWith(functions.name(function) + ".cold");
    }

    private long start(int function) {
        return function < functions.count() ? functions.start(function)
                : unnamed.start(function - functions.count());
    }

    private long end(int function) {
        return function < functions.count() ? functions.end(function)
                : unnamed.ends()[function - functions.count()];
    }

    /// The number of the function at `target`: one with a name, one of another file, or a piece of code that gets a
    /// number now; [Sweep#NOWHERE] if there is no code.
    private int number(long target) {
        int known = functions.at(target) >= 0 ? functions.at(target) : functions.around(target);
        if (known >= 0) {
            return known;
        }
        Integer other = otherNumbers.get(target);
        if (other != null) {
            return other;
        }
        OptionalInt undefined = image.memory().undefinedSymbol(target);
        String imported = imports.get(target);
        if (undefined.isPresent() || imported != null) {
            int number = OTHER - others.size();
            others.add(imported != null ? imported : image.symbols().name(undefined.getAsInt()));
            otherAddresses.add(target);
            otherNumbers.put(target, number);
            return number;
        }
        if (sections.at(target) < 0) {
            return Sweep.NOWHERE;
        }
        int piece = unnamed.at(target);
        if (piece < 0 && unnamed.count() >= MOST_UNNAMED) {
            overflow = true;
            return Sweep.NOWHERE;
        }
        return functions.count() + (piece >= 0 ? piece : unnamed.add(target));
    }

    /// Decodes the pieces without names, and those that they lead to.
    private void takeUnnamed() {
        for (int piece = 0; piece < unnamed.count(); piece++) {
            long start = unnamed.start(piece);
            int section = sections.at(start);
            long end = sections.end(section);
            int before = functions.floor(start);
            if (before + 1 < functions.count()
                    && Long.compareUnsigned(functions.start(before + 1), end) < 0) {
                end = functions.start(before + 1);
            }
            Sweep sweep = newSweep();
            long stop = sweep.piece(functions.count() + piece, start, end);
            unnamed.end(piece, Math.min(stop, end));
            take(sweep);
        }
    }

    private void addAlternatives() {
        boolean read = new Alternatives(image, sections).visit((instruction, target, flow) -> {
            int from = functions.around(instruction);
            if (from < 0 || thunks.isReturn(target) || thunks.isTrace(target)) {
                return;
            }
            int offset = (int) (instruction - functions.start(from));
            if (flow.isDirect() && thunks.register(target) < 0) {
                int to = number(target);
                if (to != from) {
                    direct(from, to, offset, Edge.ALTERNATIVE);
                }
            } else {
                boolean call = flow == Flow.CALL || flow == Flow.INDIRECT_CALL;
                edges.add(from, Sweep.NOWHERE, offset, call ? Edge.INDIRECT_CALL : Edge.INDIRECT_JUMP);
            }
        });
        if (!read) {
            notes.add(".altinstructions: its entries have none of the known sizes; what it puts in place of other code"
                    + " was not followed");
        }
    }

    private void addStaticCalls(List<Sweep> sweeps) {
        for (Sweep sweep : sweeps) {
            StaticCallUpdates updates = sweep.updates();
            for (int i = 0; i < updates.count(); i++) {
                int from = functions.at(updates.trampoline(i));
                int to = functions.at(updates.function(i));
                if (from >= 0 && to >= 0) {
                    edges.add(from, to, 0, Edge.STATIC_CALL);
                }
            }
        }
        for (long trampoline : thunks.staticCalls()) {
            int from = functions.at(trampoline);
            if (from >= 0) {
                edges.add(from, Sweep.NOWHERE, 0, Edge.INDIRECT_JUMP);
            }
        }
    }
}
