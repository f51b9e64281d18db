package dev.assay.check.guards;

import dev.assay.machine.Effects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The numbers that registers are certain to hold, told from the instructions that brought them there.
///
/// Memory plays no part: a slot of the stack may change in any function that was given its address, and what
/// [dev.assay.image.State] keeps of it may be old. A location that is found so can be checked; a number cannot.
final class Numbers {
    private static final int MAX_DEPTH = 8;

    private final Trace trace;
    private final Instructions instructions;

    Numbers(Trace trace, Instructions instructions) {
        this.trace = trace;
        this.instructions = instructions;
    }

    /// What a register holds before an instruction; empty if that is not certain.
    OptionalLong before(int instruction, int register) {
        Long value = value(instruction, register, 0);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    private @Nullable Long value(int instruction, int register, int depth) {
        int definition = depth == MAX_DEPTH ? -1 : trace.definition(instruction, register);
        if (definition < 0) {
            return null;
        }
        Written written = new Written(definition, register, depth);
        instructions.effects(definition, written);
        return written.result();
    }

    /// The value that one instruction leaves in one register.
    private final class Written implements Effects {
        private final int instruction;
        private final int register;
        private final int depth;
        private @Nullable Long value;
        private boolean isWritten;

        Written(int instruction, int register, int depth) {
            this.instruction = instruction;
            this.register = register;
            this.depth = depth;
        }

        @Nullable
        Long result() {
            return isWritten ? value : null;
        }

        private void set(int to, @Nullable Long result) {
            if (to == register) {
                value = result;
                isWritten = true;
            }
        }

        private @Nullable Long of(int from) {
            return from == register && isWritten ? value : value(instruction, from, depth + 1);
        }

        @Override
        public void constant(int to, long number) {
            set(to, number);
        }

        @Override
        public void copy(int to, int from) {
            if (to == register) {
                set(to, of(from));
            }
        }

        @Override
        public void copyLow(int to, int from) {
            Long before = to == register ? of(from) : null;
            set(to, before == null ? null : Long.valueOf(before & 0xffff_ffffL));
        }

        @Override
        public void add(int to, int from, long amount) {
            Long before = to == register ? of(from) : null;
            set(to, before == null ? null : Long.valueOf(before + amount));
        }

        @Override
        public void addSigned32(int to, int from, long amount) {
            Long before = to == register ? of(from) : null;
            set(to, before == null ? null : Long.valueOf((before + amount) << Integer.SIZE >> Integer.SIZE));
        }

        @Override
        public void insert16(int to, int shift, int bits) {
            Long before = to == register ? of(to) : null;
            set(to, before == null ? null : Long.valueOf((before & ~(0xffffL << shift)) | (long) bits << shift));
        }

        @Override
        public void keep(int to, int from, long kept, long bits) {
            Long before = to == register ? of(from) : null;
            set(to, before == null ? null : Long.valueOf((before & kept) | bits));
        }

        @Override
        public void maybeCopy(int to, int from) {
            set(to, null);
        }

        @Override
        public void load(int to, int base, long displacement) {
            set(to, null);
        }

        @Override
        public void loadConstantAddress(int to, long address) {
            set(to, null);
        }

        @Override
        public void store(int base, long displacement, int from) {
            // Memory is not followed.
        }

        @Override
        public void storeConstant(int base, long displacement, long number) {
            // Memory is not followed.
        }

        @Override
        public void storeUnknown(int base, long displacement, int width) {
            // Memory is not followed.
        }

        @Override
        public void unknown(int to) {
            set(to, null);
        }

        @Override
        public void use(int used) {
            // Reading changes nothing.
        }
    }
}
