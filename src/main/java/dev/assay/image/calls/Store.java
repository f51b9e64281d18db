package dev.assay.image.calls;

/// Code puts the address of a function into a variable: a slot of an operations table that is filled while the kernel
/// runs.
///
/// @param place    address of the variable's 8 bytes
/// @param function address of the function
public record Store(long place, long function) {}
