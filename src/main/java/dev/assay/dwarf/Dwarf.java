package dev.assay.dwarf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The DWARF of one file, versions 2 to 5, also mixed; little-endian, with addresses of 8 bytes.
///
/// Nothing is read before it is asked for, and of a unit in another language than Rust no more than its header and
/// root entry: in a kernel that is 99.6 % of `.debug_info`. The questions here answer from all units that can be
/// read; what cannot is in [#skipped], so look there after asking. Safe for use by several threads; the cursors that
/// it gives are not.
public final class Dwarf {
    private final Sections sections;
    private final TreeMap<Long, SkippedUnit> skipped = new TreeMap<>();
    private final Map<Long, String> scopePaths = new HashMap<>();
    private final Map<Long, FunctionName> functionNames = new HashMap<>();
    private final Map<Long, InlineTree> inlineTrees = new HashMap<>();
    private final Map<Long, AddressIndex<Subprogram>> unitSubprograms = new HashMap<>();
    private final Map<Long, VariableTree> variableTrees = new HashMap<>();
    private final Types types = new Types(this);
    private @Nullable AbbreviationSection abbreviations;
    private @Nullable List<Unit> units;
    private @Nullable List<Unit> rustUnits;
    private @Nullable List<Subprogram> rustSubprograms;
    private @Nullable AddressIndex<Subprogram> rustIndex;
    private @Nullable UnitIndex unitIndex;

    private record FunctionName(@Nullable String linkageName, @Nullable String path) {}

    private Dwarf(Sections sections) {
        this.sections = sections;
    }

    /// The DWARF in the sections of one file.
    ///
    /// @param file     path of the file, for messages
    /// @param sections gives the bytes of a section by its name, like `.debug_info`: decompressed, and with
    ///                 relocations applied; asked at most once for each that is needed
    public static Dwarf of(String file, Function<String, Optional<Slice>> sections) {
        return new Dwarf(new Sections(file, sections));
    }

    /// All units of `.debug_info` whose headers can be read, in the order of the file.
    public synchronized List<Unit> units() {
        if (units == null) {
            units = List.copyOf(readHeaders());
        }
        return units;
    }

    /// The units that were compiled from Rust.
    public synchronized List<Unit> rustUnits() {
        if (rustUnits == null) {
            List<Unit> found = new ArrayList<>();
            for (Unit unit : units()) {
                attempt(unit, () -> {
                    if (unit.isSkeleton()) {
                        throw section(".debug_info")
                                .unsupported(unit.offset(), "a skeleton unit, whose entries are in a separate file");
                    }
                    if (unit.isRust()) {
                        found.add(unit);
                    }
                });
            }
            rustUnits = List.copyOf(found);
        }
        return rustUnits;
    }

    /// The functions of all Rust units that have code, in the order of the file.
    public synchronized List<Subprogram> rustSubprograms() {
        if (rustSubprograms == null) {
            List<Subprogram> found = new ArrayList<>();
            for (Unit unit : rustUnits()) {
                attempt(unit, () -> found.addAll(unit.subprograms()));
            }
            rustSubprograms = List.copyOf(found);
        }
        return rustSubprograms;
    }

    /// The Rust functions with code at `address`: none, one, or, where the compiler or linker merged equal ones,
    /// several.
    public synchronized List<Subprogram> rustSubprogramsAt(long address) {
        if (rustIndex == null) {
            rustIndex = AddressIndex.of(rustSubprograms());
        }
        return rustIndex.at(address);
    }

    /// What was inlined into what at `address`, in Rust units. Of several functions there, the one that begins last,
    /// and of those the last in the file; [#inlineChains] has all.
    public synchronized Optional<InlineChain> inlineChain(long address) {
        return firstChain(rustSubprogramsAt(address), address);
    }

    /// What was inlined into what at `address`, in a unit of any language: the first question costs a look at the root
    /// entry of every unit, and each unit that code is found in is then read.
    public synchronized Optional<InlineChain> inlineChainOfAny(long address) {
        Optional<InlineChain> rust = inlineChain(address);
        if (rust.isPresent()) {
            return rust;
        }
        Optional<Unit> unit = unitAt(address);
        return unit.isEmpty() ? Optional.empty() : firstChain(subprogramsOf(unit.get()).at(address), address);
    }

