package dev.assay.check.panics;

import dev.assay.dwarf.AddressRange;
import dev.assay.dwarf.Subprogram;
import dev.assay.image.Code;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.image.Returns;
import dev.assay.rust.Library;
import dev.assay.rust.MangledName;
import dev.assay.rust.PanicEntries;
import dev.assay.rust.PanicEntry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The panic entries of an image, by address.
final class Entries {
    private final TreeMap<Long, Entry> byAddress = new TreeMap<>(Long::compareUnsigned);
    /// Functions of any crate that never return, entries or not.
    private final Set<Long> diverging = new HashSet<>();
    /// Functions that DWARF tells about.
    private final Set<Long> described = new HashSet<>();

    private Entries() {}

    /// Those that DWARF or the name table knows.
    static Entries of(Image image) {
        Entries entries = new Entries();
        for (Subprogram subprogram : image.subprograms()) {
            for (AddressRange range : subprogram.ranges()) {
                entries.described.add(range.low());
                if (subprogram.noreturn()) {
                    entries.diverging.add(range.low());
                }
            }
        }
        // Where debug information tells which functions never return, no name makes an entry of one that does.
        boolean told = !entries.diverging.isEmpty();
        for (Function function : image.functions()) {
            long address = function.address();
            if (!told || !entries.described.contains(address) || entries.diverging.contains(address)) {
                entries.addIfKnown(address, function.aliases());
            }
        }
        for (Map.Entry<Long, String> undefined : image.undefined().entrySet()) {
            entries.addIfKnown(undefined.getKey(), List.of(undefined.getValue()));
        }
        return entries;
    }

    private void addIfKnown(long address, List<String> names) {
        for (String name : names) {
            Optional<PanicEntry> known = PanicEntries.find(name);
            if (known.isPresent()) {
                Entry.Source source = diverging.contains(address) ? Entry.Source.DWARF : Entry.Source.NAME;
                byAddress.put(address, new Entry(address, name, MangledName.of(name).base(), known, source));
                return;
            }
        }
    }

    void add(long address, String name, Entry.Source source) {
        byAddress.put(address, new Entry(address, name, MangledName.of(name).base(), Optional.empty(), source));
        diverging.add(address);
    }

    /// Adds those that other images of the kernel know.
    void addLinked(Map<Long, String> undefined, Map<String, Links.Raise> linked) {
        undefined.forEach((address, name) -> {
            Links.Raise raise = linked.get(name);
            if (raise != null && !raise.returns() && !byAddress.containsKey(address)) {
                add(address, name, Entry.Source.KERNEL);
            }
        });
    }

    /// Whether a function is one of Rust's library, whose diverging functions raise panics on behalf of others. A
    /// `fn() -> !` of a driver is ordinary code: what panics in it is a site.
    static boolean isLibrary(String symbol) {
        return MangledName.of(symbol).crate().filter(Library::isCrate).isPresent();
    }

    /// Adds the library's functions that never return, but reach a panic, until there are no more. That they never
    /// return DWARF may tell, else that no return can be reached. (`std::process::abort` reaches no panic.)
    ///
    /// @param codes every Rust function of the image
    /// @param scan  tells which functions call which
    void addSelfChecked(List<Code> codes, Transfers scan) {
        boolean found = true;
        while (found) {
            found = false;
            for (Code code : codes) {
                Function function = code.function();
                // The name is asked last: to take it apart costs more than all the rest.
                if (!byAddress.containsKey(function.address())
                        && scan.from(code).stream().anyMatch(t -> byAddress.containsKey(t.target()))
                        && isLibrary(function.symbol())) {
                    boolean told = diverging.contains(function.address());
                    if (told || (mayDiverge(function)
                            && !Returns.canReturn(code, t -> neverReturns(scan.resolve(t))))) {
                        add(function.address(), function.symbol(),
                                told ? Entry.Source.DWARF : Entry.Source.SELF_CHECK);
                        found = true;
                    }
                }
            }
        }
    }

    /// Whether the type of the function lets it be an entry. One that DWARF describes without `DW_AT_noreturn` has a
    /// return type, and so have the methods of traits: where such a function only panics (`<f32 as Debug>::fmt` in a
    /// kernel without floating point), the panic is written in it, and is a site.
    private boolean mayDiverge(Function function) {
        return !described.contains(function.address())
                && !MangledName.of(function.symbol()).path().contains(" as ");
    }

    Optional<Entry> at(long address) {
        return Optional.ofNullable(byAddress.get(address));
    }

    boolean neverReturns(long address) {
        return byAddress.containsKey(address) || diverging.contains(address);
    }

    /// In order of address.
    List<Entry> all() {
        return List.copyOf(byAddress.values());
    }
}
