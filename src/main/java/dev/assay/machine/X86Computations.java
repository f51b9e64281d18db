package dev.assay.machine;

import static dev.assay.machine.Computation.NOWHERE;
import static dev.assay.machine.Computation.OTHER;

import java.util.Optional;

/// What x86 instructions compute, and what conditions mean behind them
/// (Intel SDM volume 1, appendix A, "EFLAGS Cross-Reference"; volume 2, "Jcc").
///
/// What is not known to leave the flags alone counts as setting them in a way not described.
final class X86Computations {
    /// Opcodes of the first map, from 0x80, that set no flags: one bit each.
    private static final long QUIET_80 = bits(0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8d, 0x8e, 0x8f, 0x90, 0x91,
            0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9b, 0x9c, 0x9f, 0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xaa,
            0xab, 0xac, 0xad, 0xb0, 0xb1, 0xb2, 0xb3, 0xb4, 0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xba, 0xbb, 0xbc, 0xbd, 0xbe,
            0xbf);

    private final X86Instruction instruction;
    private final X86Operand operand;

    X86Computations(X86Instruction instruction, X86Operand operand) {
        this.instruction = instruction;
        this.operand = operand;
    }

    private static long bits(int... opcodes) {
        long set = 0;
        for (int opcode : opcodes) {
            set |= 1L << (opcode - 0x80);
        }
        return set;
    }

    Optional<Computation> computation() {
        if (instruction.flow != Flow.NEXT) {
            return Optional.empty();
        }
        if (instruction.encoding != X86Instruction.LEGACY || instruction.map > 1) {
            return Optional.of(OTHER);
        }
        return instruction.map == 0 ? first() : escaped();
    }

    private Optional<Computation> first() {
        int opcode = instruction.opcode;
        int size = (opcode & 1) == 0 ? 1 : instruction.operandSize();
        if (opcode < 0x40) {
            return arithmetic(opcode, size);
        }
        return switch (opcode) {
            case 0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57, 0x58, 0x59, 0x5a, 0x5b, 0x5c, 0x5d, 0x5e, 0x5f,
                    0x68, 0x6a -> Optional.empty();
            case 0x63 -> copy(4);
            case 0x69, 0x6b -> flags(Operation.MULTIPLY, instruction.operandSize(), named(instruction.operandSize()),
                    immediate(instruction.operandSize()), instruction.register());
            case 0x80, 0x81, 0x83 -> grouped(instruction.group(), size, named(size), immediate(size), written(size));
            case 0x84, 0x85 -> flags(Operation.TEST, size, named(size), register(size), NOWHERE);
            case 0x8a, 0x8b -> copy(size);
            case 0xa8, 0xa9 -> flags(Operation.TEST, size, rax(), immediate(size), NOWHERE);
            case 0xc0, 0xc1 -> shift(size, immediate(1));
            case 0xd0, 0xd1 -> shift(size, new Operand.Constant(1));
            case 0xc6, 0xc7, 0xc8, 0xc9, 0xe4, 0xe5, 0xe6, 0xe7, 0xec, 0xed, 0xee, 0xef, 0xf4, 0xfa, 0xfb, 0xfc,
                    0xfd -> Optional.empty();
            case 0xf6, 0xf7 -> unary(size);
            case 0xfe, 0xff -> switch (instruction.group()) {
                case 0 -> flags(Operation.INCREMENT, size, named(size), new Operand.Constant(1), written(size));
                case 1 -> flags(Operation.DECREMENT, size, named(size), new Operand.Constant(1), written(size));
                default -> Optional.empty(); // push
            };
            default -> opcode >= 0x80 && opcode < 0xc0 && (QUIET_80 >>> (opcode - 0x80) & 1) != 0 ? Optional.empty()
                    : Optional.of(OTHER);
        };
    }

    private Optional<Computation> arithmetic(int opcode, int size) {
        return switch (opcode & 7) {
            case 0, 1 -> grouped(opcode >> 3, size, named(size), register(size), written(size));
            case 2, 3 -> grouped(opcode >> 3, size, register(size), named(size), sized(size));
            default -> grouped(opcode >> 3, size, rax(), immediate(size), X86Operand.RAX);
        };
    }

