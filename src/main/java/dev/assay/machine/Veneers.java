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
                    return constants.leaving(decoder);
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
    private static final class Constants extends StraightLine {
        private final Machine machine;
        private boolean doesMore;

        Constants(Machine machine, Memory memory) {
            super(machine, memory);
            this.machine = machine;
        }

        OptionalLong leaving(Decoder decoder) {
            if (decoder.targetRegister() >= 0) {
                return destination(decoder);
            }
            return decoder.targetSlot() == 0 ? OptionalLong.empty() : read(decoder.targetSlot());
        }

        @Override
        protected void wrote(int register) {
            doesMore |= register == machine.stackPointer() || machine.isPreserved(register);
            for (int index = 0; index < machine.arguments(); index++) {
                doesMore |= register == machine.argument(index);
            }
        }

        @Override
        protected void stored() {
            doesMore = true;
        }
    }
}
