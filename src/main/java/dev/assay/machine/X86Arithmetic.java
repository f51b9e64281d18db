package dev.assay.machine;

/// The eight operations that share their encodings, by their number there
/// (Intel SDM volume 2, table A-6, group 1).
final class X86Arithmetic {
    static final int COMPARE = 7;
    private static final int ADD = 0;
    private static final int OR = 1;
    private static final int SUBTRACT_WITH_BORROW = 3;
    private static final int AND = 4;
    private static final int SUBTRACT = 5;
    private static final int EXCLUSIVE_OR = 6;

    private X86Arithmetic() {}

    /// `to = to op from`.
    ///
    /// @param size   in bytes
    /// @param isSame whether both operands are the same register, not only halves of one
    static void registers(int operation, int size, int to, int from, boolean isSame, Effects effects) {
        if (isSame && combinesToNothing(operation)) {
            if (size >= 4 && operation != SUBTRACT_WITH_BORROW) {
                effects.constant(to, 0);
            } else {
                effects.unknown(to);
            }
            return;
        }
        effects.use(to);
        effects.use(from);
        boolean isUnchanged = isSame && size == 8 && (operation == OR || operation == AND);
        if (operation != COMPARE && !isUnchanged) {
            effects.unknown(to);
        }
    }

    /// Whether the result of `x op x` does not depend on `x`.
    private static boolean combinesToNothing(int operation) {
        return operation == EXCLUSIVE_OR || operation == SUBTRACT || operation == SUBTRACT_WITH_BORROW;
    }

    /// `to = to op value`.
    ///
    /// @param size  in bytes
    /// @param value sign-extended
    static void immediate(int operation, int size, int to, long value, Effects effects) {
        if (size == 8 && operation == ADD) {
            effects.add(to, to, value);
        } else if (size == 8 && operation == SUBTRACT) {
            effects.add(to, to, -value);
        } else if (size >= 4 && operation == AND && value == 0) {
            effects.constant(to, 0);
        } else if (size >= 4 && operation == OR && value == -1) {
            effects.constant(to, size == 8 ? -1 : 0xffff_ffffL);
        } else {
            effects.use(to);
            if (operation != COMPARE) {
                effects.unknown(to);
            }
        }
    }

    /// `memory = memory op something`.
    static void memory(int operation, int size, X86Operand operand, Effects effects) {
        if (operation == COMPARE) {
            operand.useAddress(effects);
        } else {
            operand.modify(size, effects);
        }
    }
}
