package dev.assay.check.guards;

import dev.assay.bytes.Slice;
import dev.assay.image.Code;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.machine.Computation;
import dev.assay.machine.Condition;
import dev.assay.machine.Decoder;
import dev.assay.machine.Effects;
import dev.assay.machine.Flow;
import dev.assay.machine.Machine;
import dev.assay.machine.Operation;
import java.util.BitSet;
import java.util.Optional;

/// The instructions of one function, asked one at a time for what they compute and write.
final class Instructions {
    private final Code code;
    private final Slice bytes;
    private final Machine machine;
    private final Decoder decoder;

    Instructions(Image image, Code code) {
        this.code = code;
        this.machine = image.machine();
        this.decoder = machine.decoder();
        Function function = code.function();
        Slice contents = image.memory().contents(function.section());
        long start = function.address() - image.memory().address(function.section());
        this.bytes = contents.window(start, function.size());
    }

    private void decode(int instruction) {
        // Some decoders tell pairs of instructions by the one before.
        if (instruction > 0) {
            decoder.decode(bytes, code.offset(instruction - 1), code.address(instruction - 1));
        }
        decoder.decode(bytes, code.offset(instruction), code.address(instruction));
    }

    Optional<Computation> computation(int instruction) {
        decode(instruction);
        return decoder.computation();
    }

    Condition condition(int instruction, Operation flags) {
        decode(instruction);
        return decoder.condition(flags);
    }

    void effects(int instruction, Effects effects) {
        decode(instruction);
        decoder.effects(effects);
    }

    /// Whether a register may hold something else behind an instruction than before it.
    boolean writes(int instruction, int register) {
        Flow flow = code.flow(instruction);
        if ((flow == Flow.CALL || flow == Flow.INDIRECT_CALL) && !machine.isPreserved(register)) {
            return true;
        }
        Watcher watcher = new Watcher();
        effects(instruction, watcher);
        return watcher.written.get(register);
    }

    /// The register that an instruction copies whole, or its lower part, into `register`; -1 if it does not.
    int copied(int instruction, int register) {
        Watcher watcher = new Watcher();
        effects(instruction, watcher);
        return watcher.copyTo == register ? watcher.copyFrom : -1;
    }

    /// Whether it does nothing at all.
    boolean isIdle(int instruction) {
        if (code.flow(instruction) != Flow.NEXT) {
            return false;
        }
        Watcher watcher = new Watcher();
        effects(instruction, watcher);
        return !watcher.acts && decoder.computation().isEmpty();
    }

    /// Which registers an instruction writes, and whether it copies one.
    private static final class Watcher implements Effects {
        private final BitSet written = new BitSet();
        private int copyTo = -1;
        private int copyFrom = -1;
        private boolean acts;

        private void write(int to) {
            written.set(to);
            acts = true;
        }

        @Override
        public void constant(int to, long value) {
            write(to);
        }

        @Override
        public void copy(int to, int from) {
            copyTo = to;
            copyFrom = from;
            write(to);
        }

        @Override
        public void copyLow(int to, int from) {
            copy(to, from);
        }

        @Override
        public void add(int to, int from, long amount) {
            write(to);
        }

        @Override
        public void maybeCopy(int to, int from) {
            write(to);
        }

        @Override
        public void load(int to, int base, long displacement) {
            write(to);
        }

        @Override
        public void loadConstantAddress(int to, long address) {
            write(to);
        }

        @Override
        public void store(int base, long displacement, int from) {
            acts = true;
        }

        @Override
        public void storeConstant(int base, long displacement, long value) {
            acts = true;
        }

        @Override
        public void storeUnknown(int base, long displacement, int width) {
            acts = true;
        }

        @Override
        public void unknown(int to) {
            write(to);
        }

        @Override
        public void use(int register) {
            acts = true;
        }
    }
}
