package dev.assay.machine;

import static dev.assay.machine.LoongArchFields.bits;
import static dev.assay.machine.LoongArchFields.rd;
import static dev.assay.machine.LoongArchFields.rj;
import static dev.assay.machine.LoongArchFields.rk;
import static dev.assay.machine.LoongArchFields.signed;

import java.util.Optional;

/// What LoongArch instructions compute (Reference Manual, volume 1, 2.2). The flags that it has for floating point are
/// not followed: `bceqz` and `bcnez` have [Condition#UNKNOWN].
final class LoongArchComputations {
    private LoongArchComputations() {}

    static Optional<Computation> of(int word) {
        int major = word >>> 26;
        if (major == 0b010000 || major == 0b010001) {
            return Optional.of(Computation.compare(operand(rj(word)), new Operand.Constant(0)));
        }
        if (major >= 0b010110 && major <= 0b011011) {
            return Optional.of(Computation.compare(operand(rj(word)), operand(rd(word))));
        }
        if (major == 0b010010) {
            return Optional.of(Computation.OTHER);
        }
        if (rd(word) == 0) {
            return Optional.empty();
        }
        return switch (major) {
            case 0 -> arithmetic(word);
            case 0b001001 -> pointer(word);
            case 0b001010 -> load(word);
            default -> Optional.empty();
        };
    }

    private static Operand operand(int register) {
        return register == 0 ? new Operand.Constant(0) : new Operand.Register(register);
    }

    private static Optional<Computation> computation(Operation operation, int width, int word, Operand right) {
        return Optional.of(new Computation(operation, width, operand(rj(word)), right, rd(word), false));
    }

    private static Optional<Computation> copy(int word, Operand from, int width) {
        return Optional.of(new Computation(Operation.COPY, width, from, Operand.UNKNOWN, rd(word), false));
    }

    private static Optional<Computation> arithmetic(int word) {
        Operand constant = new Operand.Constant(signed(word, 10, 12));
        Operand unsigned = new Operand.Constant(bits(word, 10, 12));
        return switch (word >>> 22) {
            case 0b0000000000 -> registers(word);
            case 0b0000000001 -> shiftOrField(word);
            case 0b0000000011 -> field(word, 64, bits(word, 16, 6), bits(word, 10, 6)); // bstrpick.d
            case 0b0000001000 -> computation(Operation.SET_LESS, 64, word, constant); // slti
            case 0b0000001001 -> computation(Operation.SET_BELOW, 64, word, constant); // sltui
            case 0b0000001010 -> bits(word, 10, 12) == 0 ? copy(word, operand(rj(word)), 32)
                    : computation(Operation.ADD, 32, word, constant); // addi.w
            case 0b0000001011 -> computation(Operation.ADD, 64, word, constant); // addi.d
            case 0b0000001101 -> bits(word, 10, 12) == 0xff ? copy(word, operand(rj(word)), 8)
                    : computation(Operation.AND, 64, word, unsigned); // andi
            case 0b0000001110 -> computation(Operation.OR, 64, word, unsigned); // ori
            case 0b0000001111 -> computation(Operation.EXCLUSIVE_OR, 64, word, unsigned); // xori
            default -> Optional.empty();
        };
    }

    /// `bstrpick` from bit 0 takes the lower part, else it shifts.
    private static Optional<Computation> field(int word, int width, int high, int low) {
        if (high < low) {
            return Optional.empty();
        }
        if (low == 0) {
            return copy(word, operand(rj(word)), high + 1);
        }
        return high == width - 1
                ? computation(Operation.SHIFT_RIGHT, width, word, new Operand.Constant(low)) : Optional.empty();
    }

