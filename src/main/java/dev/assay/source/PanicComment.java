package dev.assay.source;

/// A `// PANIC:` comment and the lines that it is about.
///
/// @param justification what it says
/// @param first         line of the comment itself, from 1
/// @param last          line of what it stands above, or beside
public record PanicComment(Justification justification, int first, int last) {
    /// Whether a line is the comment's business.
    public boolean covers(long line) {
        return first <= line && line <= last;
    }
}
