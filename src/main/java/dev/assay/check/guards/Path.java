package dev.assay.check.guards;

import dev.assay.image.Code;
import dev.assay.image.Image;
import dev.assay.machine.Computation;
import dev.assay.machine.Flow;
import dev.assay.machine.Machine;
import dev.assay.machine.Operand;
import dev.assay.machine.Operation;
import dev.assay.machine.StraightLine;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The instructions between a branch and the site that it guards, in the order in which they run.
final class Path {
    private static final int LONGEST = 4096;

    private final Graph graph;
    private final Instructions instructions;
    private final int branch;
    private final List<Integer> between = new ArrayList<>();

    /// @param first   where the branch leads
    /// @param leading what inevitably leads to the site
    Path(Graph graph, Instructions instructions, int branch, int first, int site, BitSet leading) {
        this.graph = graph;
        this.instructions = instructions;
        this.branch = branch;
        int at = first;
        while (at != site && at >= 0 && leading.get(at) && between.size() < LONGEST) {
            between.add(at);
            int following = graph.following(at);
            at = following != Graph.NONE ? following : graph.target(at);
        }
    }

    /// The locations that can be in an argument at the site if control comes this way.
    Set<SourceLocation> locations(Image image) {
        Straight straight = new Straight(image);
        int start = branch;
        for (int before = graph.onlyBefore(start); before == start - 1 && before >= 0
                && branch - before < LONGEST; before = graph.onlyBefore(start)) {
            start = before;
        }
        for (int i = start; i <= branch; i++) {
            straight.run(i, graph.code(), instructions);
        }
        for (int i : between) {
            straight.run(i, graph.code(), instructions);
        }
        return straight.locations(image);
    }

    /// Where argument `index` of the call at the site was when the branch was reached, if it was only copied since.
    Operand argument(Machine machine, int index) {
        int register = machine.argument(index);
        for (int i = between.size() - 1; i >= 0; i--) {
            int at = between.get(i);
            int copied = instructions.copied(at, register);
            if (copied >= 0) {
                register = copied;
            } else if (instructions.writes(at, register)) {
                int written = register;
                Optional<Computation> loaded = instructions.computation(at)
                        .filter(c -> c.operation() == Operation.COPY && c.result() == written);
                return loaded.map(Computation::left).orElse(Operand.UNKNOWN);
            }
        }
        return new Operand.Register(register);
    }

    private static final class Straight extends StraightLine {
        private final Machine machine;

        Straight(Image image) {
            super(image.machine(), image.memory());
            this.machine = image.machine();
        }

        void run(int instruction, Code code, Instructions instructions) {
            instructions.effects(instruction, this);
            Flow flow = code.flow(instruction);
            if (flow == Flow.CALL || flow == Flow.INDIRECT_CALL) {
                for (int register = 0; register < machine.registers(); register++) {
                    if (!machine.isPreserved(register)) {
                        unknown(register);
                    }
                }
            }
        }

        Set<SourceLocation> locations(Image image) {
            Set<SourceLocation> found = new HashSet<>();
            for (int argument = 0; argument < machine.arguments(); argument++) {
                register(machine.argument(argument)).stream()
                        .forEach(value -> SourceLocation.read(image.memory(), value).ifPresent(found::add));
            }
            return found;
        }
    }
}
