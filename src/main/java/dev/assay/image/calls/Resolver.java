package dev.assay.image.calls;

import dev.assay.image.Code;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.image.State;
import dev.assay.image.Value;
import dev.assay.machine.Decoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Follows what an indirect transfer goes through back to constants: a table or vtable in memory that nobody writes to,
/// or the address of a function itself.
final class Resolver {
    private final Image image;
    private final Thunks thunks;
    private final Decoder decoder;
    private final Map<Long, Map<Integer, State>> states = new HashMap<>();
    private final Map<Long, Code> codes = new HashMap<>();

    Resolver(Image image, Thunks thunks) {
        this.image = image;
        this.thunks = thunks;
        this.decoder = image.machine().decoder();
    }

    /// Every address that the transfer at `address` can go to; none unless all are known.
    long[] destinations(long start, long size, long address) {
        Optional<Code> code = code(start, size);
        int instruction = code.map(found -> found.at(address)).orElse(-1);
        if (instruction < 0) {
            return new long[0];
        }
        image.memory().at(address).ifPresent(bytes -> decoder.decode(bytes, 0, address));
        long slot = decoder.targetSlot();
        if (slot != 0) {
            return image.memory().isConstant(slot) ? read(slot) : new long[0];
        }
        State state = states.computeIfAbsent(start, at -> solve(code.orElseThrow())).get(instruction);
        return state == null || !state.isReached() ? new long[0] : values(state, code.orElseThrow(), instruction);
    }

    private Optional<Code> code(long start, long size) {
        return Optional.ofNullable(codes.computeIfAbsent(start, at -> image.memory().sectionAt(start)
                .map(section -> image.code(new Function(start, size, section, List.of("function"))))
                .orElse(null)));
    }

    private Map<Integer, State> solve(Code code) {
        return image.states(code, target -> false, i -> switch (code.flow(i)) {
            case INDIRECT_CALL, INDIRECT_JUMP -> true;
            case CALL, JUMP, BRANCH -> thunks.register(code.target(i)) >= 0;
            case NEXT, RETURN, TRAP, INVALID -> false;
        });
    }

    private long[] values(State state, Code code, int instruction) {
        int register = decoder.flow().isDirect() ? thunks.register(code.target(instruction))
                : decoder.targetRegister();
        Value value;
        long added = 0;
        if (register >= 0) {
            value = state.register(register);
            added = decoder.flow().isDirect() ? 0 : decoder.targetDisplacement();
        } else if (decoder.slotBase() >= 0) {
            value = state.read(state.register(decoder.slotBase()), decoder.slotDisplacement());
        } else {
            return new long[0];
        }
        long[] found = value.constants();
        if (value.open() || found.length != value.atoms().size()) {
            return new long[0];
        }
        for (int i = 0; i < found.length; i++) {
            found[i] += added;
        }
        return found;
    }

    private long[] read(long slot) {
        return image.memory().at(slot).filter(bytes -> bytes.size() >= Long.BYTES)
                .map(bytes -> new long[] {bytes.u64(0)}).orElse(new long[0]);
    }
}
