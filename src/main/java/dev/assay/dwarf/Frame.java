package dev.assay.dwarf;

import org.jspecify.annotations.Nullable;

/// One function of an inline chain, and the place in it.
///
/// @param linkageName the mangled name; `null` where the compiler wrote none
/// @param function    the path that the debug information gives, like `core::num::{impl#12}::checked_add`, without
///                    crate hashes; `null` where it has no name
/// @param file        the path that the line table gives: absolute if the unit's `DW_AT_comp_dir` is known and
///                    absolute (see [Unit#compDir]); `null` where the compiler names none
/// @param line        from 1; 0 where the compiler could not tell
/// @param column      from 1; 0 where the compiler could not tell
public record Frame(
        @Nullable String linkageName, @Nullable String function, @Nullable String file, int line, int column) {}
