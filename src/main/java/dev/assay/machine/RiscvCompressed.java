package dev.assay.machine;

import static dev.assay.machine.RiscvFields.LINK_REGISTER;
import static dev.assay.machine.RiscvFields.STACK_POINTER;
import static dev.assay.machine.RiscvFields.ZERO;
import static dev.assay.machine.RiscvFields.bits;

/// Expands 16-bit instructions to the 32-bit ones that they stand for (Volume I, "C" and "Zcb" for RV64 with D).
final class RiscvCompressed {
    static final int INVALID = 0;
    /// `ebreak`.
    private static final int EBREAK = 0x0010_0073;
    /// `mop.rr.7 x0, x0, x0`: reads and writes nothing here, as the compressed may-be-operations.
    private static final int MAY_BE_OPERATION = 0xce00_4073;

    private RiscvCompressed() {}

    /// The instruction that `half` stands for; [#INVALID] if none. Zero, which is defined to be illegal, is none either.
    static int expand(int half) {
        return switch (half & 3) {
            case 0 -> quadrant0(half);
            case 1 -> quadrant1(half);
            case 2 -> quadrant2(half);
            default -> INVALID;
        };
    }

    /// One of `x8` to `x15`.
    private static int shortRegister(int half, int low) {
        return 8 + bits(half, low, 3);
    }

    private static int quadrant0(int half) {
        int base = shortRegister(half, 7);
        int other = shortRegister(half, 2);
        int wordOffset = bits(half, 10, 3) << 3 | bits(half, 6, 1) << 2 | bits(half, 5, 1) << 6;
        int doubleOffset = bits(half, 10, 3) << 3 | bits(half, 5, 2) << 6;
        return switch (half >>> 13) {
            case 0 -> {
                int amount = bits(half, 11, 2) << 4 | bits(half, 7, 4) << 6 | bits(half, 6, 1) << 2
                        | bits(half, 5, 1) << 3;
                yield amount == 0 ? INVALID : immediate(RiscvOpcode.OP_IMM, 0, other, STACK_POINTER, amount);
            }
            case 1 -> immediate(RiscvOpcode.LOAD_FP, 3, other, base, doubleOffset);
            case 2 -> immediate(RiscvOpcode.LOAD, 2, other, base, wordOffset);
            case 3 -> immediate(RiscvOpcode.LOAD, 3, other, base, doubleOffset);
            case 4 -> bytesAndHalves(half, base, other);
            case 5 -> store(RiscvOpcode.STORE_FP, 3, base, other, doubleOffset);
            case 6 -> store(RiscvOpcode.STORE, 2, base, other, wordOffset);
            default -> store(RiscvOpcode.STORE, 3, base, other, doubleOffset);
        };
    }

    /// Zcb.
    private static int bytesAndHalves(int half, int base, int other) {
        int halfOffset = bits(half, 5, 1) << 1;
        int byteOffset = halfOffset | bits(half, 6, 1);
        boolean second = bits(half, 6, 1) != 0;
        return switch (bits(half, 10, 3)) {
            case 0 -> immediate(RiscvOpcode.LOAD, 4, other, base, byteOffset);
            case 1 -> immediate(RiscvOpcode.LOAD, second ? 1 : 5, other, base, halfOffset);
            case 2 -> store(RiscvOpcode.STORE, 0, base, other, byteOffset);
            case 3 -> second ? INVALID : store(RiscvOpcode.STORE, 1, base, other, halfOffset);
            default -> INVALID;
        };
    }

    private static int quadrant1(int half) {
        int register = bits(half, 7, 5);
        int number = bits(half, 12, 1) << 31 >> 26 | bits(half, 2, 5);
        return switch (half >>> 13) {
            case 0 -> immediate(RiscvOpcode.OP_IMM, 0, register, register, number);
            case 1 -> register == ZERO ? INVALID : immediate(RiscvOpcode.OP_IMM_32, 0, register, register, number);
            case 2 -> immediate(RiscvOpcode.OP_IMM, 0, register, ZERO, number);
            case 3 -> register == STACK_POINTER ? moveStack(half) : loadUpper(register, number);
            case 4 -> arithmetic(half, number);
            case 5 -> jump(half);
            case 6 -> branch(half, 0);
            default -> branch(half, 1);
        };
    }

    private static int moveStack(int half) {
        int amount = bits(half, 12, 1) << 31 >> 22 | bits(half, 6, 1) << 4 | bits(half, 5, 1) << 6
                | bits(half, 3, 2) << 7 | bits(half, 2, 1) << 5;
        return amount == 0 ? INVALID : immediate(RiscvOpcode.OP_IMM, 0, STACK_POINTER, STACK_POINTER, amount);
    }

    /// `c.lui`; Zcmop where it would load nothing.
    private static int loadUpper(int register, int number) {
        if (number == 0) {
            return register < 16 && register % 2 == 1 ? MAY_BE_OPERATION : INVALID;
        }
        return number << 12 | register << 7 | RiscvOpcode.LUI << 2 | 3;
    }

