package dev.assay.report.findings;

/// A place in a source file, as a program finds the file.
///
/// @param base   what `path` is relative to
/// @param path   with `/`, and without `.` and `..` where that is possible
/// @param line   from 1; 0 if only the file is known
/// @param column from 1; 0 if not known
record Spot(Base base, String path, int line, int column) {
    /// What a path is relative to.
    enum Base {
        /// The source tree that was compiled.
        TREE,
        /// Rust's own library: paths begin with the crate.
        LIBRARY,
        /// Nothing: the path is absolute, or leaves the tree.
        NONE
    }

    /// For people: not escaped in any way.
    @Override
    public String toString() {
        return path + (line == 0 ? "" : ":" + line + (column == 0 ? "" : ":" + column));
    }
}
