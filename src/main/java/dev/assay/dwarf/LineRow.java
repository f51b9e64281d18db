package dev.assay.dwarf;

import org.jspecify.annotations.Nullable;

/// One row of a line table (DWARF 5 §6.2.2): which source position the code from `address` on comes from.
///
/// @param address     of the first instruction
/// @param file        its path, see [LineTable#file]; `null` where the table names none
/// @param line        from 1; 0 where the code comes from no line
/// @param column      from 1; 0 for the left edge or where the column is not known
/// @param endSequence `true` if `address` is the first one behind the code, and the rest means nothing
public record LineRow(long address, @Nullable String file, int line, int column, boolean endSequence) {}
