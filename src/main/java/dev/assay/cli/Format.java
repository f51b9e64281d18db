package dev.assay.cli;

import java.util.Locale;

/// In which form an answer is printed.
public enum Format {
    /// For people.
    TEXT,
    /// One object, described by `docs/schema`.
    JSON,
    /// One line per site, with a line of headings, for `cut`, `awk` and spreadsheets.
    TSV;

    /// The name used on the command line.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
