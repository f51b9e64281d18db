package dev.assay.archive;

import java.nio.file.Path;

/// An ELF file found under a path that the user named.
///
/// @param path to open
/// @param name to show: as the user wrote it, with what was found below it
public record Found(Path path, String name) {}
