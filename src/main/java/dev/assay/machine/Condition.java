package dev.assay.machine;

/// Under which condition a branch is taken, in terms of what a [Computation] did with its operands.
///
/// Of [Operation#COMPARE] and [Operation#SUBTRACT] it relates left to right; of other operations their result to 0.
public enum Condition {
    EQUAL("=="),
    NOT_EQUAL("!="),
    /// Unsigned, as the next three.
    BELOW("<"),
    BELOW_OR_EQUAL("<="),
    ABOVE(">"),
    ABOVE_OR_EQUAL(">="),
    /// Signed, as the next three.
    LESS("<"),
    LESS_OR_EQUAL("<="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    /// The result does not fit; where flags tell so, as a signed number.
    OVERFLOW("overflows"),
    NO_OVERFLOW("does not overflow"),
    /// The result, as an unsigned number, does not fit.
    CARRY("carries"),
    NO_CARRY("does not carry"),
    /// The highest bit of the result is set, whether or not that is right.
    NEGATIVE("is negative"),
    NOT_NEGATIVE("is not negative"),
    /// Of [Operation#BIT_TEST].
    BIT_SET("is set"),
    BIT_CLEAR("is clear"),
    /// Not told by the operation before, or by none that is described here.
    UNKNOWN("?");

    private final String text;

    Condition(String text) {
        this.text = text;
    }

    /// An operator to stand between two operands, or words to stand behind them.
    public String text() {
        return text;
    }

    /// Whether [#text] is an operator between two operands.
    public boolean isRelation() {
        return compareTo(GREATER_OR_EQUAL) <= 0;
    }

    /// Whether it takes its operands for unsigned numbers.
    public boolean isUnsigned() {
        return compareTo(BELOW) >= 0 && compareTo(ABOVE_OR_EQUAL) <= 0;
    }

    /// Whether it takes its operands for signed numbers.
    public boolean isSigned() {
        return compareTo(LESS) >= 0 && compareTo(GREATER_OR_EQUAL) <= 0;
    }

    /// What holds where this one does not.
    public Condition inverse() {
        return switch (this) {
            case EQUAL -> NOT_EQUAL;
            case NOT_EQUAL -> EQUAL;
            case BELOW -> ABOVE_OR_EQUAL;
            case BELOW_OR_EQUAL -> ABOVE;
            case ABOVE -> BELOW_OR_EQUAL;
            case ABOVE_OR_EQUAL -> BELOW;
            case LESS -> GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> GREATER;
            case GREATER -> LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> LESS;
            case OVERFLOW -> NO_OVERFLOW;
            case NO_OVERFLOW -> OVERFLOW;
            case CARRY -> NO_CARRY;
            case NO_CARRY -> CARRY;
            case NEGATIVE -> NOT_NEGATIVE;
            case NOT_NEGATIVE -> NEGATIVE;
            case BIT_SET -> BIT_CLEAR;
            case BIT_CLEAR -> BIT_SET;
            case UNKNOWN -> UNKNOWN;
        };
    }

    /// The same with left and right exchanged.
    public Condition swapped() {
        return switch (this) {
            case BELOW -> ABOVE;
            case BELOW_OR_EQUAL -> ABOVE_OR_EQUAL;
            case ABOVE -> BELOW;
            case ABOVE_OR_EQUAL -> BELOW_OR_EQUAL;
            case LESS -> GREATER;
            case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
            case GREATER -> LESS;
            case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
            default -> this;
        };
    }
}