    /// The unit that describes the code at `address`, in any language; the first question costs a look at
    /// `.debug_aranges`, or at the root entry of every unit that is not in it.
    public synchronized Optional<Unit> unitAt(long address) {
        if (unitIndex == null) {
            unitIndex = UnitIndex.of(this);
        }
        return unitIndex.at(address);
    }

    private AddressIndex<Subprogram> subprogramsOf(Unit unit) {
        AddressIndex<Subprogram> known = unitSubprograms.get(unit.offset());
        if (known == null) {
            List<Subprogram> found = new ArrayList<>();
            attempt(unit, () -> found.addAll(unit.subprograms()));
            known = AddressIndex.of(found);
            unitSubprograms.put(unit.offset(), known);
        }
        return known;
    }

    private Optional<InlineChain> firstChain(List<Subprogram> subprograms, long address) {
        for (Subprogram subprogram : subprograms) {
            Optional<InlineChain> chain = chain(subprogram, address);
            if (chain.isPresent()) {
                return chain;
            }
        }
        return Optional.empty();
    }

    /// The inline chains at `address` of all Rust functions with code there.
    public synchronized List<InlineChain> inlineChains(long address) {
        List<InlineChain> chains = new ArrayList<>(1);
        for (Subprogram subprogram : rustSubprogramsAt(address)) {
            chain(subprogram, address).ifPresent(chains::add);
        }
        return chains;
    }

    /// The variables and parameters in scope at `address` whose value is somewhere, in Rust units: those of the function
    /// first, then those of what was inlined. Of several functions there, the one that [#inlineChain] takes.
    public synchronized List<Variable> variables(long address) {
        for (Subprogram subprogram : rustSubprogramsAt(address)) {
            List<Variable> found = new ArrayList<>();
            boolean complete = attempt(subprogram.unit(), () -> {
                VariableTree tree = variableTrees.get(subprogram.offset());
                if (tree == null) {
                    tree = VariableTree.of(subprogram);
                    variableTrees.put(subprogram.offset(), tree);
                }
                found.addAll(tree.at(address));
            });
            if (complete) {
                return found;
            }
        }
        return List.of();
    }

    /// The member of what a pointer points to, as a part of that variable: `self.len`. Its location is not told.
    ///
    /// @param pointer a variable with a pointer in it; empty for others
    /// @param offset  from where it points, in bytes
    /// @param size    of what is read there, in bytes
    public synchronized Optional<Variable> pointed(Variable pointer, long offset, long size) {
        return part(pointer, offset, size, true);
    }

    /// The member of a variable that begins `offset` bytes into it. Its location is not told.
    ///
    /// @param size of what is read there, in bytes
    public synchronized Optional<Variable> member(Variable variable, long offset, long size) {
        return part(variable, offset, size, false);
    }

    private Optional<Variable> part(Variable of, long offset, long size, boolean behind) {
        List<Variable> found = new ArrayList<>(1);
        entry(of.typeAt()).ifPresent(entry -> attempt(entry.unit(), () -> types
                .member(behind ? types.target(of.typeAt()) : of.typeAt(), offset, size)
                .ifPresent(member -> {
                    boolean isWhole = behind && member.path().isEmpty();
                    Variable owner = isWhole ? of.dereferenced() : of;
                    found.add(owner.member(member.path(), types.name(member.typeAt()), member.typeAt(),
                            Location.UNKNOWN));
                })));
        return found.stream().findFirst();
    }

    Types types() {
        return types;
    }

    /// A cursor before the entry at an offset of `.debug_info`, in whatever unit that is; for following
    /// [EntryCursor#reference]. Empty if no readable unit is there.
    public Optional<EntryCursor> entry(long offset) {
        List<Unit> all = units();
        int low = 0;
        int high = all.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (all.get(middle).offset() <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return Optional.empty();
        }
        Unit unit = all.get(low - 1);
        long inside = offset - unit.offset();
        return inside >= unit.headerSize() && inside < unit.size()
                ? Optional.of(unit.entry(offset))
                : Optional.empty();
    }

