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

    /// The same, as people would write it: what is tested against itself is compared with 0; a test of the lower bits is
    /// a test of a narrower value.
    Comparison plain() {
        boolean isEquality = condition == Condition.EQUAL || condition == Condition.NOT_EQUAL;
        if (operation != Operation.TEST) {
            return this;
        }
        if (left.equals(right) && !left.equals(Operand.UNKNOWN)) {
            Condition plain = condition == Condition.NEGATIVE ? Condition.LESS
                    : condition == Condition.NOT_NEGATIVE ? Condition.GREATER_OR_EQUAL : condition;
            return new Comparison(at, Operation.COMPARE, width, left, new Operand.Constant(0), plain);
        }
        int lower = isEquality && right instanceof Operand.Constant(long mask) ? lowerBits(mask) : 0;
        return lower == 0 ? this
                : new Comparison(at, Operation.COMPARE, lower, left, new Operand.Constant(0), condition);
    }

    private static int lowerBits(long mask) {
        return mask == 0xff ? Byte.SIZE : mask == 0xffff ? Short.SIZE : mask == 0xffff_ffffL ? Integer.SIZE : 0;
    }

    /// Compilers turn `index >= 40` into `index > 39`; this turns it back.
    Comparison withBound() {
        if (operation == Operation.COMPARE && right instanceof Operand.Constant(long last) && last != -1
                && condition == Condition.ABOVE) {
            return new Comparison(at, operation, width, left, new Operand.Constant(last + 1),
                    Condition.ABOVE_OR_EQUAL);
        }
        return this;
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
