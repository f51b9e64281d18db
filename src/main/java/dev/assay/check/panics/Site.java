package dev.assay.check.panics;

import dev.assay.rust.SourceLocation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One transfer of control to a panic entry, with one location.
///
/// When the compiler merged several checks into one call, each location that reaches the call is a site of its own.
///
/// @param role        site, machinery or pass-through
/// @param address     virtual address of the transferring instruction in a linked image; null in a relocatable one
/// @param section     that holds the instruction
/// @param offset      of the instruction from the start of its section, in bytes
/// @param symbol      mangled name of the function that holds it; the first of `aliases` in byte order
/// @param aliases     all mangled names at the function's address, sorted; holds `symbol`
/// @param function    `symbol` demangled, without crate hashes
/// @param crate       that defines the function
/// @param kind        of check
/// @param entry       demangled path of the panic entry reached
/// @param message     the panic's message where it is one constant string; else null
/// @param location    the `core::panic::Location` handed to the entry; null where it could not be determined
/// @param locationUnknown why `location` could not be determined; null if it was, or if the entry is given none
/// @param origin      first frame outside `core`; null where there is no DWARF to tell and the location is in `core`
/// @param inlined     the inline chain from DWARF, innermost first, the enclosing function last; empty without DWARF
/// @param phase       when the code can run
/// @param fingerprint identity across builds, 16 hexadecimal digits
public record Site(
        Role role,
        @Nullable Long address,
        String section,
        long offset,
        String symbol,
        List<String> aliases,
        String function,
        String crate,
        Kind kind,
        String entry,
        @Nullable String message,
        @Nullable SourceLocation location,
        @Nullable String locationUnknown,
        @Nullable Frame origin,
        List<Frame> inlined,
        Phase phase,
        String fingerprint) {

    public Site {
        aliases = List.copyOf(aliases);
        inlined = List.copyOf(inlined);
    }

    Site withFingerprint(String newFingerprint) {
        return new Site(role, address, section, offset, symbol, aliases, function, crate, kind, entry, message,
                location, locationUnknown, origin, inlined, phase, newFingerprint);
    }

    /// Of what nearly always tells two sites apart; cheap, since sites are keys of many maps.
    @Override
    public int hashCode() {
        return 31 * (31 * section.hashCode() + Long.hashCode(offset)) + fingerprint.hashCode();
    }

    public boolean isImplicit() {
        return kind.isImplicit();
    }
}
