package dev.assay.machine;

import static dev.assay.machine.RiscvFields.ZERO;
import static dev.assay.machine.RiscvFields.bits;
import static dev.assay.machine.RiscvFields.funct3;
import static dev.assay.machine.RiscvFields.funct7;
import static dev.assay.machine.RiscvFields.immediateI;
import static dev.assay.machine.RiscvFields.opcode;
import static dev.assay.machine.RiscvFields.rd;
import static dev.assay.machine.RiscvFields.rs1;
import static dev.assay.machine.RiscvFields.rs2;

import java.util.Optional;

/// What RISC-V instructions compute (Volume I, "RV32I Base Integer Instruction Set", "M"). There are no flags.
final class RiscvComputations {
    private RiscvComputations() {}

    static Optional<Computation> of(int word) {
        if (opcode(word) == RiscvOpcode.BRANCH) {
            return Optional.of(Computation.compare(operand(rs1(word)), operand(rs2(word))));
        }
        if (rd(word) == ZERO) {
            return Optional.empty();
        }
        Operand constant = new Operand.Constant(immediateI(word));
        return switch (opcode(word)) {
            case RiscvOpcode.OP_IMM -> immediate(word, constant, 64);
            case RiscvOpcode.OP_IMM_32 -> funct3(word) == 0 || isShift(word) ? immediate(word, constant, 32)
                    : Optional.empty();
            case RiscvOpcode.OP -> registers(word, 64);
            case RiscvOpcode.OP_32 -> funct7(word) == 4 && rs2(word) == ZERO && funct3(word) != 6
                    ? copy(word, operand(rs1(word)), funct3(word) == 0 ? 32 : 16) // zext.w, zext.h
                    : registers(word, 32);
            case RiscvOpcode.LOAD -> copy(word, new Operand.Memory(rs1(word), -1, 1, immediateI(word)),
                    8 << (funct3(word) & 3));
            default -> Optional.empty();
        };
    }

    private static Operand operand(int register) {
        return register == ZERO ? new Operand.Constant(0) : new Operand.Register(register);
    }

    private static Optional<Computation> copy(int word, Operand from, int width) {
        return Optional.of(new Computation(Operation.COPY, width, from, Operand.UNKNOWN, rd(word), false));
    }

    private static Optional<Computation> computation(Operation operation, int word, Operand right, int width) {
        return Optional.of(new Computation(operation, width, operand(rs1(word)), right, rd(word), false));
    }

    /// Whether it is a plain shift, and not one of the bit manipulations that share its encoding.
    private static boolean isShift(int word) {
        int kind = word >>> 26;
        return kind == 0 || (kind == 0x10 && funct3(word) == 5);
    }

    private static Optional<Computation> immediate(int word, Operand constant, int width) {
        Operand amount = new Operand.Constant(bits(word, 20, width == 64 ? 6 : 5));
        return switch (funct3(word)) {
            case 0 -> width == 32 && immediateI(word) == 0 ? copy(word, operand(rs1(word)), 32) // sext.w
                    : computation(Operation.ADD, word, constant, width);
            case 1 -> isShift(word) ? computation(Operation.SHIFT_LEFT, word, amount, width) : Optional.empty();
            case 2 -> computation(Operation.SET_LESS, word, constant, width);
            case 3 -> computation(Operation.SET_BELOW, word, constant, width);
            case 4 -> computation(Operation.EXCLUSIVE_OR, word, constant, width);
            case 5 -> isShift(word) ? computation(Operation.SHIFT_RIGHT, word, amount, width) : Optional.empty();
            case 6 -> computation(Operation.OR, word, constant, width);
            default -> immediateI(word) == 0xff ? copy(word, operand(rs1(word)), 8)
                    : computation(Operation.AND, word, constant, width);
        };
    }

    private static Optional<Computation> registers(int word, int width) {
        Operation operation = switch (funct7(word) << 3 | funct3(word)) {
            case 0 -> Operation.ADD;
            case 0x20 << 3 -> Operation.SUBTRACT;
            case 2 -> Operation.SET_LESS;
            case 3 -> Operation.SET_BELOW;
            case 4 -> Operation.EXCLUSIVE_OR;
            case 6 -> Operation.OR;
            case 7 -> Operation.AND;
            case 1 << 3 -> Operation.MULTIPLY;
            case 1 << 3 | 1, 1 << 3 | 2, 1 << 3 | 3 -> Operation.MULTIPLY_HIGH;
            default -> null;
        };
        boolean isNarrow = width == 32 && funct3(word) != 0;
        return operation == null || isNarrow ? Optional.empty()
                : computation(operation, word, operand(rs2(word)), width);
    }

    static Condition condition(int word) {
        return opcode(word) != RiscvOpcode.BRANCH ? Condition.UNKNOWN : switch (funct3(word)) {
            case 0 -> Condition.EQUAL;
            case 1 -> Condition.NOT_EQUAL;
            case 4 -> Condition.LESS;
            case 5 -> Condition.GREATER_OR_EQUAL;
            case 6 -> Condition.BELOW;
            case 7 -> Condition.ABOVE_OR_EQUAL;
            default -> Condition.UNKNOWN;
        };
    }
}
