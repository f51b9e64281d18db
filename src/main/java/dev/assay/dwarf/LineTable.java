package dev.assay.dwarf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which source lines the code of one unit comes from (DWARF 5 §6.2), and the names of its source files.
///
/// The names are there at once; the rows are computed when first asked for.
public final class LineTable {
    private final Unit unit;
    private final LineHeader header;
    private final Map<Long, String> paths = new HashMap<>();
    private @Nullable LineRows rows;

    private LineTable(Unit unit, LineHeader header) {
        this.unit = unit;
        this.header = header;
    }

    static Optional<LineTable> of(Unit unit) {
        long offset = unit.bases().lines();
        if (offset == -1) {
            return Optional.empty();
        }
        return Optional.of(new LineTable(unit, LineHeader.read(unit.section(".debug_line"), offset)));
    }

    /// The version of the table, 2 to 5; may differ from the unit's.
    public int version() {
        return header.encoding.version();
    }

    /// The row for the instruction at `address`; empty if it is not in this unit's code.
    public Optional<LineRow> lookup(long address) {
        LineRows all = rows();
        int row = all.find(address);
        return row < 0 ? Optional.empty() : Optional.of(row(all, row));
    }

    /// All rows, by sequences in the order of their addresses; each sequence ends with a row that says so.
    public List<LineRow> allRows() {
        LineRows all = rows();
        List<LineRow> result = new ArrayList<>();
        for (LineRows.Sequence sequence : all.sequences()) {
            for (int row = sequence.first(); row < sequence.end(); row++) {
                result.add(row(all, row));
            }
            result.add(new LineRow(sequence.high(), null, 0, 0, true));
        }
        return result;
    }

    /// The path of a file by its number, as `DW_AT_decl_file`, `DW_AT_call_file` and the rows have it.
    ///
    /// The file's name behind its directory's, and that behind [Unit#compDir] if it is relative; nothing else is
    /// changed, so `..` may occur in it. Empty for number 0 before version 5, which means no file.
    public Optional<String> file(long number) {
        long index = version() < 5 ? number - 1 : number;
        if (index == -1) {
            return Optional.empty();
        }
        if (index < 0 || index >= header.files.size()) {
            throw header.program.malformed(0, "file numbers below %d"
                    .formatted(header.files.size() + number - index), Long.toUnsignedString(number));
        }
        synchronized (unit.dwarf()) {
            return Optional.of(paths.computeIfAbsent(index, i -> path(header.files.get(i.intValue()))));
        }
    }

    private LineRows rows() {
        synchronized (unit.dwarf()) {
            if (rows == null) {
                LineRows computed = new LineRows();
                new LineProgram(header, computed).run();
                computed.sort();
                rows = computed;
            }
            return rows;
        }
    }

    private LineRow row(LineRows all, int row) {
        return new LineRow(all.address(row), file(all.file(row)).orElse(null), all.line(row), all.column(row), false);
    }

    private String path(LineHeader.Path file) {
        String name = text(file);
        if (isAbsolute(name)) {
            return name;
        }
        String directory = "";
        long index = version() < 5 ? file.directory() - 1 : file.directory();
        if (index != -1) {
            if (index < 0 || index >= header.directories.size()) {
                throw header.program.malformed(file.offset(), "a directory number below %d"
                        .formatted(header.directories.size() + file.directory() - index),
                        Long.toUnsignedString(file.directory()));
            }
            directory = text(header.directories.get((int) index));
        }
        // in version 5 directory 0 is the compilation directory itself (DWARF 5 §6.2.4, item 13)
        boolean isBase = version() >= 5 && index == 0;
        String base = isAbsolute(directory) || isBase ? "" : unit.compDir().orElse("");
        return join(base, join(directory, name));
    }

    private String text(LineHeader.Path path) {
        return Attributes.string(unit, ByteCursor.of(header.program, header.bytes, path.offset()), At.DW_AT_name,
                path.form());
    }

    private static boolean isAbsolute(String path) {
        return path.startsWith("/");
    }

    private static String join(String directory, String name) {
        return directory.isEmpty() ? name : directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
}
