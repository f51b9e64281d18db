package dev.assay.machine;

import static dev.assay.machine.A64Fields.ZERO_OR_SP;
import static dev.assay.machine.A64Fields.bit;
import static dev.assay.machine.A64Fields.bits;
import static dev.assay.machine.A64Fields.isWide;
import static dev.assay.machine.A64Fields.ra;
import static dev.assay.machine.A64Fields.rd;
import static dev.assay.machine.A64Fields.rm;
import static dev.assay.machine.A64Fields.rn;
import static dev.assay.machine.A64Fields.signed;
import static dev.assay.machine.Computation.NOWHERE;
import static dev.assay.machine.Computation.OTHER;

import java.util.Optional;

/// What A64 instructions compute, and what conditions mean behind them (Arm ARM C1.2.4, "Condition code"; C4.1).
///
/// The comparing branches of FEAT_CMPBR are not told.
final class A64Computations {
    private A64Computations() {}

    static Optional<Computation> of(int word, Flow flow) {
        if (flow == Flow.BRANCH) {
            return branch(word);
        }
        if (flow != Flow.NEXT) {
            return Optional.empty();
        }
        return switch (bits(word, 25, 4)) {
            case 0b1000, 0b1001 -> immediate(word);
            case 0b0101, 0b1101 -> register(word);
            case 0b0100, 0b0110, 0b1100, 0b1110 -> load(word);
            case 0b1010, 0b1011 -> system(word);
            // Comparisons of scalar floating point, and the conditional ones
            case 0b0111, 0b1111 -> (word & 0xff20_0c00) == 0x1e20_0400 || (word & 0xff20_fc00) == 0x1e20_2000
                    ? Optional.of(OTHER) : Optional.empty();
            case 0b0010 -> Optional.of(OTHER); // vectors of any length: some of them test predicates
            default -> Optional.empty();
        };
    }

    private static Operand operand(int register) {
        return register == ZERO_OR_SP ? new Operand.Constant(0) : new Operand.Register(register);
    }

    private static int destination(int word) {
        return rd(word) == ZERO_OR_SP ? NOWHERE : rd(word);
    }

    private static int width(int word) {
        return isWide(word) ? 64 : 32;
    }

    private static Optional<Computation> branch(int word) {
        return switch (word >>> 29) {
            case 0b001, 0b101 -> bit(word, 25)
                    ? Optional.of(new Computation(Operation.BIT_TEST, 64, operand(rd(word)),
                            new Operand.Constant(bits(word, 31, 1) << 5 | bits(word, 19, 5)), NOWHERE, false))
                    : Optional.of(new Computation(Operation.COMPARE, width(word), operand(rd(word)),
                            new Operand.Constant(0), NOWHERE, false));
            case 0b010 -> Optional.empty();
            default -> Optional.of(OTHER);
        };
    }

    private static Optional<Computation> sum(int word, boolean subtracts, Operand left, Operand right) {
        boolean setsFlags = bit(word, 29);
        boolean kept = !setsFlags || rd(word) != ZERO_OR_SP;
        Operation operation = subtracts ? kept ? Operation.SUBTRACT : Operation.COMPARE : Operation.ADD;
        Operand second = right;
        if (!subtracts && !kept && right instanceof Operand.Constant(long value) && value != 0) {
            operation = Operation.COMPARE; // `cmn` of a number compares with its negative
            second = new Operand.Constant(-value);
        }
        return Optional.of(new Computation(operation, width(word), left, second, kept ? rd(word) : NOWHERE,
                setsFlags));
    }

    private static Optional<Computation> immediate(int word) {
        return switch (bits(word, 23, 3)) {
            case 0b010 -> {
                long amount = (long) bits(word, 10, 12) << (bit(word, 22) ? 12 : 0);
                yield sum(word, bit(word, 30), new Operand.Register(rn(word)), new Operand.Constant(amount));
            }
            case 0b100 -> {
                long mask = A64DataProcessing.bitmask(word);
                Operand right = new Operand.Constant(isWide(word) ? mask : (int) mask);
                yield logical(word, bits(word, 29, 2), operand(rn(word)), right);
            }
            case 0b110 -> field(word);
            default -> Optional.empty();
        };
    }

