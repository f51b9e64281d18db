package dev.assay.rust;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Rust's own library: what belongs to it, by the names that compilers leave behind.
///
/// A file of it is named by where it was installed or built: `/usr/lib/rustlib/src/rust/library/core/src/…` (rustup and
/// distributions with `rust-src`), `/rustc/<commit>/library/core/src/…` (a remapped toolchain),
/// `/usr/src/rustc-1.85.1/library/core/src/…` (Debian), `library/core/src/…` (trimmed).
public final class Library {
    private static final Set<String> CRATES = Set.of("core", "alloc", "std");
    private static final String MARK = "library/";
    private static final List<String> FOLDERS = List.of("core/", "alloc/", "std/", "compiler-builtins/");

    private Library() {}

    /// Whether a crate is one that panics on behalf of others.
    public static boolean isCrate(String crate) {
        return CRATES.contains(crate);
    }

    /// The path from the crate's folder on (`core/src/num/mod.rs`), if the file is one of the library.
    public static Optional<String> inside(String file) {
        // A relative path with `library/` further in is the kernel's own.
        int start = file.startsWith("/") ? file.lastIndexOf("/" + MARK) + 1 : 0;
        if (!file.startsWith(MARK, start)) {
            return Optional.empty();
        }
        String inside = file.substring(start + MARK.length());
        return FOLDERS.stream().anyMatch(inside::startsWith) ? Optional.of(inside) : Optional.empty();
    }
}
