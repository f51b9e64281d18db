package dev.assay.archive;

/// A file or a member of an archive that gave no answer, or not all of it.
///
/// @param name as in [Leaf#name]
/// @param why  one sentence that begins with the file's name
public record Unreadable(String name, String why) {}
