package dev.assay.check.guards;

import dev.assay.check.panics.Kind;
import dev.assay.machine.Computation;
import dev.assay.machine.Condition;
import dev.assay.machine.Flow;
import dev.assay.machine.Operand;
import dev.assay.machine.Operation;
import java.util.Optional;

/// Follows flags and registers back from a branch to what set them, as long as control can only have come one way.
final class Trace {
    /// Compilers keep a comparison near its branch.
    private static final int MAX_STEPS = 64;
    private static final int MAX_DEPTH = 4;

    private final Graph graph;
    private final Instructions instructions;

    Trace(Graph graph, Instructions instructions) {
        this.graph = graph;
        this.instructions = instructions;
    }

    /// What a branch depends on; empty if that was not found.
    ///
    /// @param taken whether the site is reached if the branch is taken
    Optional<Comparison> comparison(int branch, boolean taken, Kind kind) {
        return origin(branch, taken).map(found -> overflow(simplify(found, 0), kind).plain());
    }

    private Optional<Comparison> origin(int branch, boolean positive) {
        Optional<Computation> own = graph.code().flow(branch) == Flow.BRANCH ? instructions.computation(branch)
                : Optional.empty();
        int at = own.isPresent() ? branch : flags(branch);
        Optional<Computation> found = own.isPresent() || at < 0 ? own : instructions.computation(at);
        return found.filter(computation -> computation.operation() != Operation.OTHER).map(computation -> {
            Condition condition = instructions.condition(branch, computation.operation());
            return new Comparison(at, computation.operation(), computation.width(), computation.left(),
                    computation.right(), positive ? condition : condition.inverse());
        });
    }

    /// The instruction that set the flags as they are before `instruction`; -1 if not found.
    private int flags(int instruction) {
        int at = instruction;
        for (int step = 0; step < MAX_STEPS; step++) {
            at = graph.onlyBefore(at);
            if (at < 0 || isCall(at)) {
                return -1;
            }
            if (instructions.computation(at).filter(Computation::setsFlags).isPresent()) {
                return at;
            }
        }
        return -1;
    }

    private boolean isCall(int instruction) {
        Flow flow = graph.code().flow(instruction);
        return flow == Flow.CALL || flow == Flow.INDIRECT_CALL;
    }

    /// The instruction that last wrote `register` before `instruction`; -1 if not found.
    int definition(int instruction, int register) {
        int at = instruction;
        for (int step = 0; step < MAX_STEPS; step++) {
            at = graph.onlyBefore(at);
            if (at < 0) {
                return -1;
            }
            if (instructions.writes(at, register)) {
                return isCall(at) ? -1 : at;
            }
        }
        return -1;
    }

    /// What the instruction that defines a register computes for it, of copies what they copy.
    Optional<Computation> computed(int definition, int register) {
        int from = instructions.copied(definition, register);
        if (from >= 0) {
            return Optional.of(new Computation(Operation.COPY, Long.SIZE, new Operand.Register(from), Operand.UNKNOWN,
                    register, false));
        }
        return instructions.computation(definition).filter(computation -> computation.result() == register);
    }

    /// Where a value comes from that a register holds before an instruction: equal for two registers if one was copied
    /// from the other, or both from a third.
    ///
    /// @param definition the instruction that computed it; -1 if none was found
    /// @param register   that held it then
    record Source(int definition, int register) {}

