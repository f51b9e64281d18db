package dev.assay.rust;

import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The panic entries by name, for images without DWARF: what `core`, `alloc` and `std` of rustc 1.78 to 1.97 and the
/// kernel's own crates hold. Crate hashes and generic arguments do not matter.
///
/// A list of names can fall behind a compiler, so the caller should also look for functions of `core` that never
/// return.
public final class PanicEntries {
    private static final List<PanicEntry> ALL = PanicEntryTable.LINES.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#")).map(PanicEntries::parse).toList();
    private static final Map<String, PanicEntry> EXACT = new HashMap<>();
    /// By their last segment.
    private static final Map<String, List<PanicEntry>> ANYWHERE = new HashMap<>();

    static {
        for (PanicEntry entry : ALL) {
            if (entry.path().startsWith("*::")) {
                ANYWHERE.computeIfAbsent(lastSegment(entry.path()), last -> new ArrayList<>()).add(entry);
            } else {
                EXACT.put(entry.path(), entry);
            }
        }
    }

    private PanicEntries() {}

    /// Every entry, in the table's order.
    public static List<PanicEntry> all() {
        return ALL;
    }

    /// The entry with that symbol, mangled in either scheme or not at all (`rust_begin_unwind`, `rust_build_error`).
    public static Optional<PanicEntry> find(String symbol) {
        return find(MangledName.of(symbol));
    }

    public static Optional<PanicEntry> find(MangledName name) {
        String path = name.base();
        PanicEntry exact = EXACT.get(path);
        if (exact != null && isIn(name, exact)) {
            return Optional.of(exact);
        }
        for (PanicEntry entry : ANYWHERE.getOrDefault(lastSegment(path), List.of())) {
            if (path.endsWith(entry.path().substring(1)) && isIn(name, entry)) {
                return Optional.of(entry);
            }
        }
        return Optional.empty();
    }

    /// Whether the NUL-terminated string at `offset` of a string table is an entry's name that is not mangled:
    /// with [MangledName#isRust] a first look at all symbols of an image.
    public static boolean isPlainName(Slice strings, long offset) {
        return strings.u8(offset) == 'r' && strings.u8(offset + 1) == 'u' && strings.u8(offset + 2) == 's'
                && strings.u8(offset + 3) == 't' && strings.u8(offset + 4) == '_'
                && EXACT.containsKey(strings.string(offset));
    }

    /// The kind that a constant message shows, if it is one of rustc's or the library's own. Compilers before
    /// `panic_const` (1.78) put overflow and the like through `core::panicking::panic` with only a message to tell.
    public static Optional<String> kindOfMessage(String message) {
        return PanicMessages.kind(message);
    }

    private static boolean isIn(MangledName name, PanicEntry entry) {
        String crate = entry.crate();
        if (name instanceof MangledName.NotRust) {
            return crate == null && !entry.path().startsWith("*");
        }
        return crate == null || crate.equals(name.crate().orElse(""));
    }

    private static String lastSegment(String path) {
        return path.substring(path.lastIndexOf(':') + 1);
    }

    private static PanicEntry parse(String line) {
        String[] columns = columns(line.strip());
        List<Integer> locations = columns[3].equals("-") ? List.of()
                : Arrays.stream(columns[3].split(",")).map(Integer::valueOf).toList();
        return new PanicEntry(columns[0], columns[1].equals("-") ? null : columns[1], columns[2], locations,
                argument(columns[4]), argument(columns[5]), columns[6], columns[7]);
    }

    /// What stands between two or more spaces. A regular expression would cost every start more than the rest of this.
    private static String[] columns(String line) {
        String[] columns = new String[8];
        int count = 0;
        for (int at = 0; at < line.length();) {
            int gap = line.indexOf("  ", at);
            int end = gap < 0 ? line.length() : gap;
            if (count == columns.length) {
                throw new IllegalStateException("panic entry table, too many columns: " + line);
            }
            columns[count++] = line.substring(at, end);
            for (at = end; at < line.length() && line.charAt(at) == ' '; at++) {
            }
        }
        if (count < columns.length) {
            throw new IllegalStateException("panic entry table, too few columns: " + line);
        }
        return columns;
    }

    private static @Nullable Integer argument(String column) {
        return column.equals("-") ? null : Integer.valueOf(column);
    }
}
