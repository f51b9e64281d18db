package dev.assay.machine;

/// What one instruction computes: for flags, for a register, or to branch by itself.
///
/// @param operation what it does with its operands
/// @param width     of the operands, in bits
/// @param left      the first operand; [Operand#UNKNOWN] if there is none
/// @param right     the second one
/// @param result    register that takes the result; -1 if none does, or memory
/// @param setsFlags whether a later instruction can ask for a condition of it
public record Computation(Operation operation, int width, Operand left, Operand right, int result,
        boolean setsFlags) {
    static final int NOWHERE = -1;

    /// Sets flags in a way that is not described.
    static final Computation OTHER =
            new Computation(Operation.OTHER, 64, Operand.UNKNOWN, Operand.UNKNOWN, NOWHERE, true);

    /// A computation for a register, of 64 bits.
    static Computation wide(Operation operation, Operand left, Operand right, int result) {
        return new Computation(operation, 64, left, right, result, false);
    }

    /// What a branch compares by itself, 64 bits.
    static Computation compare(Operand left, Operand right) {
        return new Computation(Operation.COMPARE, 64, left, right, NOWHERE, false);
    }
}
