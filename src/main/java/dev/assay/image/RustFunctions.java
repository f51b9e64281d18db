package dev.assay.image;

import dev.assay.bytes.Slice;
import dev.assay.dwarf.AddressRange;
import dev.assay.dwarf.Subprogram;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Elf;
import dev.assay.elf.Section;
import dev.assay.elf.Symbols;
import dev.assay.rust.MangledName;
import dev.assay.rust.PanicEntries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Finds the functions of an image that come from Rust: by their mangled names, and by the Rust units of DWARF,
/// which also know those that C calls by a plain name.
final class RustFunctions {
    private final Elf elf;
    private final Symbols symbols;
    private final AddressSpace memory;
    private final TreeMap<Long, Group> groups = new TreeMap<>(Long::compareUnsigned);
    private final Map<Long, String> undefined = new HashMap<>();
    private final List<String> troubles = new ArrayList<>();

    /// All that is known of the code at one address, before it is a function.
    private static final class Group {
        private final TreeSet<String> names = new TreeSet<>();
        private long size;
    }

    RustFunctions(Elf elf, Symbols symbols, AddressSpace memory) {
        this.elf = elf;
        this.symbols = symbols;
        this.memory = memory;
    }

    /// Takes in the functions with a Rust name, defined and undefined.
    void addSymbols(Symbols table, AddressSpace places) {
        Slice strings = table.strings();
        long last = strings.size() - 2;
        table.visit((symbol, head, value) -> {
            int type = Symbols.type(head);
            // What is defined here and no function is not code; an undefined function has no type in most objects.
            if (type != Symbols.FUNC && (type != Symbols.NOTYPE || !Symbols.isUndefined(head))) {
                return;
            }
            long name = Symbols.nameOffset(head);
            // Two bytes dismiss nearly all of a kernel's 200,000 names: `_R` and `_Z` are mangled, `ru` may be plain.
            int start = name <= last ? strings.u16(name) : 0;
            boolean rust = switch (start) {
                case 0x525f, 0x5a5f -> MangledName.isRust(strings, name);
                case 0x7572 -> PanicEntries.isPlainName(strings, name);
                default -> false;
            };
            if (rust) {
                add(table, places, symbol, type);
            }
        });
    }

    private void add(Symbols table, AddressSpace places, int symbol, int type) {
        int section = table.section(symbol);
        if (section == Symbols.UNDEFINED) {
            if (elf.isRelocatable() && places == memory) {
                undefined.put(places.address(symbol), table.name(symbol));
            }
        } else if (type == Symbols.FUNC) {
            Group group = groups.computeIfAbsent(places.address(symbol), address -> new Group());
            group.names.add(table.name(symbol));
            group.size = Math.max(group.size, table.size(symbol));
        }
    }

    /// Takes in the functions with a Rust name that a linked file calls in others.
    void addImports() {
        memory.imports().forEach((address, name) -> {
            if (MangledName.isMangled(name)) {
                undefined.put(address, name);
            }
        });
    }

    /// Takes in the functions of Rust units; those without a Rust symbol get the plain name that their address has.
    void addSubprograms(Collection<Subprogram> subprograms) {
        Map<Long, Group> nameless = new HashMap<>();
        for (Subprogram subprogram : subprograms) {
            for (AddressRange range : subprogram.ranges()) {
                Group group = groups.computeIfAbsent(range.low(), address -> new Group());
                if (group.names.isEmpty()) {
                    nameless.put(range.low(), group);
                    group.size = Math.max(group.size, range.high() - range.low());
                } else if (group.size == 0) {
                    group.size = range.high() - range.low();
                }
                if (nameless.containsKey(range.low())) {
                    subprogram.linkageName().ifPresent(group.names::add);
                }
            }
        }
        if (!nameless.isEmpty()) {
            name(nameless);
        }
    }

    private void name(Map<Long, Group> nameless) {
        long[] wanted = nameless.keySet().stream().mapToLong(address -> address).sorted().toArray();
        symbols.visit((symbol, head, value) -> {
            if (Symbols.type(head) == Symbols.FUNC && !Symbols.isUndefined(head)) {
                long address = elf.isRelocatable() ? memory.address(symbol) : value;
                Group group = Arrays.binarySearch(wanted, address) < 0 ? null : nameless.get(address);
                if (group != null) {
                    group.names.add(symbols.name(symbol));
                }
            }
        });
    }

    /// Takes in functions that are known to hold Rust code for another reason.
    void addNamed(long address, long size, String name) {
        Group group = groups.computeIfAbsent(address, a -> new Group());
        group.names.add(name);
        group.size = Math.max(group.size, size);
    }

    /// The functions in order of address. One ends at the latest where the next begins.
    List<Function> functions() {
        List<Function> functions = new ArrayList<>(groups.size());
        List<Map.Entry<Long, Group>> entries = new ArrayList<>(groups.entrySet());
        Set<String> odd = new HashSet<>();
        for (int i = 0; i < entries.size(); i++) {
            long address = entries.get(i).getKey();
            Group group = entries.get(i).getValue();
            Optional<Section> section = memory.sectionAt(address);
            if (group.names.isEmpty()) {
                group.names.add("function at 0x" + Long.toHexString(address));
            }
            if (section.isEmpty() || !section.get().isExecutable()) {
                odd.add(group.names.first());
                continue;
            }
            long end = memory.address(section.get()) + section.get().size();
            if (i + 1 < entries.size() && Long.compareUnsigned(entries.get(i + 1).getKey(), end) < 0) {
                end = entries.get(i + 1).getKey();
            }
            long room = end - address;
            long size = group.size <= 0 || group.size > room ? room : group.size;
            functions.add(new Function(address, size, section.get(), List.copyOf(group.names)));
        }
        odd.stream().sorted().forEach(name -> troubles.add(name + ": its address is not in an executable section"));
        return functions;
    }

    /// Whether neither a function nor an undefined one has been found so far.
    boolean isEmpty() {
        return groups.isEmpty() && undefined.isEmpty();
    }

    /// Rust functions that the image calls but does not hold: name by made-up address.
    Map<Long, String> undefined() {
        return Map.copyOf(undefined);
    }

    List<String> troubles() {
        return List.copyOf(troubles);
    }
}
