package dev.assay.report;

import dev.assay.rust.Library;

/// Names of source files as a reader knows them: those of Rust's own library start at the crate (`core/src/…`).
public final class SourcePath {
    private SourcePath() {}

    static boolean isLibrary(String file) {
        return Library.inside(file).isPresent();
    }

    /// The path to print.
    public static String shown(String file) {
        return Printable.of(Library.inside(file).orElse(file));
    }
}
