package dev.assay.image.roots;

import dev.assay.bytes.Slice;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Elf;
import dev.assay.elf.Symbols;
import java.util.Arrays;

/// Pointers to functions in data, and the symbols that hold them. Plain arrays: a kernel has some ten thousand.
final class Slots {
    static final int NONE = 0;

    /// How often a symbol may be set down beside a slot; only symbols that lie over each other by hundreds need more.
    private static final long MOST_STEPS = 20_000_000;

    /// `__start_` and `__stop_`, as the first bytes of a name.
    private static final long START = 0x5f74726174735f5fL;
    private static final long STOP = 0x5f706f74735f5fL;
    private static final long SIX = 0xff_ffff_ffff_ffL;

    private long[] places = new long[1024];
    private long[] functions = new long[1024];
    private int[] sections = new int[1024];
    private int count;
    private int[] holders = {};
    private long[] holderStarts = {};
    private boolean complete = true;

    void add(long place, long function, int section) {
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
            functions = Arrays.copyOf(functions, 2 * count);
            sections = Arrays.copyOf(sections, 2 * count);
        }
        places[count] = place;
        functions[count] = function;
        sections[count++] = section;
    }

    int count() {
        return count;
    }

    /// Address of the pointer.
    long place(int slot) {
        return places[slot];
    }

    long function(int slot) {
        return functions[slot];
    }

    /// Index of the section that holds it.
    int section(int slot) {
        return sections[slot];
    }

    /// The symbol of the variable that holds it; [#NONE] if it has none.
    int holder(int slot) {
        return holders[slot];
    }

    long holderStart(int slot) {
        return holderStarts[slot];
    }

    /// Whether no symbol was left out.
    boolean isComplete() {
        return complete;
    }

    /// The slot at `place`, negative if there is none.
    int at(long place) {
        int slot = firstFrom(place);
        return slot < count && places[slot] == place ? slot : -1;
    }

    /// The first slot at `place` or behind it.
    int firstFrom(long place) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(places[middle], place) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /// Puts the slots in order of their places. Relocations need be in none.
    void sort() {
        boolean sorted = true;
        for (int i = 1; i < count && sorted; i++) {
            sorted = Long.compareUnsigned(places[i - 1], places[i]) < 0;
        }
        if (sorted) {
            return;
        }
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> {
            int byPlace = Long.compareUnsigned(places[a], places[b]);
            return byPlace != 0 ? byPlace : Long.compareUnsigned(functions[a], functions[b]);
        });
        Slots copy = new Slots();
        for (int slot : order) {
            boolean again = copy.count > 0 && copy.places[copy.count - 1] == places[slot]
                    && copy.functions[copy.count - 1] == functions[slot];
            if (!again) {
                copy.add(places[slot], functions[slot], sections[slot]);
            }
        }
        places = copy.places;
        functions = copy.functions;
        sections = copy.sections;
        count = copy.count;
    }

    /// Finds the symbol around each slot: of several the one that starts last, of those the first in the table. A
    /// symbol whose size is not known reaches to the next one.
    void findHolders(Elf elf, Symbols symbols, AddressSpace memory) {
        holders = new int[count];
        holderStarts = new long[count];
        int[] nearest = new int[count];
        long[] nearestStarts = new long[count];
        long[] steps = new long[1];
        boolean relocatable = elf.isRelocatable();
        symbols.visit((symbol, head, value) -> {
            // nm, and so kallsyms, takes all in an executable section for code.
            if (Symbols.type(head) > Symbols.FUNC || !isPlaced(elf, symbols, symbol)
                    || (Symbols.type(head) == Symbols.FUNC
                            && !Metadata.mayHoldPointers(elf.sections().get(symbols.section(symbol))))) {
                return;
            }
            long start = relocatable ? memory.address(symbol) : value;
            int first = firstFrom(start);
            if (first == count) {
                return;
            }
            long size = symbols.size(symbol);
            if (size == 0 && isLabel(symbols.strings(), Symbols.nameOffset(head))) {
                return;
            }
            if (size != 0) {
                for (int i = first; i < count && Long.compareUnsigned(places[i] - start, size) < 0; i++) {
                    if (steps[0]++ > MOST_STEPS) {
                        complete = false;
                        return;
                    }
                    if (holders[i] == NONE || Long.compareUnsigned(start, holderStarts[i]) > 0) {
                        holders[i] = symbol;
                        holderStarts[i] = start;
                    }
                }
            }
            if (nearest[first] == NONE || Long.compareUnsigned(start, nearestStarts[first]) > 0) {
                nearest[first] = symbol;
                nearestStarts[first] = start;
            }
        });
        for (int i = 0; i < count; i++) {
            if (i > 0 && sections[i] == sections[i - 1] && nearest[i] == NONE) {
                nearest[i] = nearest[i - 1];
                nearestStarts[i] = nearestStarts[i - 1];
            }
            if (holders[i] == NONE && nearest[i] != NONE && symbols.size(nearest[i]) == 0
                    && symbols.section(nearest[i]) == sections[i]) {
                holders[i] = nearest[i];
                holderStarts[i] = nearestStarts[i];
            }
        }
    }

    /// Whether a symbol lies in a section of the file.
    static boolean isPlaced(Elf elf, Symbols symbols, int symbol) {
        int section = symbols.section(symbol);
        return section > 0 && section < elf.sections().size();
    }

    /// `$d` and `$x`, which mark data and code for a disassembler, `.L…`, which the compiler made up, and borders that
    /// the linker script sets, behind which anything may lie.
    private static boolean isLabel(Slice strings, long name) {
        if (!strings.contains(name, Long.BYTES)) {
            return false;
        }
        long start = strings.u64(name);
        int first = (int) start & 0xff;
        return first == '$' || first == '.' || first == 0 || start == START || (start & SIX) == (STOP & SIX);
    }
}
