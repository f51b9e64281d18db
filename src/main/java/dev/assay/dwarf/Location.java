package dev.assay.dwarf;

/// Where the value of a variable, or of a part of one, is at one address of the code (DWARF 5 §2.6).
///
/// Registers have the numbers of DWARF, which are not those of the instruction set everywhere.
public sealed interface Location {
    /// The register holds it.
    record InRegister(int register) implements Location {}

    /// Memory at what the register holds plus `offset` holds it.
    record InMemory(int register, long offset) implements Location {}

    /// It is what the register holds plus `amount`, and is nowhere itself.
    record Sum(int register, long amount) implements Location {}

    /// It is this number, and is nowhere itself.
    record Constant(long value) implements Location {}

    /// It is what the register held when the function was entered, and may be nowhere now.
    record OnEntry(int register) implements Location {}

    /// It is told in a way that is not followed.
    record Unknown() implements Location {}

    /// Told in a way that is not followed.
    Location UNKNOWN = new Unknown();
}
