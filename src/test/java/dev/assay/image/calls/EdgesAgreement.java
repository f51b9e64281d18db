package dev.assay.image.calls;

import dev.assay.bytes.Slice;
import dev.assay.elf.Section;
import dev.assay.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// Compares the edges of a graph with what a disassembler and `readelf` say of the same file: every transfer that
/// leaves a function is an edge that leads where it says, and every edge is such a transfer.
final class EdgesAgreement {
    /// Thunks: a call of one is an indirect call.
    private static final Pattern THUNK = Pattern.compile("__x86_indirect_(|call_|jump_|its_|paranoid_)thunk_r.*");
    private static final Set<Edge> DIRECT = Set.of(Edge.CALL, Edge.JUMP, Edge.BRANCH, Edge.STATIC_CALL);
    private static final Set<Edge> INDIRECT = Set.of(Edge.RESOLVED, Edge.JUMP_TABLE, Edge.INDIRECT_CALL,
            Edge.INDIRECT_JUMP);

    private final CallGraph graph;
    private final Image image;
    private final NamedSymbols symbols;
    private final long[] starts;
    private final long[] furthestEnds;
    private final int[] byStart;
    private final Map<Long, List<Integer>> edgesAt = new HashMap<>();
    private final BitSet seen = new BitSet();
    private final Map<String, Integer> classes = new TreeMap<>();
    private final Map<Long, Set<String>> namesAt = new HashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final Set<Long> replaced = new HashSet<>();
    private final Map<String, List<Section>> sections = new HashMap<>();

    EdgesAgreement(Image image, CallGraph graph, NamedSymbols symbols) {
        this.image = image;
        this.graph = graph;
        this.symbols = symbols;
        byStart = IntStream.range(0, graph.withCode()).boxed()
                .sorted((a, b) -> Long.compareUnsigned(graph.address(a), graph.address(b)))
                .mapToInt(Integer::intValue).toArray();
        starts = Arrays.stream(byStart).mapToLong(graph::address).toArray();
        furthestEnds = new long[starts.length];
        for (int i = 0; i < starts.length; i++) {
            long end = starts[i] + graph.size(byStart[i]);
            furthestEnds[i] = i > 0 && Long.compareUnsigned(furthestEnds[i - 1], end) > 0 ? furthestEnds[i - 1] : end;
        }
        for (int function = 0; function < graph.withCode(); function++) {
            for (int edge = graph.firstEdge(function); edge < graph.edgesEnd(function); edge++) {
                edgesAt.computeIfAbsent(graph.address(function) + graph.offset(edge), key -> new ArrayList<>(2))
                        .add(edge);
            }
        }
        for (Section section : image.executableSections()) {
            sections.computeIfAbsent(section.name(), key -> new ArrayList<>()).add(section);
        }
        image.elf().section(".altinstructions").filter(Section::isAllocated).ifPresent(this::readAlternatives);
        for (NamedSymbols.Symbol symbol : symbols.all()) {
            if (symbol.section() > 0 && !symbol.type().equals("SECTION")) {
                namesAt.computeIfAbsent(address(symbol), key -> new LinkedHashSet<>()).add(symbol.name());
            }
        }
    }

    /// Where instructions are replaced. Of the sizes that an entry has had (Linux `struct alt_instr`) the kernels here
    /// have the one of today.
    private void readAlternatives(Section section) {
        Slice bytes = image.memory().contents(section);
        int size = image.machine().name().equals("x86-64") ? 14 : 12;
        for (long entry = 0; entry + size <= bytes.size(); entry += size) {
            replaced.add(image.memory().address(section) + entry + (int) bytes.u32(entry));
        }
    }

    /// How many transfers there are of each sort.
    Map<String, Integer> classes() {
        return classes;
    }

    /// What one says and the other does not.
    List<String> differences() {
        return differences;
    }

    private long address(NamedSymbols.Symbol symbol) {
        if (!image.elf().isRelocatable()) {
            return symbol.value();
        }
        return image.memory().address(image.elf().sections().get(symbol.section())) + symbol.value();
    }

