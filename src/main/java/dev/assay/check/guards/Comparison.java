package dev.assay.check.guards;

import dev.assay.machine.Condition;
import dev.assay.machine.Operand;
import dev.assay.machine.Operation;

/// What a branch depends on, in terms of the machine.
///
/// @param at        index of the instruction that computes it
/// @param condition under which the site is reached
record Comparison(int at, Operation operation, int width, Operand left, Operand right, Condition condition) {
    Comparison with(Condition other) {
        return new Comparison(at, operation, width, left, right, other);
    }

    /// Whether it asks for nothing but whether a register is 0.
    boolean isZeroTest() {
        boolean isEquality = condition == Condition.EQUAL || condition == Condition.NOT_EQUAL;
        boolean isSame = operation == Operation.TEST && left.equals(right);
        boolean isWithZero = operation.isComparison() && right instanceof Operand.Constant(long value) && value == 0;
        boolean isKept = operation == Operation.AND || operation == Operation.EXCLUSIVE_OR;
        return isEquality && (isSame || isWithZero) && !isKept;
    }

    /// Whether it asks for nothing but the lowest bit of a register.
    boolean isLowestBit() {
        boolean isTest = operation == Operation.TEST && right instanceof Operand.Constant(long mask) && mask == 1
                && (condition == Condition.EQUAL || condition == Condition.NOT_EQUAL);
        boolean isBit = operation == Operation.BIT_TEST && right instanceof Operand.Constant(long bit) && bit == 0
                && (condition == Condition.BIT_SET || condition == Condition.BIT_CLEAR);
        return isTest || isBit;
    }

    /// Of a test for zero or of a bit: whether the site is reached if it is not zero.
    boolean ifNonzero() {
        return condition == Condition.NOT_EQUAL || condition == Condition.BIT_SET;
    }
}
