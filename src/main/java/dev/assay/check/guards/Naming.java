package dev.assay.check.guards;

import dev.assay.check.guards.Term.Named;
import dev.assay.dwarf.Dwarf;
import dev.assay.dwarf.Location;
import dev.assay.dwarf.Variable;
import dev.assay.image.Code;
import dev.assay.image.Image;
import dev.assay.machine.Computation;
import dev.assay.machine.Machine;
import dev.assay.machine.Operand;
import dev.assay.machine.Operation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// Which source variables the operands of instructions are, by the locations that DWARF gives.
final class Naming {
    private static final int MAX_DEPTH = 3;
    private static final int POINTER = Long.BYTES;

    private final Dwarf dwarf;
    private final Machine machine;
    private final Code code;
    private final Trace trace;

    Naming(Image image, Code code, Trace trace) {
        this.dwarf = image.dwarf();
        this.machine = image.machine();
        this.code = code;
        this.trace = trace;
    }

    /// The variables that an operand is, as seen before an instruction runs.
    ///
    /// @param width of the operand, in bits
    List<Named> names(int instruction, Operand operand, int width) {
        LinkedHashSet<Named> names = new LinkedHashSet<>();
        for (Variable variable : variables(instruction, operand, width / Byte.SIZE, 0)) {
            names.add(new Named(variable.name(), variable.type()));
        }
        return List.copyOf(names);
    }

    private List<Variable> variables(int instruction, Operand operand, int size, int depth) {
        if (depth > MAX_DEPTH) {
            return List.of();
        }
        return switch (operand) {
            case Operand.Register(int register) -> inRegister(instruction, register, size, depth);
            case Operand.Memory memory -> memory.index() < 0 && memory.base() >= 0
                    ? inMemory(instruction, memory.base(), memory.displacement(), size, depth) : List.of();
            case Operand.Constant _,Operand.Unknown _ -> List.of();
        };
    }

    /// Those that are said to be in the register; else those that were where the register was loaded from.
    private List<Variable> inRegister(int instruction, int register, int size, int depth) {
        List<Variable> found = new ArrayList<>();
        for (Variable variable : dwarf.variables(code.address(instruction))) {
            switch (variable.location()) {
                case Location.InRegister(int number) -> {
                    if (machine.fromDwarf(number) == register) {
                        found.add(variable);
                    }
                }
                case Location.Sum(int number, long amount) -> {
                    if (machine.fromDwarf(number) == register && amount != Long.MIN_VALUE) {
                        found.add(new Variable(variable.name() + (amount < 0 ? " + " : " - ") + Math.abs(amount),
                                variable.type(), -1, variable.location()));
                    }
                }
                case Location.InMemory _,Location.Constant _,Location.OnEntry _,Location.Unknown _ -> {}
            }
        }
        if (!found.isEmpty()) {
            return found;
        }
        int definition = trace.definition(instruction, register);
        Optional<Computation> computed = definition < 0 ? Optional.empty()
                : trace.computed(definition, register).filter(c -> c.operation() == Operation.COPY);
        return computed.isEmpty() ? List.of() : variables(definition, computed.get().left(),
                Math.min(size, computed.get().width() / Byte.SIZE), depth + 1);
    }

    private List<Variable> inMemory(int instruction, int base, long displacement, int size, int depth) {
        List<Variable> found = new ArrayList<>();
        for (Variable variable : dwarf.variables(code.address(instruction))) {
            if (variable.location() instanceof Location.InMemory(int number, long offset)
                    && machine.fromDwarf(number) == base) {
                if (offset == displacement) {
                    found.add(variable);
                } else if (displacement - offset > 0) {
                    dwarf.member(variable, displacement - offset, size).ifPresent(found::add);
                }
            }
        }
        if (found.isEmpty()) {
            for (Variable pointer : variables(instruction, new Operand.Register(base), POINTER, depth + 1)) {
                dwarf.pointed(pointer, displacement, size).ifPresent(found::add);
            }
        }
        return found;
    }
}
