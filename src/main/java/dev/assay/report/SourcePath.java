package dev.assay.report;

import java.util.List;
import java.util.Optional;

/// Names of source files as a reader knows them.
///
/// The compiler names a file of Rust's own library by where it was installed or built:
/// `/usr/lib/rustlib/src/rust/library/core/src/…` (rustup and distributions with `rust-src`),
/// `/rustc/<commit>/library/core/src/…` (a remapped toolchain), `/usr/src/rustc-1.85.1/library/core/src/…` (Debian),
/// `library/core/src/…` (trimmed). Readers say `core/src/…`.
final class SourcePath {
    private static final String MARK = "library/";
    private static final List<String> CRATES = List.of("core/", "alloc/", "std/", "compiler-builtins/");

    private SourcePath() {}

    static boolean isLibrary(String file) {
        return insideLibrary(file).isPresent();
    }

    /// The path to print: shortened to start at the crate if it is in Rust's library.
    static String shown(String file) {
        return Printable.of(insideLibrary(file).orElse(file));
    }

    private static Optional<String> insideLibrary(String file) {
        // A relative path with `library/` further in is the kernel's own.
        int start = file.startsWith("/") ? file.lastIndexOf("/" + MARK) + 1 : 0;
        if (!file.startsWith(MARK, start)) {
            return Optional.empty();
        }
        String inside = file.substring(start + MARK.length());
        return CRATES.stream().anyMatch(inside::startsWith) ? Optional.of(inside) : Optional.empty();
    }
}