    /// The eight operations of [X86Arithmetic], by number.
    private static Optional<Computation> grouped(int number, int size, Operand left, Operand right, int result) {
        return switch (number) {
            case 0 -> flags(Operation.ADD, size, left, right, result);
            case 1 -> flags(Operation.OR, size, left, right, result);
            case 4 -> flags(Operation.AND, size, left, right, result);
            case 5 -> flags(Operation.SUBTRACT, size, left, right, result);
            case 6 -> flags(Operation.EXCLUSIVE_OR, size, left, right, result);
            case X86Arithmetic.COMPARE -> flags(Operation.COMPARE, size, left, right, NOWHERE);
            default -> Optional.of(OTHER); // with carry or borrow
        };
    }

    private Optional<Computation> unary(int size) {
        return switch (instruction.group()) {
            case 0, 1 -> flags(Operation.TEST, size, named(size), immediate(size), NOWHERE);
            case 2 -> Optional.empty(); // not
            case 3 -> flags(Operation.NEGATE, size, named(size), Operand.UNKNOWN, written(size));
            case 4, 5 -> flags(Operation.MULTIPLY, size, rax(), named(size), X86Operand.RAX);
            default -> Optional.of(OTHER); // divisions leave them undefined
        };
    }

    /// A shift by 0 leaves the flags as they were; only the number in the instruction says whether it is one.
    private Optional<Computation> shift(int size, Operand amount) {
        boolean isShift = instruction.group() >= 4 && amount instanceof Operand.Constant(long by) && (by & 31) != 0;
        Operation operation = instruction.group() == 4 ? Operation.SHIFT_LEFT : Operation.SHIFT_RIGHT;
        return isShift ? flags(operation, size, named(size), amount, written(size)) : Optional.of(OTHER);
    }

    private Optional<Computation> escaped() {
        int opcode = instruction.opcode;
        int size = instruction.operandSize();
        return switch (opcode) {
            // Moves of vectors, and nothing but hints
            case 0x10, 0x11, 0x12, 0x13, 0x16, 0x17, 0x28, 0x29, 0x2b, 0x57, 0x6e, 0x6f, 0x7e, 0x7f, 0xd6, 0xe7, 0xef,
                    0x1e, 0x1f, 0x18, 0x19, 0x1a, 0x1b, 0x1c, 0x1d, 0x0d, 0x31, 0xa0, 0xa1, 0xa2, 0xa8, 0xa9,
                    0xae, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf -> Optional.empty();
            case 0xa3, 0xab, 0xb3, 0xbb -> flags(Operation.BIT_TEST, size, named(size), register(size),
                    opcode == 0xa3 ? NOWHERE : written(size));
            case 0xba -> flags(Operation.BIT_TEST, size, named(size), immediate(1),
                    instruction.group() == 4 ? NOWHERE : written(size));
            case 0xaf -> flags(Operation.MULTIPLY, size, register(size), named(size), instruction.register());
            case 0xb0 -> flags(Operation.COMPARE, 1, rax(), named(1), NOWHERE);
            case 0xb1 -> flags(Operation.COMPARE, size, rax(), named(size), NOWHERE);
            case 0xb6, 0xbe -> copy(1);
            case 0xb7, 0xbf -> copy(2);
            case 0xc0 -> flags(Operation.ADD, 1, named(1), register(1), written(1));
            case 0xc1 -> flags(Operation.ADD, size, named(size), register(size), written(size));
            default -> switch (opcode >> 4) {
                case 4 -> Optional.empty(); // cmov
                case 9 -> Optional.of(new Computation(Operation.SET, 8, Operand.UNKNOWN, Operand.UNKNOWN, written(1),
                        false));
                default -> Optional.of(OTHER);
            };
        };
    }

    private static Optional<Computation> flags(Operation operation, int size, Operand left, Operand right,
            int result) {
        return Optional.of(new Computation(operation, 8 * size, left, right, result, true));
    }

    private Optional<Computation> copy(int size) {
        return Optional.of(new Computation(Operation.COPY, 8 * size, named(size), Operand.UNKNOWN,
                instruction.opcode == 0x8a ? sized(1) : instruction.register(), false));
    }