    /// `lsl`, `lsr`, `asr` by a constant, `uxtb`, `sxtw` and so on: moves of a field.
    private static Optional<Computation> field(int word) {
        int rotation = bits(word, 16, 6);
        int last = bits(word, 10, 6);
        int width = width(word);
        if (rd(word) == ZERO_OR_SP || bits(word, 29, 2) == 1) {
            return Optional.empty();
        }
        if (last == width - 1) {
            return kept(word, Operation.SHIFT_RIGHT, operand(rn(word)), new Operand.Constant(rotation));
        }
        if (rotation == 0) {
            return Optional.of(new Computation(Operation.COPY, last + 1, operand(rn(word)), Operand.UNKNOWN, rd(word),
                    false));
        }
        return bits(word, 29, 2) == 2 && rotation == last + 1
                ? kept(word, Operation.SHIFT_LEFT, operand(rn(word)), new Operand.Constant(width - rotation))
                : Optional.empty();
    }

    private static Optional<Computation> kept(int word, Operation operation, Operand left, Operand right) {
        return Optional.of(new Computation(operation, width(word), left, right, destination(word), false));
    }

    private static Optional<Computation> logical(int word, int operation, Operand left, Operand right) {
        boolean setsFlags = operation == 3;
        Operation what = switch (operation) {
            case 1 -> Operation.OR;
            case 2 -> Operation.EXCLUSIVE_OR;
            default -> setsFlags && rd(word) == ZERO_OR_SP ? Operation.TEST : Operation.AND;
        };
        return Optional.of(new Computation(what, width(word), left, right, destination(word), setsFlags));
    }

    private static Optional<Computation> register(int word) {
        if (bit(word, 28)) {
            return bit(word, 24) ? product(word) : others(word);
        }
        if (!bit(word, 24)) {
            boolean isPlain = bits(word, 10, 6) == 0 && !bit(word, 21);
            return logical(word, bits(word, 29, 2), operand(rn(word)),
                    isPlain ? operand(rm(word)) : Operand.UNKNOWN);
        }
        if (bit(word, 21)) {
            // Extended: zero- or sign-extended from 32 or 64 bits, not shifted
            boolean isWord = (bits(word, 13, 2) & 2) != 0 && bits(word, 10, 3) == 0;
            return sum(word, bit(word, 30), new Operand.Register(rn(word)),
                    isWord ? operand(rm(word)) : Operand.UNKNOWN);
        }
        return sum(word, bit(word, 30), operand(rn(word)),
                bits(word, 10, 6) == 0 ? operand(rm(word)) : Operand.UNKNOWN);
    }

    private static Optional<Computation> product(int word) {
        int kind = bits(word, 21, 3);
        boolean subtracts = bit(word, 15);
        if (subtracts || rd(word) == ZERO_OR_SP) {
            return Optional.empty();
        }
        if (kind == 0b010 || kind == 0b110) {
            return kept(word, Operation.MULTIPLY_HIGH, operand(rn(word)), operand(rm(word)));
        }
        // umull and smull give all 64 bits of a product of 32
        return ra(word) == ZERO_OR_SP ? Optional.of(new Computation(Operation.MULTIPLY,
                kind == 0 ? width(word) : 32, operand(rn(word)), operand(rm(word)), rd(word), false))
                : Optional.empty();
    }