    private static int arithmetic(int half, int number) {
        int register = shortRegister(half, 7);
        int other = shortRegister(half, 2);
        int shift = number & 0x3f;
        return switch (bits(half, 10, 2)) {
            case 0 -> immediate(RiscvOpcode.OP_IMM, 5, register, register, shift);
            case 1 -> immediate(RiscvOpcode.OP_IMM, 5, register, register, 0x400 | shift);
            case 2 -> immediate(RiscvOpcode.OP_IMM, 7, register, register, number);
            default -> switch (bits(half, 12, 1) << 2 | bits(half, 5, 2)) {
                case 0 -> registers(RiscvOpcode.OP, 0, 0x20, register, register, other);
                case 1 -> registers(RiscvOpcode.OP, 4, 0, register, register, other);
                case 2 -> registers(RiscvOpcode.OP, 6, 0, register, register, other);
                case 3 -> registers(RiscvOpcode.OP, 7, 0, register, register, other);
                case 4 -> registers(RiscvOpcode.OP_32, 0, 0x20, register, register, other);
                case 5 -> registers(RiscvOpcode.OP_32, 0, 0, register, register, other);
                case 6 -> registers(RiscvOpcode.OP, 0, 1, register, register, other); // mul
                default -> oneRegister(half, register);
            };
        };
    }

    /// Zcb: `zext.b`, `sext.b`, `zext.h`, `sext.h`, `zext.w`, `not`.
    private static int oneRegister(int half, int register) {
        return switch (bits(half, 2, 3)) {
            case 0 -> immediate(RiscvOpcode.OP_IMM, 7, register, register, 0xff);
            case 1 -> immediate(RiscvOpcode.OP_IMM, 1, register, register, 0x604);
            case 2 -> registers(RiscvOpcode.OP_32, 4, 4, register, register, ZERO);
            case 3 -> immediate(RiscvOpcode.OP_IMM, 1, register, register, 0x605);
            case 4 -> registers(RiscvOpcode.OP_32, 0, 4, register, register, ZERO);
            case 5 -> immediate(RiscvOpcode.OP_IMM, 4, register, register, -1);
            default -> INVALID;
        };
    }

    /// How far a `c.j` goes, in bytes.
    static int jumpOffset(int half) {
        return bits(half, 12, 1) << 31 >> 20 | bits(half, 11, 1) << 4 | bits(half, 9, 2) << 8 | bits(half, 8, 1) << 10
                | bits(half, 7, 1) << 6 | bits(half, 6, 1) << 7 | bits(half, 3, 3) << 1 | bits(half, 2, 1) << 5;
    }

    /// How far a `c.beqz` or `c.bnez` goes, in bytes.
    static int branchOffset(int half) {
        return bits(half, 12, 1) << 31 >> 23 | bits(half, 10, 2) << 3 | bits(half, 5, 2) << 6 | bits(half, 3, 2) << 1
                | bits(half, 2, 1) << 5;
    }

    private static int jump(int half) {
        int offset = jumpOffset(half);
        return bits(offset, 20, 1) << 31 | bits(offset, 1, 10) << 21 | bits(offset, 11, 1) << 20
                | bits(offset, 12, 8) << 12 | RiscvOpcode.JAL << 2 | 3;
    }

    private static int branch(int half, int condition) {
        int offset = branchOffset(half);
        return bits(offset, 12, 1) << 31 | bits(offset, 5, 6) << 25 | shortRegister(half, 7) << 15 | condition << 12
                | bits(offset, 1, 4) << 8 | bits(offset, 11, 1) << 7 | RiscvOpcode.BRANCH << 2 | 3;
    }

    private static int quadrant2(int half) {
        int register = bits(half, 7, 5);
        int other = bits(half, 2, 5);
        int high = bits(half, 12, 1) << 5;
        int doubleOffset = high | bits(half, 5, 2) << 3 | bits(half, 2, 3) << 6;
        int storedDouble = bits(half, 10, 3) << 3 | bits(half, 7, 3) << 6;
        return switch (half >>> 13) {
            case 0 -> immediate(RiscvOpcode.OP_IMM, 1, register, register, high | other);
            case 1 -> immediate(RiscvOpcode.LOAD_FP, 3, register, STACK_POINTER, doubleOffset);
            case 2 -> {
                int offset = high | bits(half, 4, 3) << 2 | bits(half, 2, 2) << 6;
                yield register == ZERO ? INVALID : immediate(RiscvOpcode.LOAD, 2, register, STACK_POINTER, offset);
            }
            case 3 -> register == ZERO ? INVALID
                    : immediate(RiscvOpcode.LOAD, 3, register, STACK_POINTER, doubleOffset);
            case 4 -> moveOrJump(register, other, high != 0);
            case 5 -> store(RiscvOpcode.STORE_FP, 3, STACK_POINTER, other, storedDouble);
            case 6 -> store(RiscvOpcode.STORE, 2, STACK_POINTER, other, bits(half, 9, 4) << 2 | bits(half, 7, 2) << 6);
            default -> store(RiscvOpcode.STORE, 3, STACK_POINTER, other, storedDouble);
        };
    }

    /// `c.mv`, `c.add`, `c.jr`, `c.jalr`, `c.ebreak`.
    private static int moveOrJump(int register, int other, boolean second) {
        if (other != ZERO) {
            return registers(RiscvOpcode.OP, 0, 0, register, second ? register : ZERO, other);
        }
        if (register == ZERO) {
            return second ? EBREAK : INVALID;
        }
        return immediate(RiscvOpcode.JALR, 0, second ? LINK_REGISTER : ZERO, register, 0);
    }

    private static int immediate(int opcode, int funct3, int rd, int rs1, int value) {
        return value << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode << 2 | 3;
    }

    private static int store(int opcode, int funct3, int rs1, int rs2, int offset) {
        return bits(offset, 5, 7) << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | bits(offset, 0, 5) << 7
                | opcode << 2 | 3;
    }

    private static int registers(int opcode, int funct3, int funct7, int rd, int rs1, int rs2) {
        return funct7 << 25 | rs2 << 20 | rs1 << 15 | funct3 << 12 | rd << 7 | opcode << 2 | 3;
    }
}