    private static Optional<Computation> shiftOrField(int word) {
        if (bits(word, 21, 1) == 1) {
            return bits(word, 15, 1) == 1 ? field(word, 32, bits(word, 16, 5), bits(word, 10, 5)) // bstrpick.w
                    : Optional.empty();
        }
        Operand narrow = new Operand.Constant(bits(word, 10, 5));
        Operand wide = new Operand.Constant(bits(word, 10, 6));
        return switch (word >>> 15) {
            case 0x81 -> bits(word, 10, 5) == 0 ? copy(word, operand(rj(word)), 32)
                    : computation(Operation.SHIFT_LEFT, 32, word, narrow); // slli.w
            case 0x89, 0x91 -> computation(Operation.SHIFT_RIGHT, 32, word, narrow); // srli.w, srai.w
            default -> switch (word >>> 16) {
                case 0x41 -> computation(Operation.SHIFT_LEFT, 64, word, wide); // slli.d
                case 0x45, 0x49 -> computation(Operation.SHIFT_RIGHT, 64, word, wide); // srli.d, srai.d
                default -> Optional.empty();
            };
        };
    }

    private static Optional<Computation> registers(int word) {
        Operand right = operand(rk(word));
        return switch (word >>> 15) {
            case 0x20 -> computation(Operation.ADD, 32, word, right); // add.w
            case 0x21 -> computation(Operation.ADD, 64, word, right); // add.d
            case 0x22 -> computation(Operation.SUBTRACT, 32, word, right); // sub.w
            case 0x23 -> computation(Operation.SUBTRACT, 64, word, right); // sub.d
            case 0x24 -> computation(Operation.SET_LESS, 64, word, right); // slt
            case 0x25 -> computation(Operation.SET_BELOW, 64, word, right); // sltu
            case 0x29 -> computation(Operation.AND, 64, word, right); // and
            case 0x2a -> computation(Operation.OR, 64, word, right); // or
            case 0x2b -> computation(Operation.EXCLUSIVE_OR, 64, word, right); // xor
            case 0x38 -> computation(Operation.MULTIPLY, 32, word, right); // mul.w
            case 0x39, 0x3a -> computation(Operation.MULTIPLY_HIGH, 32, word, right); // mulh.w, mulh.wu
            case 0x3b -> computation(Operation.MULTIPLY, 64, word, right); // mul.d
            case 0x3c, 0x3d -> computation(Operation.MULTIPLY_HIGH, 64, word, right); // mulh.d, mulh.du
            case 0x3e, 0x3f -> computation(Operation.MULTIPLY, 32, word, right); // mulw.d.w, mulw.d.wu: all 64 bits
            default -> switch (word >>> 10) {
                case 0x16 -> copy(word, operand(rj(word)), 16); // ext.w.h
                case 0x17 -> copy(word, operand(rj(word)), 8); // ext.w.b
                default -> Optional.empty();
            };
        };
    }

    /// `ldptr.w`, `ldptr.d`.
    private static Optional<Computation> pointer(int word) {
        Operand from = new Operand.Memory(rj(word), -1, 1, 4L * signed(word, 10, 14));
        return switch (word >>> 24) {
            case 0x24 -> copy(word, from, 32);
            case 0x26 -> copy(word, from, 64);
            default -> Optional.empty();
        };
    }

    /// `ld.b` to `ld.d`, `ld.bu` to `ld.wu`.
    private static Optional<Computation> load(int word) {
        Operand from = new Operand.Memory(rj(word), -1, 1, signed(word, 10, 12));
        return switch (word >>> 22) {
            case 0xa0, 0xa8 -> copy(word, from, 8);
            case 0xa1, 0xa9 -> copy(word, from, 16);
            case 0xa2, 0xaa -> copy(word, from, 32);
            case 0xa3 -> copy(word, from, 64);
            default -> Optional.empty();
        };
    }

    static Condition condition(int word) {
        return switch (word >>> 26) {
            case 0b010000, 0b010110 -> Condition.EQUAL;
            case 0b010001, 0b010111 -> Condition.NOT_EQUAL;
            case 0b011000 -> Condition.LESS;
            case 0b011001 -> Condition.GREATER_OR_EQUAL;
            case 0b011010 -> Condition.BELOW;
            case 0b011011 -> Condition.ABOVE_OR_EQUAL;
            default -> Condition.UNKNOWN;
        };
    }
}