    /// Every function of the symbol table is one of the graph, as long as it is there.
    void functions() {
        Set<Section> code = new HashSet<>(image.executableSections());
        for (NamedSymbols.Symbol symbol : symbols.all()) {
            if (!symbol.type().equals("FUNC") || symbol.section() <= 0 || symbol.name().matches("__(pfx|cfi)_.*")) {
                continue;
            }
            Section section = image.elf().sections().get(symbol.section());
            if (!code.contains(section)) {
                count("functions without code");
                continue;
            }
            int function = graph.at(address(symbol));
            if (function < 0 || graph.size(function) < symbol.size()) {
                differences.add("function %s at 0x%x: %s".formatted(symbol.name(), address(symbol),
                        function < 0 ? "not in the graph" : "cut"));
            } else {
                count("functions");
            }
        }
    }

    /// One of the lines.
    void transfer(DisassembledTransfers.Transfer transfer) {
        List<Section> named = sections.getOrDefault(transfer.section(), List.of());
        if (named.size() < transfer.ordinal() || named.get(transfer.ordinal() - 1).isWritable()) {
            count("data");
            return;
        }
        Section section = named.get(transfer.ordinal() - 1);
        compare(transfer, image.elf().isRelocatable() ? image.memory().address(section) : 0);
    }

    /// No more lines come.
    void end() {
        for (int function = 0; function < graph.withCode(); function++) {
            for (int edge = graph.firstEdge(function); edge < graph.edgesEnd(function); edge++) {
                boolean transfer = DIRECT.contains(graph.kind(edge)) || INDIRECT.contains(graph.kind(edge));
                if (transfer && !seen.get(edge)) {
                    unseen(function, edge);
                }
            }
        }
    }

    /// An edge that no line of the disassembly has: one of a table or a trampoline, or a difference.
    private void unseen(int function, int edge) {
        if (graph.offset(edge) == 0 && graph.symbol(function).startsWith("__SCT__")) {
            count("static calls that may be pointed elsewhere");
        } else if (graph.offset(edge) == 0 && graph.kind(edge) == Edge.JUMP_TABLE) {
            count("cold parts that a table leads to");
        } else if (replaced.contains(graph.address(function) + graph.offset(edge))) {
            count("indirect transfers that are put in place of others");
        } else if (isThunk(function) && graph.kind(edge) == Edge.INDIRECT_JUMP) {
            count("thunks");
        } else {
            differences.add("invented: %s+0x%x %s %s".formatted(graph.symbol(function), graph.offset(edge),
                    graph.kind(edge), graph.to(edge) < 0 ? "" : graph.symbol(graph.to(edge))));
        }
    }

    private void compare(DisassembledTransfers.Transfer transfer, long base) {
        long at = base + transfer.address();
        List<Integer> owners = owners(at);
        if (owners.isEmpty()) {
            count("outside of all functions");
            return;
        }
        boolean direct = transfer.kind().compareTo(DisassembledTransfers.Kind.INDIRECT_CALL) < 0;
        for (int owner : owners) {
            if (isThunk(owner)) {
                count("inside of a thunk");
            } else if (direct) {
                direct(transfer, base, at, owner);
            } else {
                indirect(transfer, at, owner);
            }
        }
    }

