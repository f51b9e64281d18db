package dev.assay.check.panics;

import java.util.List;

/// The answer to `assay panics`: every image with Rust in it, and what could not be read.
///
/// @param images     in order of path
/// @param unreadable files that are broken, unsupported or not to be opened
/// @param withoutRust how many ELF files were looked at and hold no Rust
/// @param others     how many files in folders and archives are no code
public record Panics(List<ImagePanics> images, List<Unreadable> unreadable, int withoutRust, int others) {
    public Panics {
        images = List.copyOf(images);
        unreadable = List.copyOf(unreadable);
    }

    /// An answer about files that were named one by one.
    public Panics(List<ImagePanics> images, List<Unreadable> unreadable, int withoutRust) {
        this(images, unreadable, withoutRust, 0);
    }

    /// A file that gave no answer.
    ///
    /// @param path of the file
    /// @param why  the whole message, as printed on standard error
    public record Unreadable(String path, String why) {}
}
