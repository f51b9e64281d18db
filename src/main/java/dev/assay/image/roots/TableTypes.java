package dev.assay.image.roots;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.dwarf.At;
import dev.assay.dwarf.Dwarf;
import dev.assay.dwarf.EntryCursor;
import dev.assay.dwarf.Unit;
import dev.assay.dwarf.Variables;
import dev.assay.image.Image;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the variables that hold tables in DWARF. Nothing there lists variables by address (`.debug_aranges` has code
/// only), so the units of the functions that a table points to are walked: a table mostly stands beside them.
final class TableTypes {
    private static final int MOST_UNITS = 12;
    /// Of `.debug_info`: enough for every module.
    private static final long MOST_BYTES = 32 << 20;

    private final Image image;
    private final Dwarf dwarf;
    private final Map<Long, Optional<Variables>> variables = new HashMap<>();
    private final Map<Long, Long> entries = new HashMap<>();
    private @Nullable List<Variables> all;

    TableTypes(Image image) {
        this.image = image;
        this.dwarf = image.dwarf();
    }

    /// What the slot at an offset of the variable at `start` is.
    ///
    /// @param functions that the variable points to
    Optional<SlotType> slot(long start, long offset, List<Long> functions) {
        try {
            long entry = entries.computeIfAbsent(start, address -> search(address, functions));
            return entry < 0 ? Optional.empty() : TypePath.of(dwarf, entry, offset);
        } catch (MalformedFileException | UnsupportedFormatException e) {
            return Optional.empty();
        }
    }

    /// The name of a variable in a Rust unit, such as `<T as Trait>::{vtable}`.
    Optional<String> rustName(long start) {
        try {
            long entry = rustEntry(start);
            Optional<EntryCursor> cursor = entry < 0 ? Optional.empty() : dwarf.entry(entry);
            return cursor.isPresent() && cursor.get().next() ? cursor.get().string(At.DW_AT_name) : Optional.empty();
        } catch (MalformedFileException | UnsupportedFormatException e) {
            return Optional.empty();
        }
    }

    private long search(long start, List<Long> functions) {
        if (dwarf.units().isEmpty()) {
            return -1;
        }
        Set<Unit> units = new LinkedHashSet<>();
        for (long function : functions) {
            dwarf.unitAt(function).ifPresent(units::add);
            if (units.size() > MOST_UNITS) {
                break;
            }
        }
        long empty = -1;
        for (Unit unit : units) {
            long entry = variables(unit).map(found -> entryAt(start, found)).orElse(-1L);
            if (entry >= 0 && hasBytes(entry)) {
                return entry;
            }
            empty = empty < 0 ? entry : empty;
        }
        long entry = rustEntry(start);
        if (entry >= 0 && (empty < 0 || hasBytes(entry))) {
            return entry;
        }
        return empty >= 0 ? empty : anyEntry(start);
    }

    /// Variables without bytes have the address of the next one; that is meant, then.
    private long entryAt(long start, Variables some) {
        long empty = -1;
        for (long entry : some.entriesAt(start)) {
            if (hasBytes(entry)) {
                return entry;
            }
            empty = empty < 0 ? entry : empty;
        }
        return empty;
    }

    private boolean hasBytes(long entry) {
        return TypePath.sizeOf(dwarf, entry) > 0;
    }

    /// Walks all units once, for a table of functions that were compiled elsewhere, or are written in assembler. Of a
    /// whole kernel that would take seconds.
    private long anyEntry(long start) {
        if (all == null && dwarf.units().stream().mapToLong(Unit::size).sum() > MOST_BYTES) {
            all = List.of();
        }
        if (all == null) {
            List<Variables> found = new ArrayList<>();
            for (Unit unit : dwarf.units()) {
                variables(unit).filter(some -> some.count() > 0).ifPresent(found::add);
            }
            all = found;
        }
        for (Variables some : all) {
            long entry = entryAt(start, some);
            if (entry >= 0) {
                return entry;
            }
        }
        return -1;
    }

    private long rustEntry(long start) {
        long empty = -1;
        for (Unit unit : image.rustUnits()) {
            long entry = variables(unit).map(found -> entryAt(start, found)).orElse(-1L);
            if (entry >= 0 && hasBytes(entry)) {
                return entry;
            }
            empty = empty < 0 ? entry : empty;
        }
        return empty;
    }

    private Optional<Variables> variables(Unit unit) {
        return variables.computeIfAbsent(unit.offset(), offset -> read(unit));
    }

    private static Optional<Variables> read(Unit unit) {
        try {
            return Optional.of(Variables.of(unit));
        } catch (MalformedFileException | UnsupportedFormatException e) {
            return Optional.empty();
        }
    }
}
