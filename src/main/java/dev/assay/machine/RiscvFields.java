package dev.assay.machine;

/// The parts of a 32-bit RISC-V instruction (The RISC-V Instruction Set Manual, Volume I, "Base Instruction Formats").
final class RiscvFields {
    static final int ZERO = 0;
    static final int LINK_REGISTER = 1;
    static final int STACK_POINTER = 2;
    static final int FIRST_ARGUMENT = 10;
    static final int LAST_ARGUMENT = 17;

    private RiscvFields() {}

    /// Bits `low` and up, `count` of them.
    static int bits(int word, int low, int count) {
        return word >>> low & ((1 << count) - 1);
    }

    /// The major opcode, without the two bits that say that there are 32.
    static int opcode(int word) {
        return bits(word, 2, 5);
    }

    static int rd(int word) {
        return bits(word, 7, 5);
    }

    static int rs1(int word) {
        return bits(word, 15, 5);
    }

    static int rs2(int word) {
        return bits(word, 20, 5);
    }

    static int funct3(int word) {
        return bits(word, 12, 3);
    }

    static int funct7(int word) {
        return word >>> 25;
    }

    /// The 12-bit immediate of loads and arithmetic, as a number without sign.
    static int funct12(int word) {
        return word >>> 20;
    }

    static int immediateI(int word) {
        return word >> 20;
    }

    static int immediateS(int word) {
        return word >> 25 << 5 | rd(word);
    }

    static int immediateB(int word) {
        return word >> 31 << 12 | bits(word, 7, 1) << 11 | bits(word, 25, 6) << 5 | bits(word, 8, 4) << 1;
    }

    static int immediateU(int word) {
        return word & 0xffff_f000;
    }

    static int immediateJ(int word) {
        return word >> 31 << 20 | bits(word, 12, 8) << 12 | bits(word, 20, 1) << 11 | bits(word, 21, 10) << 1;
    }

    /// A read of a register; `x0` is no register.
    static void read(Effects effects, int register) {
        if (register != ZERO) {
            effects.use(register);
        }
    }

    /// A write of something not followed; one to `x0` is no write.
    static void overwrite(Effects effects, int register) {
        if (register != ZERO) {
            effects.unknown(register);
        }
    }
}
