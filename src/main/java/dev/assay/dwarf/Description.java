package dev.assay.dwarf;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// The entries that together describe one function: the first, and those it refers to by `DW_AT_abstract_origin`
/// and `DW_AT_specification` (DWARF 5 §2.13.2, §3.3.8). An attribute counts where it is met first.
final class Description {
    /// Three is the most that compilers write.
    private static final int MAX_ENTRIES = 16;

    /// What a file nests deeper, or names longer, shows as `…`.
    private static final int MAX_SCOPES = 64;

    private static final int MAX_LENGTH = 4096;
    private static final String ELLIPSIS = "…";

    private final Dwarf dwarf;
    private final List<EntryCursor> entries;

    private Description(Dwarf dwarf, List<EntryCursor> entries) {
        this.dwarf = dwarf;
        this.entries = entries;
    }

    static Description of(Dwarf dwarf, long offset) {
        return of(dwarf.requireEntry(offset));
    }

    /// @param first stands on the entry; it must not be moved as long as the description is used
    static Description of(EntryCursor first) {
        Dwarf dwarf = first.unit().dwarf();
        List<EntryCursor> entries = new ArrayList<>(3);
        Deque<EntryCursor> waiting = new ArrayDeque<>(2);
        waiting.push(first);
        while (!waiting.isEmpty()) {
            EntryCursor entry = waiting.pop();
            if (entries.size() == MAX_ENTRIES || contains(entries, entry.offset())) {
                throw first.unit().slice().malformed(first.offset() - first.unit().offset(),
                        "at most %d entries that describe one function".formatted(MAX_ENTRIES),
                        "DW_AT_abstract_origin or DW_AT_specification without end");
            }
            entries.add(entry);
            follow(dwarf, entry, At.DW_AT_abstract_origin, waiting);
            follow(dwarf, entry, At.DW_AT_specification, waiting);
        }
        return new Description(dwarf, entries);
    }

    private static boolean contains(List<EntryCursor> entries, long offset) {
        for (EntryCursor entry : entries) {
            if (entry.offset() == offset) {
                return true;
            }
        }
        return false;
    }

    private static void follow(Dwarf dwarf, EntryCursor entry, int attribute, Deque<EntryCursor> waiting) {
        long target = entry.reference(attribute);
        if (target >= 0) {
            waiting.push(dwarf.requireEntry(target));
        }
    }

    boolean flag(int attribute) {
        return number(attribute, 0) != 0;
    }

    long number(int attribute, long absent) {
        for (EntryCursor entry : entries) {
            if (entry.has(attribute)) {
                return entry.unsigned(attribute, absent);
            }
        }
        return absent;
    }

    /// The entry that an attribute refers to, from the start of `.debug_info`; -1 if there is none.
    long reference(int attribute) {
        for (EntryCursor entry : entries) {
            if (entry.has(attribute)) {
                return entry.reference(attribute);
            }
        }
        return -1;
    }

    Optional<String> string(int attribute) {
        for (EntryCursor entry : entries) {
            Optional<String> value = entry.string(attribute);
            if (value.isPresent()) {
                return value;
            }
        }
        return Optional.empty();
    }

    Optional<String> linkageName() {
        return string(At.DW_AT_linkage_name).or(() -> string(At.DW_AT_MIPS_linkage_name));
    }

    Optional<String> declarationFile() {
        for (EntryCursor entry : entries) {
            if (entry.has(At.DW_AT_decl_file)) {
                long index = entry.unsigned(At.DW_AT_decl_file, 0);
                return entry.unit().lines().flatMap(lines -> lines.file(index));
            }
        }
        return Optional.empty();
    }

    /// Scopes and name, joined by `::`. The scopes are those of the last entry: the declaration is where the
    /// function is written, the others may be anywhere.
    Optional<String> path() {
        Optional<String> name = string(At.DW_AT_name);
        if (name.isEmpty()) {
            return name;
        }
        EntryCursor last = entries.get(entries.size() - 1);
        String scope = scope(last.unit(), last.unit().outline().parent(last.unitOffset()));
        return scope.isEmpty() ? name : Optional.of(scope.concat("::").concat(name.get()));
    }

    /// The path of a scope. What it is inside of is kept, for most functions share their scopes with others.
    private String scope(Unit unit, int innermost) {
        int[] unknown = new int[MAX_SCOPES];
        int count = 0;
        String path = "";
        for (int scope = innermost; scope != Outline.NONE; scope = unit.outline().parent(scope)) {
            String known = dwarf.scopePath(unit.offset() + scope);
            if (known != null || count == MAX_SCOPES) {
                path = known != null ? known : ELLIPSIS;
                break;
            }
            unknown[count++] = scope;
        }
        while (count > 0) {
            EntryCursor entry = unit.entry(unit.offset() + unknown[--count]);
            String name = entry.next() ? entry.string(At.DW_AT_name).orElse("") : "";
            if (!name.isEmpty()) {
                String outer = path.length() > MAX_LENGTH ? ELLIPSIS : path;
                path = outer.isEmpty() ? name : outer.concat("::").concat(name);
            }
            dwarf.keepScopePath(entry.offset(), path);
        }
        return path;
    }
}