    private static Operand rax() {
        return new Operand.Register(X86Operand.RAX);
    }

    private int sized(int size) {
        return instruction.byteRegister(instruction.register(), size);
    }

    private boolean isSecondByte(int number, int size) {
        return size == 1 && instruction.rex == 0 && number >= 4;
    }

    private Operand register(int size) {
        return isSecondByte(instruction.register(), size) ? Operand.UNKNOWN
                : new Operand.Register(instruction.register());
    }

    /// What ModRM names.
    private Operand named(int size) {
        if (operand.isRegister()) {
            return isSecondByte(operand.register, size) ? Operand.UNKNOWN : new Operand.Register(operand.register);
        }
        if (instruction.has(X86Instruction.SEGMENT | X86Instruction.ADDRESS_32)) {
            return Operand.UNKNOWN;
        }
        return new Operand.Memory(operand.base, operand.index, operand.scale, operand.displacement);
    }

    /// The register that ModRM names, as a destination.
    private int written(int size) {
        return operand.isRegister() ? operand.register(size) : NOWHERE;
    }

    private Operand immediate(int size) {
        long value = instruction.immediate();
        return new Operand.Constant(size == 1 ? (byte) value : value);
    }

    /// The condition in the last four bits of the opcode (`jcc`, `setcc`).
    ///
    /// @param flags the operation that set the flags
    Condition condition(Operation flags) {
        boolean isBranch = instruction.flow == Flow.BRANCH && (instruction.map == 1 || instruction.opcode >> 4 == 7);
        boolean isSet = instruction.map == 1 && instruction.opcode >> 4 == 9 && instruction.flow == Flow.NEXT
                && instruction.encoding == X86Instruction.LEGACY;
        if (!isBranch && !isSet) {
            return Condition.UNKNOWN; // `loop`, `jrcxz`, `xbegin`
        }
        Condition even = even(instruction.opcode >> 1 & 7, flags);
        return (instruction.opcode & 1) == 0 ? even : even.inverse();
    }

    /// Of each pair of conditions the first.
    private static Condition even(int number, Operation flags) {
        return switch (number) {
            case 0 -> hasOverflow(flags) ? Condition.OVERFLOW : Condition.UNKNOWN;
            case 1 -> switch (flags) {
                case COMPARE, SUBTRACT -> Condition.BELOW;
                case ADD, MULTIPLY -> Condition.CARRY;
                case NEGATE -> Condition.NOT_EQUAL; // from 0 everything else borrows
                case BIT_TEST -> Condition.BIT_SET;
                default -> Condition.UNKNOWN;
            };
            case 2 -> flags == Operation.MULTIPLY || flags == Operation.BIT_TEST || flags == Operation.OTHER
                    ? Condition.UNKNOWN : Condition.EQUAL;
            case 3 -> flags.isComparison() ? Condition.BELOW_OR_EQUAL : Condition.UNKNOWN;
            case 4 -> hasSign(flags) ? Condition.NEGATIVE : Condition.UNKNOWN;
            case 6 -> isSigned(flags) ? Condition.LESS : Condition.UNKNOWN;
            case 7 -> isSigned(flags) ? Condition.LESS_OR_EQUAL : Condition.UNKNOWN;
            default -> Condition.UNKNOWN; // parity
        };
    }

    private static boolean hasOverflow(Operation flags) {
        return switch (flags) {
            case COMPARE, SUBTRACT, ADD, MULTIPLY, NEGATE, INCREMENT, DECREMENT -> true;
            default -> false;
        };
    }

    private static boolean hasSign(Operation flags) {
        return switch (flags) {
            case COMPARE, SUBTRACT, ADD, NEGATE, INCREMENT, DECREMENT, TEST, AND, OR, EXCLUSIVE_OR, SHIFT_LEFT,
                    SHIFT_RIGHT -> true;
            default -> false;
        };
    }

    /// Whether sign and overflow together compare: left with right, or, where nothing overflows, the result with 0.
    private static boolean isSigned(Operation flags) {
        return switch (flags) {
            case COMPARE, SUBTRACT, TEST, AND, OR, EXCLUSIVE_OR -> true;
            default -> false;
        };
    }
}
