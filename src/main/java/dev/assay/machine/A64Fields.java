package dev.assay.machine;

/// The parts of a 32-bit A64 instruction that many of its groups share, and what register number 31 means.
final class A64Fields {
    /// As an operand either the zero register or the stack pointer; which of them depends on the instruction.
    static final int ZERO_OR_SP = 31;

    private A64Fields() {}

    /// Bits `low` and up, `count` of them.
    static int bits(int word, int low, int count) {
        return word >>> low & ((1 << count) - 1);
    }

    static boolean bit(int word, int number) {
        return (word >>> number & 1) != 0;
    }

    /// Bits `low` and up, `count` of them, sign-extended.
    static int signed(int word, int low, int count) {
        return word << (32 - low - count) >> (32 - count);
    }

    /// The destination, or the register loaded or stored.
    static int rd(int word) {
        return word & 31;
    }

    /// The first source, or the base of an address.
    static int rn(int word) {
        return bits(word, 5, 5);
    }

    /// The second source, or the index of an address.
    static int rm(int word) {
        return bits(word, 16, 5);
    }

    /// The third source, or the second register of a pair.
    static int ra(int word) {
        return bits(word, 10, 5);
    }

    /// Whether the operands are `x` and not `w` registers, in the data processing groups.
    static boolean isWide(int word) {
        return word < 0;
    }

    /// A read of a register, where 31 is the zero register.
    static void read(Effects effects, int register) {
        if (register != ZERO_OR_SP) {
            effects.use(register);
        }
    }

    /// A write of something not followed, where 31 is the zero register.
    static void overwrite(Effects effects, int register) {
        if (register != ZERO_OR_SP) {
            effects.unknown(register);
        }
    }
}
