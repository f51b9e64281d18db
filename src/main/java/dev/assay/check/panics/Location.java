package dev.assay.check.panics;

/// A place in the source, as `core::panic::Location` gives it.
///
/// @param file   path as the compiler was given it (`rust/kernel/str.rs`, `/usr/lib/rustlib/…`)
/// @param line   from 1
/// @param column from 1, in UTF-8 characters of the line
public record Location(String file, long line, long column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
