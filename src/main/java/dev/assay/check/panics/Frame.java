package dev.assay.check.panics;

import org.jspecify.annotations.Nullable;

/// One function of an inline chain, with the place in it where control is.
///
/// @param function demangled path without crate hashes
/// @param file     as DWARF has it, made relative to the unit's build folder where it is below that; null if unknown
/// @param line     from 1; 0 where the compiler gave none (merged code)
/// @param column   from 1; 0 where the compiler gave none
public record Frame(String function, @Nullable String file, long line, long column) {}
