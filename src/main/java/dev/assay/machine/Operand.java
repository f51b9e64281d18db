package dev.assay.machine;

/// What an instruction computes with.
public sealed interface Operand {
    /// A general register, or the lower part of one.
    record Register(int number) implements Operand {}

    /// A number, extended by its sign to 64 bits.
    record Constant(long value) implements Operand {}

    /// Memory at `base + index * scale + displacement`.
    ///
    /// @param base  register, or -1
    /// @param index register, or -1
    /// @param scale 1, 2, 4 or 8
    record Memory(int base, int index, int scale, long displacement) implements Operand {
        /// Whether the address is known.
        public boolean isConstant() {
            return base < 0 && index < 0;
        }
    }

    /// Something else: a shifted register, the second byte of one, memory in another segment.
    record Unknown() implements Operand {}

    /// Something else.
    Operand UNKNOWN = new Unknown();
}