    private void direct(DisassembledTransfers.Transfer transfer, long base, long at, int owner) {
        List<Long> targets = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        if (transfer.symbol().isEmpty()) {
            targets.add(base + transfer.destination());
        } else {
            for (NamedSymbols.Symbol symbol : symbols.named(transfer.symbol())) {
                if (symbol.section() > 0) {
                    targets.add(address(symbol) + transfer.addend());
                } else if (symbol.section() == 0) {
                    names.add(symbol.name());
                }
            }
        }
        for (long target : targets) {
            names.addAll(namesAt.getOrDefault(target, Set.of()));
        }
        if (names.stream().anyMatch(name -> name.equals("__x86_return_thunk"))
                && transfer.kind() != DisassembledTransfers.Kind.CALL) {
            count("returns through a thunk");
        } else if (names.contains("__fentry__") && transfer.kind() == DisassembledTransfers.Kind.CALL) {
            count("calls of function tracing");
        } else if (names.stream().anyMatch(name -> THUNK.matcher(name).matches())) {
            indirect(transfer, at, owner);
        } else if (targets.stream().anyMatch(target -> contains(owner, target))) {
            count("inside of a function");
        } else if (!claim(at, owner, edge -> DIRECT.contains(graph.kind(edge)) && fits(transfer, edge)
                && leads(edge, targets, names))) {
            differences.add("missing: %s+0x%x %s to %s".formatted(graph.symbol(owner), at - graph.address(owner),
                    transfer.kind(), names.isEmpty() ? targets.stream().map(Long::toHexString).toList() : names));
        } else {
            count(switch (transfer.kind()) {
                case CALL -> "calls";
                case JUMP -> "jumps";
                default -> "branches";
            } + (transfer.symbol().isEmpty() && image.elf().isRelocatable() ? " without relocation" : ""));
        }
    }

    private boolean fits(DisassembledTransfers.Transfer transfer, int edge) {
        return graph.kind(edge) == switch (transfer.kind()) {
            case CALL -> Edge.CALL;
            case BRANCH -> Edge.BRANCH;
            default -> graph.kind(edge) == Edge.STATIC_CALL ? Edge.STATIC_CALL : Edge.JUMP;
        };
    }

    /// Whether the edge leads to a function that starts at a target, else to one that has it inside.
    private boolean leads(int edge, List<Long> targets, Set<String> names) {
        int to = graph.to(edge);
        if (to < 0) {
            return false;
        }
        if (to >= graph.withCode()) {
            return names.contains(graph.symbol(to));
        }
        for (long target : targets) {
            int exact = graph.at(target);
            if (exact >= 0 ? exact == to : contains(to, target)) {
                if (exact < 0) {
                    count("to the middle of a function");
                } else if (to >= 0 && namesAt.getOrDefault(target, Set.of()).isEmpty()) {
                    count("to code without a name");
                }
                return true;
            }
        }
        return false;
    }

    private void indirect(DisassembledTransfers.Transfer transfer, long at, int owner) {
        boolean call = transfer.kind() == DisassembledTransfers.Kind.INDIRECT_CALL
                || transfer.kind() == DisassembledTransfers.Kind.CALL;
        if (claim(at, owner, edge -> INDIRECT.contains(graph.kind(edge)))) {
            count(call ? "indirect calls" : "indirect jumps");
        } else if (call) {
            count("empty slots");
        } else {
            count("jump tables inside of a function");
        }
    }

    private boolean claim(long at, int owner, IntPredicate right) {
        boolean found = false;
        for (int edge : edgesAt.getOrDefault(at, List.of())) {
            if (edge >= graph.firstEdge(owner) && edge < graph.edgesEnd(owner) && right.test(edge)) {
                seen.set(edge);
                found = true;
            }
        }
        return found;
    }

    private boolean isThunk(int function) {
        return namesAt.getOrDefault(graph.address(function), Set.of()).stream()
                .anyMatch(name -> THUNK.matcher(name).find());
    }

    private boolean contains(int function, long address) {
        return Long.compareUnsigned(address - graph.address(function), graph.size(function)) < 0;
    }

    /// Every function that an address lies in; they may overlap.
    private List<Integer> owners(long address) {
        int found = Arrays.binarySearch(starts, address);
        int floor = found >= 0 ? found : -found - 2;
        while (floor + 1 < starts.length && starts[floor + 1] == address) {
            floor++;
        }
        List<Integer> owners = new ArrayList<>();
        for (int i = floor; i >= 0 && Long.compareUnsigned(furthestEnds[i], address) > 0; i--) {
            if (contains(byStart[i], address)) {
                owners.add(byStart[i]);
            }
        }
        return owners;
    }

    private void count(String what) {
        classes.merge(what, 1, Integer::sum);
    }
}
