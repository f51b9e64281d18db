package dev.assay.image.calls;

import dev.assay.elf.Section;
import dev.assay.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which function of an image calls which, in any language.
///
/// Functions are named by their number: first those of the symbol table and the Rust ones, in order of address; then
/// pieces of code that no symbol names but something leads to; then functions of other files. Edges are numbered too,
/// those that leave one function one after the other. Does not change, and needs the image only for names, until
/// [#keepNames].
public final class CallGraph {
    private final Functions functions;
    private final long[] unnamedStarts;
    private final long[] unnamedEnds;
    private final List<String> others;
    private final long[] otherAddresses;
    private final int[] starts;
    private final int[] to;
    private final int[] offsets;
    private final byte[] kinds;
    private final String[] names;
    private final Map<Long, Integer> extra = new HashMap<>();
    private final List<Store> stores;
    private final List<String> notes;
    private final boolean linked;
    private final List<Place> places = new ArrayList<>();
    private final long[] placeStarts;

    /// A section that holds code.
    private record Place(String section, long start, long end) {}

    /// An instruction.
    ///
    /// @param section that holds it
    /// @param offset  from the start of the section, in bytes
    public record Spot(String section, long offset) {}

    CallGraph(Image image, Functions functions, Unnamed unnamed, List<String> others, long[] otherAddresses,
            EdgeTable edges, List<Store> stores, List<String> notes) {
        this.stores = List.copyOf(stores);
        this.functions = functions;
        this.unnamedStarts = unnamed.starts();
        this.unnamedEnds = unnamed.ends();
        this.others = List.copyOf(others);
        this.otherAddresses = otherAddresses;
        this.names = new String[functions.count() + unnamedStarts.length];
        this.notes = List.copyOf(notes);
        this.linked = !image.elf().isRelocatable();
        for (int i = 0; i < unnamedStarts.length; i++) {
            extra.put(unnamedStarts[i], functions.count() + i);
        }
        for (int i = 0; i < otherAddresses.length; i++) {
            extra.put(otherAddresses[i], names.length + i);
        }
        this.starts = edges.starts(count());
        int[] order = edges.sorted(starts);
        this.to = new int[order.length];
        this.offsets = new int[order.length];
        this.kinds = new byte[order.length];
        for (int i = 0; i < order.length; i++) {
            to[i] = edges.to(order[i]);
            offsets[i] = edges.offset(order[i]);
            kinds[i] = edges.kind(order[i]).code();
        }
        for (Section section : image.executableSections()) {
            long start = image.memory().address(section);
            places.add(new Place(section.name(), start, start + section.size()));
        }
        places.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        placeStarts = places.stream().mapToLong(Place::start).toArray();
        for (int i = 0; i < unnamedStarts.length; i++) {
            names[functions.count() + i] = "code at " + describe(unnamedStarts[i]);
        }
    }

    /// Decodes the whole image.
    ///
    /// @param threads that work at once
    public static CallGraph of(Image image, int threads) {
        return new GraphBuilder(image, threads).build();
    }

    /// How many functions there are, those of other files included.
    public int count() {
        return names.length + others.size();
    }

    /// How many of them have code here.
    public int withCode() {
        return names.length;
    }

    public int edges() {
        return to.length;
    }

    /// The first edge that leaves a function.
    public int firstEdge(int function) {
        return starts[function];
    }

    /// The one behind the last.
    public int edgesEnd(int function) {
        return starts[function + 1];
    }

    /// The function that an edge leads to; -1 if it [Edge#isOpen].
    public int to(int edge) {
        return to[edge];
    }

    public Edge kind(int edge) {
        return Edge.of(kinds[edge]);
    }

    /// The same as a number: its place among the kinds, which never changes.
    public byte kindNumber(int edge) {
        return kinds[edge];
    }

    /// Of the instruction from the start of the function that the edge leaves, in bytes.
    public int offset(int edge) {
        return offsets[edge];
    }

    /// Where it starts, in the image's [dev.assay.elf.AddressSpace].
    public long address(int function) {
        if (function < functions.count()) {
            return functions.start(function);
        }
        return function < names.length ? unnamedStarts[function - functions.count()]
                : otherAddresses[function - names.length];
    }

    /// Of its code, in bytes; 0 for one of another file.
    public long size(int function) {
        if (function < functions.count()) {
            return functions.end(function) - functions.start(function);
        }
        return function < names.length
                ? unnamedEnds[function - functions.count()] - unnamedStarts[function - functions.count()] : 0;
    }

    /// Its name in the symbol table; of several, the one of [dev.assay.image.Function#symbol] for Rust, and for C a
    /// global one, the first in byte order.
    public String symbol(int function) {
        if (function >= names.length) {
            return others.get(function - names.length);
        }
        if (names[function] == null) {
            names[function] = functions.name(function);
        }
        return names[function];
    }

    /// Reads every name, so that the image can be closed.
    public void keepNames() {
        for (int function = 0; function < names.length; function++) {
            symbol(function);
        }
    }

    /// The function that starts at `address`; -1 if none does.
    public int at(long address) {
        int found = functions.at(address);
        return found >= 0 ? found : extra.getOrDefault(address, -1);
    }

    /// The function whose code `address` lies in, of several the one that starts last; -1 if there is none.
    public int around(long address) {
        int found = functions.around(address);
        for (int i = 0; found < 0 && i < unnamedStarts.length; i++) {
            if (Long.compareUnsigned(address - unnamedStarts[i], unnamedEnds[i] - unnamedStarts[i]) < 0) {
                found = functions.count() + i;
            }
        }
        return found;
    }

    /// Whether functions have addresses of their own; in a relocatable file they are made up.
    public boolean isLinked() {
        return linked;
    }

    /// Where an instruction lies.
    public Spot spot(long address) {
        int index = Addresses.countUpTo(placeStarts, placeStarts.length, address) - 1;
        if (index < 0 || Long.compareUnsigned(address, places.get(index).end()) >= 0) {
            return new Spot("", address);
        }
        return new Spot(places.get(index).section(), address - places.get(index).start());
    }

    /// The functions with code at a place, which sections of one name may have several of.
    public List<Integer> around(String section, long offset) {
        List<Integer> found = new ArrayList<>();
        for (Place place : places) {
            if (place.section().equals(section) && Long.compareUnsigned(offset, place.end() - place.start()) < 0) {
                int function = around(place.start() + offset);
                if (function >= 0) {
                    found.add(function);
                }
            }
        }
        return found;
    }

    /// Where the functions of this image with code start, in order, each once.
    public long[] starts() {
        long[] all = new long[names.length];
        for (int function = 0; function < all.length; function++) {
            all[function] = address(function) ^ Long.MIN_VALUE; // in the order of Java's numbers
        }
        Arrays.sort(all);
        for (int i = 0; i < all.length; i++) {
            all[i] ^= Long.MIN_VALUE;
        }
        return all;
    }

    private String describe(long address) {
        Spot spot = spot(address);
        return "%s+0x%x".formatted(spot.section(), spot.offset());
    }

    /// Functions whose address code puts into variables.
    public List<Store> stores() {
        return stores;
    }

    /// What could not be decoded or understood.
    public List<String> notes() {
        return notes;
    }
}