    /// The units that could not be read so far, in the order of the file.
    public synchronized List<SkippedUnit> skipped() {
        return List.copyOf(skipped.values());
    }

    Slice section(String name) {
        return sections.get(name);
    }

    AbbreviationSection abbreviations() {
        if (abbreviations == null) {
            abbreviations = new AbbreviationSection(section(".debug_abbrev"));
        }
        return abbreviations;
    }

    /// A cursor on the entry at an offset of `.debug_info`, to which another entry refers.
    EntryCursor requireEntry(long offset) {
        Optional<EntryCursor> entry = entry(offset);
        if (entry.isEmpty() || !entry.get().next()) {
            throw section(".debug_info").malformed(offset, "an entry, which another one refers to", "none");
        }
        return entry.get();
    }

    /// The path of the scope whose entry is at `offset`; `null` if it was not asked for yet.
    synchronized @Nullable String scopePath(long offset) {
        return scopePaths.get(offset);
    }

    synchronized void keepScopePath(long offset, String path) {
        scopePaths.put(offset, path);
    }

    private List<Unit> readHeaders() {
        Slice info = section(".debug_info");
        List<Unit> found = new ArrayList<>();
        long end;
        for (long offset = 0; offset < info.size(); offset = end) {
            try {
                end = UnitHeader.end(info, offset);
            } catch (MalformedFileException e) {
                // without a length there is no next unit
                skip(offset, e);
                break;
            }
            try {
                found.add(new Unit(this, UnitHeader.read(info, offset, end)));
            } catch (MalformedFileException | UnsupportedFormatException e) {
                skip(offset, e);
            }
        }
        return found;
    }

    private Optional<InlineChain> chain(Subprogram subprogram, long address) {
        List<Frame> frames = new ArrayList<>();
        boolean complete = attempt(subprogram.unit(), () -> addFrames(subprogram, address, frames));
        return complete ? Optional.of(new InlineChain(subprogram, frames)) : Optional.empty();
    }

    private void addFrames(Subprogram subprogram, long address, List<Frame> frames) {
        InlineTree tree = inlineTrees.get(subprogram.offset());
        if (tree == null) {
            tree = InlineTree.of(subprogram);
            inlineTrees.put(subprogram.offset(), tree);
        }
        @Nullable LineTable lines = subprogram.unit().lines().orElse(null);
        @Nullable LineRow row = lines == null ? null : lines.lookup(address).orElse(null);
        String file = row == null ? null : row.file();
        int line = row == null ? 0 : row.line();
        int column = row == null ? 0 : row.column();
        int node = tree.innermost(address);
        while (node != InlineTree.NONE) {
            EntryCursor call = requireEntry(tree.entry(node));
            long origin = call.reference(At.DW_AT_abstract_origin);
            frames.add(frame(origin < 0 ? tree.entry(node) : origin, file, line, column));
            file = lines == null ? null : lines.file(call.unsigned(At.DW_AT_call_file, 0)).orElse(null);
            line = (int) call.unsigned(At.DW_AT_call_line, 0);
            column = (int) call.unsigned(At.DW_AT_call_column, 0);
            node = tree.parent(node);
        }
        frames.add(frame(subprogram.offset(), file, line, column));
    }

    private Frame frame(long function, @Nullable String file, int line, int column) {
        FunctionName name = functionNames.get(function);
        if (name == null) {
            Description description = Description.of(this, function);
            name = new FunctionName(description.linkageName().orElse(null), description.path().orElse(null));
            functionNames.put(function, name);
        }
        return new Frame(name.linkageName(), name.path(), file, line, column);
    }

    /// Does something with a unit; if the unit turns out to be bad, records it and never tries it again.
    private boolean attempt(Unit unit, Runnable work) {
        if (skipped.containsKey(unit.offset())) {
            return false;
        }
        try {
            work.run();
            return true;
        } catch (MalformedFileException | UnsupportedFormatException e) {
            skip(unit.offset(), e);
            return false;
        }
    }

    private void skip(long offset, RuntimeException why) {
        skipped.put(offset, new SkippedUnit(offset, String.valueOf(why.getMessage())));
    }
}
