package dev.assay.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A function that has code (`DW_TAG_subprogram`, DWARF 5 §3.3).
///
/// A view: names are decoded when asked for and not kept. What describes a function is spread over up to three
/// entries, and this puts it together: the one with the code, the one that inlined copies share
/// (`DW_AT_abstract_origin`), and the declaration in its name space or type (`DW_AT_specification`), on which
/// rustc writes the linkage name and `DW_AT_noreturn`.
public final class Subprogram {
    private final Unit unit;
    private final long offset;
    private final List<AddressRange> ranges;
    private final boolean noreturn;

    private Subprogram(Unit unit, long offset, List<AddressRange> ranges, boolean noreturn) {
        this.unit = unit;
        this.offset = offset;
        this.ranges = List.copyOf(ranges);
        this.noreturn = noreturn;
    }

    static List<Subprogram> of(Unit unit) {
        List<Subprogram> found = new ArrayList<>();
        for (int entryOffset : unit.outline().withCode()) {
            EntryCursor entry = unit.entry(unit.offset() + entryOffset);
            if (!entry.next()) {
                continue;
            }
            List<AddressRange> ranges = RangeLists.of(entry);
            if (!ranges.isEmpty()) {
                boolean noreturn = Description.of(entry).flag(At.DW_AT_noreturn);
                found.add(new Subprogram(unit, unit.offset() + entryOffset, ranges, noreturn));
            }
        }
        return List.copyOf(found);
    }

    public Unit unit() {
        return unit;
    }

    /// Of its entry from the start of `.debug_info`, in bytes.
    public long offset() {
        return offset;
    }

    /// Where its code lies; never empty, and in the order of the file: the first is usually that with the entry point.
    public List<AddressRange> ranges() {
        return ranges;
    }

    /// Whether it never returns (`DW_AT_noreturn`); rustc writes it for functions that return `!`.
    public boolean noreturn() {
        return noreturn;
    }

    /// The last part of its path, like `checked_add` or `unwrap<u32>`.
    public Optional<String> name() {
        return description().string(At.DW_AT_name);
    }

    /// The mangled name.
    public Optional<String> linkageName() {
        return description().linkageName();
    }

    /// The path of its scopes and its name, like `core::num::{impl#12}::checked_add`, without crate hashes.
    public Optional<String> path() {
        return description().path();
    }

    /// The file it is declared in, as [LineTable#file] gives it.
    public Optional<String> declarationFile() {
        return description().declarationFile();
    }

    /// The line it is declared in; 0 if not known.
    public int declarationLine() {
        return (int) description().number(At.DW_AT_decl_line, 0);
    }

    Description description() {
        return Description.of(unit.dwarf(), offset);
    }

    @Override
    public String toString() {
        return "subprogram at .debug_info+0x%x %s".formatted(offset, ranges);
    }
}