    private static Optional<Computation> others(int word) {
        return switch (bits(word, 21, 3)) {
            // adcs and sbcs; rmif, setf8 and setf16 are in the same group
            case 0b000 -> bit(word, 29) ? Optional.of(OTHER) : Optional.empty();
            case 0b010 -> Optional.of(OTHER); // ccmp, ccmn
            // csinc of twice the zero register: cset
            case 0b100 -> rn(word) == ZERO_OR_SP && rm(word) == ZERO_OR_SP && bits(word, 10, 2) == 1
                    && !bit(word, 30) && rd(word) != ZERO_OR_SP && bits(word, 12, 4) < 14
                            ? Optional.of(new Computation(Operation.SET, width(word), Operand.UNKNOWN,
                                    Operand.UNKNOWN, rd(word), false))
                            : Optional.empty();
            case 0b110 -> bit(word, 29) ? Optional.of(OTHER) : Optional.empty(); // subps
            default -> Optional.empty();
        };
    }

    /// Writes to `nzcv` and reads of random numbers set flags.
    private static Optional<Computation> system(int word) {
        boolean isFlags = (word & 0xffff_ffe0) == 0xd51b_4200 || (word & 0xffff_f01f) == 0xd500_401f
                || (word & 0xffff_ffc0) == 0xd53b_2400;
        return isFlags ? Optional.of(OTHER) : Optional.empty();
    }

    /// Loads of one general register at a constant distance.
    private static Optional<Computation> load(int word) {
        if ((word & 0x3b20_0c00) == 0x1900_0400) {
            return Optional.of(OTHER); // copies of memory set flags
        }
        boolean isSingle = (word & 0x3e00_0000) == 0x3800_0000;
        int kind = bits(word, 22, 2);
        int size = word >>> 30;
        boolean isLoad = kind != 0 && !(size == 3 && kind >= 2) && rd(word) != ZERO_OR_SP;
        if (!isSingle || !isLoad) {
            return Optional.empty();
        }
        long displacement;
        if (bit(word, 24)) {
            displacement = (long) bits(word, 10, 12) << size;
        } else if (!bit(word, 21) && bits(word, 10, 2) == 0) {
            displacement = signed(word, 12, 9);
        } else {
            return Optional.empty();
        }
        return Optional.of(new Computation(Operation.COPY, 8 << size,
                new Operand.Memory(rn(word), -1, 1, displacement), Operand.UNKNOWN, rd(word), false));
    }

    /// Of `b.cond`, `cset`, `cbz`, `tbz`.
    static Condition condition(int word, Flow flow, Operation flags) {
        if (flow == Flow.BRANCH && word >>> 29 != 0b010) {
            boolean isSet = bit(word, 24);
            return switch (word >>> 29) {
                case 0b001, 0b101 -> bit(word, 25) ? isSet ? Condition.BIT_SET : Condition.BIT_CLEAR
                        : isSet ? Condition.NOT_EQUAL : Condition.EQUAL;
                default -> Condition.UNKNOWN;
            };
        }
        boolean isSet = flow == Flow.NEXT;
        // The condition under which csinc takes its first operand, which adds nothing, is the opposite one
        int number = isSet ? bits(word, 12, 4) ^ 1 : bits(word, 0, 4);
        Condition even = even(number >> 1, flags);
        return (number & 1) == 0 ? even : even.inverse();
    }

    private static Condition even(int number, Operation flags) {
        boolean isSum = flags.isComparison() || flags == Operation.ADD;
        boolean isLogical = flags == Operation.AND || flags == Operation.TEST;
        if (!isSum && !isLogical) {
            return Condition.UNKNOWN;
        }
        return switch (number) {
            case 0 -> Condition.EQUAL;
            case 1 -> flags.isComparison() ? Condition.ABOVE_OR_EQUAL
                    : isSum ? Condition.CARRY : Condition.UNKNOWN;
            case 2 -> Condition.NEGATIVE;
            case 3 -> isSum ? Condition.OVERFLOW : Condition.UNKNOWN;
            case 4 -> flags.isComparison() ? Condition.ABOVE : Condition.UNKNOWN;
            case 5 -> flags != Operation.ADD ? Condition.GREATER_OR_EQUAL : Condition.UNKNOWN;
            case 6 -> flags != Operation.ADD ? Condition.GREATER : Condition.UNKNOWN;
            default -> Condition.UNKNOWN;
        };
    }
}
