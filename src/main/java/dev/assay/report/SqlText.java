package dev.assay.report;

import dev.assay.store.Query;
import dev.assay.store.Query.Column;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The answer to a question in SQL, as a table for people, or as lines of fields.
///
/// No answer is too long: the widths of the table are those of its first rows, and a wider cell further down sticks out.
public final class SqlText {
    private static final int MEASURED = 1000;
    private static final int WIDEST = 72;

    private SqlText() {}

    /// A table whose columns stand in line.
    public static void table(Query query, Appendable out) throws IOException {
        List<Column> columns = query.columns();
        List<List<String>> first = new ArrayList<>();
        while (first.size() < MEASURED && query.next()) {
            first.add(cells(query));
        }
        int[] widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = length(Printable.of(columns.get(i).name()));
            for (List<String> row : first) {
                widths[i] = Math.max(widths[i], Math.min(WIDEST, length(row.get(i))));
            }
        }
        line(columns, columns.stream().map(column -> Printable.of(column.name())).toList(), widths, out);
        for (List<String> row : first) {
            line(columns, row, widths, out);
        }
        while (first.size() == MEASURED && query.next()) {
            line(columns, cells(query), widths, out);
        }
    }

    private static List<String> cells(Query query) throws IOException {
        List<String> cells = new ArrayList<>();
        for (int i = 0; i < query.columns().size(); i++) {
            cells.add(Printable.of(Objects.toString(query.value(i), "")));
        }
        return cells;
    }

    private static void line(List<Column> columns, List<String> cells, int[] widths, Appendable out)
            throws IOException {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String room = " ".repeat(Math.max(0, widths[i] - length(cells.get(i))));
            boolean right = columns.get(i).isNumber();
            line.append(i == 0 ? "" : "  ").append(right ? room + cells.get(i) : cells.get(i) + room);
        }
        Printable.line(out, line);
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /// Comma-separated values (RFC 4180) with a line of headings; NULL is an empty field, an empty text is quoted. What
    /// would steer a terminal is escaped, so that a row is one line.
    public static void csv(Query query, Appendable out) throws IOException {
        List<String> names = query.columns().stream().map(column -> quoted(column.name())).toList();
        out.append(String.join(",", names)).append('\n');
        while (query.next()) {
            for (int i = 0; i < names.size(); i++) {
                Object value = query.value(i);
                out.append(i == 0 ? "" : ",").append(value == null ? "" : quoted(value.toString()));
            }
            out.append('\n');
        }
    }

    private static String quoted(String text) {
        String safe = Printable.of(text);
        boolean plain = !safe.isEmpty() && safe.chars().noneMatch(c -> c == ',' || c == '"')
                && !safe.startsWith(" ") && !safe.endsWith(" ");
        return plain ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }

    /// Fields between tabs with a line of headings; NULL is an empty field.
    public static void tsv(Query query, Appendable out) throws IOException {
        List<String> names = query.columns().stream().map(column -> Printable.field(column.name())).toList();
        out.append(String.join("\t", names)).append('\n');
        while (query.next()) {
            for (int i = 0; i < names.size(); i++) {
                out.append(i == 0 ? "" : "\t").append(Printable.field(Objects.toString(query.value(i), "")));
            }
            out.append('\n');
        }
    }
}
