package dev.assay.dwarf;

/// A unit that could not be read, or not completely: nothing in it is part of any answer.
///
/// @param offset of the unit from the start of `.debug_info`, in bytes
/// @param why    the error in full, with file, section and offset
public record SkippedUnit(long offset, String why) {}
