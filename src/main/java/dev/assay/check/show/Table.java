package dev.assay.check.show;

import java.util.List;

/// Facts in rows and columns, to be printed in one way for every subject.
///
/// @param title   lines above the table
/// @param columns with their headings
/// @param rows    of as many cells as there are columns; made anew each time they are gone through, so that a kernel's
///                symbols are never all in memory
/// @param notes   what is unknown, one line each; empty if nothing is
public record Table(List<String> title, List<Column> columns, Iterable<List<String>> rows, List<String> notes) {
    public Table {
        title = List.copyOf(title);
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }

    /// One column.
    ///
    /// @param name    its heading
    /// @param isRight whether its cells end at one line, as numbers do
    /// @param widest  how far long cells may widen it, in characters; longer ones stick out
    public record Column(String name, boolean isRight, int widest) {
        static Column left(String name) {
            return new Column(name, false, 48);
        }

        static Column right(String name) {
            return new Column(name, true, 48);
        }

        static Column wide(String name) {
            return new Column(name, false, 96);
        }
    }
}