    Source source(int instruction, int register) {
        int at = instruction;
        int held = register;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            int definition = definition(at, held);
            int from = definition < 0 ? -1 : instructions.copied(definition, held);
            if (from < 0) {
                return new Source(definition, held);
            }
            at = definition;
            held = from;
        }
        return new Source(at, held);
    }

    /// Whether two operands are the same value.
    boolean isSame(int instruction, Operand operand, int otherInstruction, Operand other) {
        if (operand instanceof Operand.Register(int one) && other instanceof Operand.Register(int two)) {
            return source(instruction, one).equals(source(otherInstruction, two));
        }
        return operand instanceof Operand.Memory && operand.equals(other);
    }

    /// A test of a register that only holds the outcome of an earlier comparison is that comparison.
    private Comparison simplify(Comparison comparison, int depth) {
        boolean isTest = comparison.isZeroTest() || comparison.isLowestBit();
        if (depth == MAX_DEPTH || !isTest || !(comparison.left() instanceof Operand.Register(int register))) {
            return comparison;
        }
        int definition = definition(comparison.at(), register);
        Optional<Computation> computed = definition < 0 ? Optional.empty() : computed(definition, register);
        if (computed.isEmpty()) {
            return comparison;
        }
        Computation found = computed.get();
        boolean nonzero = comparison.ifNonzero();
        return switch (found.operation()) {
            case SET -> origin(definition, nonzero).map(earlier -> simplify(earlier, depth + 1)).orElse(comparison);
            case SET_BELOW -> simplify(new Comparison(definition, Operation.COMPARE, found.width(), found.left(),
                    found.right(), nonzero ? Condition.BELOW : Condition.ABOVE_OR_EQUAL), depth + 1);
            case SET_LESS -> simplify(new Comparison(definition, Operation.COMPARE, found.width(), found.left(),
                    found.right(), nonzero ? Condition.LESS : Condition.GREATER_OR_EQUAL), depth + 1);
            case EXCLUSIVE_OR, SUBTRACT, COPY, AND -> unwrap(comparison, definition, found, depth);
            default -> comparison;
        };
    }

    private Comparison unwrap(Comparison comparison, int definition, Computation found, int depth) {
        boolean nonzero = comparison.ifNonzero();
        boolean isOne = found.right() instanceof Operand.Constant(long value) && value == 1;
        Condition zero = nonzero ? Condition.NOT_EQUAL : Condition.EQUAL;
        if (found.operation() == Operation.EXCLUSIVE_OR && isOne) {
            Comparison inner = new Comparison(definition, Operation.BIT_TEST, found.width(), found.left(),
                    new Operand.Constant(0), nonzero ? Condition.BIT_CLEAR : Condition.BIT_SET);
            Comparison outer = simplify(inner, depth + 1);
            return outer.equals(inner) ? comparison : outer;
        }
        if (found.operation() == Operation.AND && isOne) {
            return simplify(new Comparison(definition, Operation.BIT_TEST, found.width(), found.left(),
                    new Operand.Constant(0), nonzero ? Condition.BIT_SET : Condition.BIT_CLEAR), depth + 1);
        }
        if (comparison.isLowestBit() && found.operation() != Operation.COPY) {
            return comparison;
        }
        return switch (found.operation()) {
            case COPY -> found.left() instanceof Operand.Register
                    ? onlyIfBetter(comparison, new Comparison(definition, comparison.operation(),
                            Math.min(found.width(), comparison.width()), found.left(),
                            comparison.operation() == Operation.TEST && comparison.left().equals(comparison.right())
                                    ? found.left() : comparison.right(),
                            comparison.condition()), depth)
                    : comparison;
            case AND -> new Comparison(definition, Operation.TEST, found.width(), found.left(), found.right(), zero);
            // Of a register with itself it is a way to write 0
            case EXCLUSIVE_OR,
                    SUBTRACT -> found.left().equals(found.right()) ? comparison
                            : simplify(new Comparison(definition, Operation.COMPARE, found.width(),
                                    found.left(), found.right(), zero), depth + 1);
            default -> comparison;
        };
    }

    /// Where a copy leads to no comparison, the register that is tested says more than the one it was copied from.
    private Comparison onlyIfBetter(Comparison comparison, Comparison copied, int depth) {
        Comparison simplified = simplify(copied, depth + 1);
        return simplified.equals(copied) ? comparison : simplified;
    }

    /// Without flags, compilers tell an overflow from the result: what was computed says more.
    private Comparison overflow(Comparison comparison, Kind kind) {
        Operation wanted = switch (kind) {
            case ADD_OVERFLOW -> Operation.ADD;
            case SUB_OVERFLOW -> Operation.SUBTRACT;
            case MUL_OVERFLOW -> Operation.MULTIPLY;
            default -> Operation.OTHER;
        };
        if (wanted == Operation.OTHER || !isOfResult(comparison)) {
            return comparison;
        }
        int at = arithmetic(comparison.at(), comparison.left(), wanted, 0);
        at = at >= 0 ? at : arithmetic(comparison.at(), comparison.right(), wanted, 0);
        Optional<Computation> found = at < 0 ? Optional.empty() : instructions.computation(at);
        if (found.isEmpty() || !relates(comparison, found.get())) {
            return comparison;
        }
        boolean isUnsigned = comparison.condition().isUnsigned();
        return new Comparison(at, wanted, found.get().width(), found.get().left(), found.get().right(),
                isUnsigned ? Condition.CARRY : Condition.OVERFLOW);
    }

    /// Whether two registers are compared, or one with 0, or its upper bits are tested: not a value
    /// with its limit.
    private static boolean isOfResult(Comparison comparison) {
        boolean isLimit = comparison.right() instanceof Operand.Constant(long value) && value != 0;
        return comparison.operation() == Operation.TEST || (comparison.operation().isComparison() && !isLimit);
    }

    /// A sum is below one of its parts if it carried. Other relations than "below" arise in signed tests, where both
    /// sides are made of the result.
    private boolean relates(Comparison comparison, Computation found) {
        if (!comparison.condition().isUnsigned()) {
            return true;
        }
        return found.operation() == Operation.ADD && (isPart(comparison.left(), found)
                || isPart(comparison.right(), found));
    }

    private static boolean isPart(Operand operand, Computation of) {
        return operand instanceof Operand.Register && (operand.equals(of.left()) || operand.equals(of.right()));
    }

    private int arithmetic(int before, Operand operand, Operation wanted, int depth) {
        if (depth == MAX_DEPTH || !(operand instanceof Operand.Register(int register))) {
            return -1;
        }
        int definition = definition(before, register);
        Optional<Computation> computed = definition < 0 ? Optional.empty() : computed(definition, register);
        if (computed.isEmpty()) {
            return -1;
        }
        Operation operation = computed.get().operation();
        if (operation == wanted || (wanted == Operation.MULTIPLY && operation == Operation.MULTIPLY_HIGH)) {
            return definition;
        }
        int found = arithmetic(definition, computed.get().left(), wanted, depth + 1);
        return found >= 0 ? found : arithmetic(definition, computed.get().right(), wanted, depth + 1);
    }
}
