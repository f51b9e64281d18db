package dev.assay.source.history;

/// What a hostile repository runs into.
final class Limits {
    /// Lines of a file. The largest file of Linux that is no table has 30,000.
    static final int LINES = 500_000;
    /// Bytes of a version of a source file.
    static final int FILE = 16 << 20;
    /// Bytes of the files that say how a repository is laid out.
    static final int SETTINGS = 1 << 20;
    /// Files that a commit deletes, up to which each is compared with a file that the commit adds.
    static final int RENAME_SOURCES = 20_000;

    private Limits() {}
}
