package dev.assay.machine;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.util.Optional;
import java.util.OptionalLong;

/// Sees through the short pieces of code that only pass control on: range-extension veneers, entries of a procedure
/// linkage table, functions that are one jump.
///
/// Works on the effects of instructions, so it is the same for every [Machine].
public final class Veneers {
    private static final int LONGEST = 8;

    private Veneers() {}

    /// Where the code at `address` goes if it does nothing else; empty if it does more, or where cannot be told.
    ///
    /// It may set registers, but none that carries an argument or that the caller expects back, for then it is more
    /// than a way to its destination: code that sets a panic's location and jumps is a place of its own.
    /// One step only: the destination may be another veneer, or the same one.
    ///
    /// @param memory linked code: in a relocatable file the destination is in a relocation and not in the bytes
    public static OptionalLong destination(Machine machine, Memory memory, long address) {
        Optional<Slice> code = memory.at(address);
        if (code.isEmpty()) {
            return OptionalLong.empty();
        }
        Decoder decoder = machine.decoder();
        Constants constants = new Constants(machine, memory);
        long offset = 0;
        for (int count = 0; count < LONGEST; count++) {
            decoder.decode(code.get(), offset, address + offset);
            switch (decoder.flow()) {
                case JUMP -> {
                    return OptionalLong.of(decoder.target());
                }
                case INDIRECT_JUMP -> {
                    return constants.destination(decoder);
                }
                case NEXT -> decoder.effects(constants);
                case CALL, BRANCH, RETURN, INDIRECT_CALL, TRAP, INVALID -> {
                    return OptionalLong.empty();
                }
            }
            if (constants.doesMore) {
                return OptionalLong.empty();
            }
            offset += decoder.length();
        }
        return OptionalLong.empty();
    }

    /// The registers whose values are known.
    private static final class Constants implements Effects {
        private final Machine machine;
        private final Memory memory;
        private final long[] values;
        private final boolean[] known;
        private boolean doesMore;

        Constants(Machine machine, Memory memory) {
            this.machine = machine;
            this.memory = memory;
            this.values = new long[machine.registers()];
            this.known = new boolean[machine.registers()];
        }

        OptionalLong destination(Decoder decoder) {
            int register = decoder.targetRegister();
            if (register >= 0) {
                return known[register] ? OptionalLong.of(values[register]) : OptionalLong.empty();
            }
            return decoder.targetSlot() == 0 ? OptionalLong.empty() : read(decoder.targetSlot());
        }

        private OptionalLong read(long address) {
            if (!memory.isConstant(address) || !memory.isConstant(address + 7)) {
                return OptionalLong.empty();
            }
            Optional<Slice> bytes = memory.at(address);
            return bytes.isPresent() && bytes.get().contains(0, 8)
                    ? OptionalLong.of(bytes.get().u64(0))
                    : OptionalLong.empty();
        }

        private void set(int to, boolean isKnown, long value) {
            known[to] = isKnown;
            values[to] = value;
            doesMore |= to == machine.stackPointer() || machine.isPreserved(to);
            for (int index = 0; index < machine.arguments(); index++) {
                doesMore |= to == machine.argument(index);
            }
        }

        private void set(int to, OptionalLong value) {
            set(to, value.isPresent(), value.orElse(0));
        }

        @Override
        public void constant(int to, long value) {
            set(to, true, value);
        }

        @Override
        public void copy(int to, int from) {
            set(to, known[from], values[from]);
        }

        @Override
        public void add(int to, int from, long amount) {
            set(to, known[from], values[from] + amount);
        }

        @Override
        public void insert16(int to, int shift, int value) {
            set(to, known[to], (values[to] & ~(0xffffL << shift)) | ((long) value << shift));
        }

        @Override
        public void maybeCopy(int to, int from) {
            set(to, known[to] && known[from] && values[to] == values[from], values[to]);
        }

        @Override
        public void load(int to, int base, long displacement) {
            set(to, known[base] ? read(values[base] + displacement) : OptionalLong.empty());
        }

        @Override
        public void loadConstantAddress(int to, long address) {
            set(to, read(address));
        }

        @Override
        public void store(int base, long displacement, int from) {
            doesMore = true;
        }

        @Override
        public void storeConstant(int base, long displacement, long value) {
            doesMore = true;
        }

        @Override
        public void storeUnknown(int base, long displacement, int width) {
            doesMore = true;
        }

        @Override
        public void unknown(int to) {
            set(to, false, 0);
        }

        @Override
        public void use(int register) {
            // Reading changes nothing
        }
    }
}
