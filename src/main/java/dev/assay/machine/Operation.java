package dev.assay.machine;

/// What an instruction does with two operands, as far as a later condition may depend on it.
public enum Operation {
    /// Subtracts, and keeps nothing but the flags; or compares two registers and branches.
    COMPARE("-"),
    /// The bits that both have; keeps nothing but the flags.
    TEST("&"),
    ADD("+"),
    SUBTRACT("-"),
    /// The lower half of the product. Carry and overflow tell that it is not the whole of it.
    MULTIPLY("*"),
    /// The upper half of the product, in a register of its own.
    MULTIPLY_HIGH("*"),
    AND("&"),
    OR("|"),
    EXCLUSIVE_OR("^"),
    /// 0 minus left.
    NEGATE("-"),
    /// Adds 1 and leaves the carry as it was.
    INCREMENT("+"),
    /// Subtracts 1 and leaves the carry as it was.
    DECREMENT("-"),
    SHIFT_LEFT("<<"),
    /// Logical or arithmetic.
    SHIFT_RIGHT(">>"),
    /// One bit of left, whose number is right.
    BIT_TEST("bit"),
    /// Left itself, extended as need be; there is no right.
    COPY("="),
    /// 1 if a condition of flags set earlier holds, else 0; has no operands. [Decoder#condition] tells which.
    SET(""),
    /// 1 if left is below right as unsigned numbers, else 0.
    SET_BELOW("<"),
    /// The same for signed numbers.
    SET_LESS("<"),
    /// Sets flags in a way not described here.
    OTHER("?");

    private final String text;

    Operation(String text) {
        this.text = text;
    }

    /// The operator as people write it.
    public String text() {
        return text;
    }

    /// Whether flags tell how left relates to right.
    public boolean isComparison() {
        return this == COMPARE || this == SUBTRACT;
    }
}
