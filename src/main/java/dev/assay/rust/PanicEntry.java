package dev.assay.rust;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A function that never returns and raises a Rust panic, as the table of [PanicEntries] knows it.
///
/// Arguments are counted in machine words from 0, as they travel: a `&str` takes two, a `u128` too. Where a position
/// changed between compilers, or depends on the types of a generic function, all are given, the newest first; a word
/// behind the machine's argument registers is on the stack. So a position is a hint, to be confirmed by what is found.
///
/// @param path      of the function, without crate hashes and without generic arguments; `*::f` for an `f` in any place
/// @param crate     that defines it; null for any, and for names that are not mangled
/// @param kind      what a call of it checks: an id of the panic kinds, such as `add-overflow`. For functions that
///                  panic with a caller's message it is what is likely if the message cannot be read;
///                  [PanicEntries#kindOfMessage] tells more
/// @param locations where the `&'static Location` may travel; empty if the function takes none, so that its
///                  calls have no place in the source but their own
/// @param message   where a constant message begins, pointer first, then length; null if none is passed
/// @param format    where `core::fmt::Arguments` begins ([FormatArguments]); null if none is passed
/// @param first     earliest rustc in which it was seen, such as `1.85`
/// @param last      latest rustc in which it was seen; the newest compiler examined if it is still there
public record PanicEntry(String path, @Nullable String crate, String kind, List<Integer> locations,
        @Nullable Integer message, @Nullable Integer format, String first, String last) {
    public PanicEntry {
        locations = List.copyOf(locations);
    }

    /// Whether a `Location` is passed at all.
    public boolean takesLocation() {
        return !locations.isEmpty();
    }
}
