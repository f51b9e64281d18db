package dev.assay.check.panics;

import dev.assay.rust.PanicEntry;
import java.util.List;
import java.util.Optional;

/// A panic entry of one image.
///
/// @param address of its code; of an undefined one the address made up for it
/// @param symbol  its mangled name; of several, the first that the table knows, else the first in byte order
/// @param path    `symbol` demangled, without generic arguments
/// @param known   what the name table says of it
/// @param source  how it was recognised
record Entry(long address, String symbol, String path, Optional<PanicEntry> known, Source source) {

    /// How a panic entry was recognised; the first that applies.
    enum Source {
        /// `DW_AT_noreturn` on a function of Rust's library.
        DWARF,
        /// Its name.
        NAME,
        /// No return is reachable from its start, but a panic is.
        SELF_CHECK,
        /// Undefined here, unknown by name, but every call hands it a location and none goes on behind the call.
        CALLERS,
        /// Undefined here, and a panic entry in the kernel or in another module.
        KERNEL
    }

    Kind kind() {
        return known.flatMap(entry -> Kind.byId(entry.kind())).orElse(Kind.OTHER);
    }

    /// Whether it is called without a location.
    boolean hasNoLocation() {
        return known.isPresent() && !known.get().takesLocation();
    }

    List<Integer> locationHints() {
        return known.map(PanicEntry::locations).orElse(List.of());
    }
}
