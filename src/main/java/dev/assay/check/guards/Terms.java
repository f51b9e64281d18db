package dev.assay.check.guards;

import dev.assay.check.panics.Kind;
import dev.assay.image.Image;
import dev.assay.machine.Machine;
import dev.assay.machine.Operand;
import dev.assay.machine.Operation;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Makes the sides of a comparison from the operands of the machine: with what they hold and what they are called.
final class Terms {
    private final Image image;
    private final Machine machine;
    private final Numbers numbers;
    private final Naming naming;

    Terms(Image image, Numbers numbers, Naming naming) {
        this.image = image;
        this.machine = image.machine();
        this.numbers = numbers;
        this.naming = naming;
    }

    /// With the numbers that are in registers for no other purpose: where an instruction set compares only registers, a
    /// limit is brought into one first. A number stands on the right where that says the same.
    Comparison withNumbers(Comparison comparison, Kind kind) {
        Operand left = number(comparison, comparison.left());
        Operand right = number(comparison, comparison.right());
        boolean isTurned = comparison.operation() == Operation.COMPARE && left instanceof Operand.Constant
                && !(right instanceof Operand.Constant);
        Comparison found = new Comparison(comparison.at(), comparison.operation(), comparison.width(),
                isTurned ? right : left, isTurned ? left : right,
                isTurned ? comparison.condition().swapped() : comparison.condition());
        return switch (kind) {
            case BOUNDS_CHECK, SLICE_INDEX, SHL_OVERFLOW, SHR_OVERFLOW -> found.withBound();
            default -> found;
        };
    }

    private Operand number(Comparison comparison, Operand operand) {
        if (!(operand instanceof Operand.Register(int register))
                || !naming.names(comparison.at(), operand, comparison.width()).isEmpty()) {
            return operand;
        }
        Long constant = constant(comparison, register);
        return constant == null ? operand : new Operand.Constant(constant);
    }

    Term of(Comparison comparison, Operand operand, String role) {
        List<Term.Named> names = naming.names(comparison.at(), operand, comparison.width());
        return switch (operand) {
            case Operand.Constant(long value) -> new Term(role, null, extended(value, comparison), names);
            case Operand.Register(int register) -> new Term(role, machine.registerName(register),
                    constant(comparison, register), names);
            case Operand.Memory memory -> new Term(role, text(memory), null, names);
            case Operand.Unknown _ -> new Term(role, null, null, names);
        };
    }

    private @Nullable Long constant(Comparison comparison, int register) {
        OptionalLong value = numbers.before(comparison.at(), register);
        return value.isPresent() ? Long.valueOf(extended(value.getAsLong(), comparison)) : null;
    }

    /// A number of the width that is compared, with a sign where the comparison has one or does not say.
    private static long extended(long value, Comparison comparison) {
        int unused = Long.SIZE - comparison.width();
        return comparison.condition().isUnsigned() ? value << unused >>> unused : value << unused >> unused;
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
}
