package dev.assay.check.guards;

import dev.assay.image.Code;
import dev.assay.image.Image;
import dev.assay.image.State;
import dev.assay.image.Value;
import dev.assay.machine.Condition;
import dev.assay.machine.Machine;
import dev.assay.machine.Operand;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Makes the sides of a comparison from the operands of the machine: with what they hold and what they are called.
final class Terms {
    /// Data flow over a whole function is asked for no larger one, in instructions.
    private static final int LARGEST = 20_000;

    private final Image image;
    private final Machine machine;
    private final Code code;
    private final LongPredicate neverReturns;
    private final Naming naming;

    Terms(Image image, Code code, LongPredicate neverReturns, Naming naming) {
        this.image = image;
        this.machine = image.machine();
        this.code = code;
        this.neverReturns = neverReturns;
        this.naming = naming;
    }

    Term of(Comparison comparison, Operand operand, String role) {
        List<Term.Named> names = naming.names(comparison.at(), operand, comparison.width());
        return switch (operand) {
            case Operand.Constant(long value) -> new Term(role, null, value, names);
            case Operand.Register(int register) -> new Term(role, machine.registerName(register),
                    constant(comparison, register), names);
            case Operand.Memory memory -> new Term(role, text(memory), null, names);
            case Operand.Unknown _ -> new Term(role, null, null, names);
        };
    }

    private @Nullable Long constant(Comparison comparison, int register) {
        int at = comparison.at();
        State block = image.blockStates(code, neverReturns, i -> i == at).get(at);
        Value value = block == null ? null : block.register(register);
        if ((value == null || !value.isConstant()) && code.count() <= LARGEST) {
            State whole = image.states(code, neverReturns, i -> i == at).get(at);
            value = whole == null ? null : whole.register(register);
        }
        if (value == null || !value.isConstant()) {
            return null;
        }
        int unused = Long.SIZE - comparison.width();
        return value.constant() << unused >> unused;
    }

    /// `[rdi+rsi*8+0x10]`.
    private String text(Operand.Memory memory) {
        StringBuilder text = new StringBuilder("[");
        if (memory.base() >= 0) {
            text.append(machine.registerName(memory.base()));
        }
        if (memory.index() >= 0) {
            text.append(memory.base() >= 0 ? "+" : "").append(machine.registerName(memory.index())).append('*')
                    .append(memory.scale());
        }
        long displacement = memory.displacement();
        if (memory.isConstant()) {
            return image.elf().isRelocatable() ? text.append("static]").toString()
                    : text.append("0x%x]".formatted(displacement)).toString();
        }
        if (displacement != 0) {
            text.append(displacement < 0 ? "-0x" : "+0x").append(Long.toHexString(Math.abs(displacement)));
        }
        return text.append(']').toString();
    }

    /// Compilers turn `index >= 40` into `index > 39`; the bound is 40 all the same.
    static Term asBound(Term term, Comparison comparison, boolean isLeft) {
        Condition condition = isLeft ? comparison.condition().swapped() : comparison.condition();
        boolean isLast = condition == Condition.ABOVE || condition == Condition.GREATER;
        Long value = term.constant();
        return term.role().equals(Roles.BOUND) && isLast && value != null && value != -1
                && comparison.operation().isComparison() ? term.withConstant(value + 1) : term;
    }
}
