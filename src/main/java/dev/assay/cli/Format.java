package dev.assay.cli;

import java.util.Locale;

/// In which form an answer is printed.
public enum Format {
    /// For people.
    TEXT,
    /// One object, described by `docs/schema`.
    JSON,
    /// One line per site, with a line of headings, for `cut`, `awk` and spreadsheets.
    TSV,
    /// Comma-separated values with a line of headings (RFC 4180).
    CSV,
    /// For a patch e-mail or a pull request.
    MARKDOWN,
    /// Static Analysis Results Interchange Format 2.1.0.
    SARIF,
    /// JUnit's XML, as continuous integration reads it.
    JUNIT,
    /// Workflow commands of GitHub, which annotate a pull request.
    GITHUB,
    /// One self-contained page.
    HTML;

    /// The name used on the command line.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
