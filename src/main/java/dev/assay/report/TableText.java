package dev.assay.report;

import dev.assay.check.show.Table;
import dev.assay.check.show.Table.Column;
import java.io.IOException;
import java.util.List;

/// A table for people, and for `awk`: columns stand in line and are two blanks or more apart.
///
/// The rows are gone through twice, first for the widths, so that a table of any length needs no memory. A cell that is
/// much longer than others sticks out of its column instead of widening it.
public final class TableText {
    private final Table table;
    private final Appendable out;
    private final int[] widths;

    private TableText(Table table, Appendable out) {
        this.table = table;
        this.out = out;
        this.widths = new int[table.columns().size()];
    }

    /// Writes a table. Text from the file is escaped.
    public static void write(Table table, Appendable out) throws IOException {
        TableText text = new TableText(table, out);
        text.measure();
        text.write();
    }

    private void measure() {
        List<Column> columns = table.columns();
        for (int i = 0; i < widths.length; i++) {
            widths[i] = columns.get(i).name().length();
        }
        // What sticks out of the last column is in nobody's way, so it needs no width.
        for (List<String> row : table.rows()) {
            for (int i = 0; i < widths.length - 1; i++) {
                widths[i] = Math.max(widths[i], Math.min(columns.get(i).widest(), length(Printable.of(row.get(i)))));
            }
        }
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    private void write() throws IOException {
        for (String line : table.title()) {
            Printable.line(out, Printable.of(line));
        }
        Printable.line(out, "");
        row(table.columns().stream().map(Column::name).toList());
        for (List<String> row : table.rows()) {
            row(row);
        }
        if (!table.notes().isEmpty()) {
            Printable.line(out, "");
        }
        for (String note : table.notes()) {
            Printable.line(out, "unknown: " + Printable.of(note));
        }
    }

    private void row(List<String> cells) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = Printable.of(cells.get(i));
            String room = " ".repeat(Math.max(0, widths[i] - length(cell)));
            line.append(i == 0 ? "" : "  ");
            line.append(table.columns().get(i).isRight() ? room + cell : cell + room);
        }
        Printable.line(out, line);
    }
}
