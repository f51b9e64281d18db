package dev.assay.check.panics;

import java.util.ArrayList;
import java.util.List;

/// How much of an image an answer rests on, and what it does not cover.
///
/// @param rustFunctions        functions with code that come from Rust
/// @param rustFunctionsScanned of these, how many were decoded to the end
/// @param rustBytes            of code in them, in bytes
/// @param panicEntries         distinct addresses (or undefined symbols) of panic entries that the image has or names
/// @param transfers            direct transfers to panic entries found, of every role
/// @param machinerySites       transfers inside the panic machinery
/// @param passThroughs         transfers in functions that hand their caller's location on
/// @param selfCheckOnly        entries that neither DWARF nor the name table knows, found by the self-check
/// @param notScanned           code that could not be decoded
/// @param unitsSkipped         DWARF units that could not be read
/// @param notes                anything else that the answer depends on and that could not be determined
/// @param hasDwarf             whether debug information for the Rust code was at hand
public record Coverage(
        int rustFunctions,
        int rustFunctionsScanned,
        long rustBytes,
        int panicEntries,
        int transfers,
        int machinerySites,
        int passThroughs,
        List<String> selfCheckOnly,
        List<NotScanned> notScanned,
        List<UnitSkipped> unitsSkipped,
        List<String> notes,
        boolean hasDwarf) {

    public Coverage {
        selfCheckOnly = List.copyOf(selfCheckOnly);
        notScanned = List.copyOf(notScanned);
        unitsSkipped = List.copyOf(unitsSkipped);
        notes = List.copyOf(notes);
    }

    /// Whether nothing is missing from the answer.
    public boolean isComplete() {
        return notScanned.isEmpty() && unitsSkipped.isEmpty() && notes.isEmpty();
    }

    /// What is missing, one line each; holds names from the file as they are.
    public List<String> gaps() {
        List<String> gaps = new ArrayList<>();
        notScanned.forEach(code -> gaps.add("not scanned: " + code.what() + ": " + code.why()));
        int silent = rustFunctions - rustFunctionsScanned;
        if (silent > 0 && notScanned.isEmpty()) {
            gaps.add("not scanned: %d Rust function%s of %d".formatted(silent, silent == 1 ? "" : "s", rustFunctions));
        }
        unitsSkipped.forEach(unit -> gaps.add("unit skipped: .debug_info+0x" + Long.toHexString(unit.offset()) + ": "
                + unit.why()));
        gaps.addAll(notes);
        return gaps;
    }

    /// Code that was not decoded.
    ///
    /// @param what function or section
    /// @param why  it could not be decoded
    public record NotScanned(String what, String why) {}

    /// A DWARF unit that was passed over.
    ///
    /// @param offset of the unit in `.debug_info`, in bytes
    /// @param why    it could not be read
    public record UnitSkipped(long offset, String why) {}
}
