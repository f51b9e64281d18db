package dev.assay.check.panics;

import dev.assay.check.panics.Transfers.Transfer;
import dev.assay.image.Code;
import dev.assay.image.Image;
import dev.assay.image.State;
import dev.assay.machine.Flow;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongPredicate;

/// What the registers hold before the transfers of each function: as far as the block around a transfer tells, which
/// is nearly always enough, and over the whole function for those where it is not.
final class Flows {
    private final Image image;
    private final LongPredicate neverReturns;
    private final Map<Code, Map<Integer, State>> blocks = new HashMap<>();
    private final Map<Code, Map<Integer, State>> whole = new HashMap<>();

    Flows(Image image, LongPredicate neverReturns) {
        this.image = image;
        this.neverReturns = neverReturns;
    }

    /// What the block around the transfer tells.
    State inBlock(Transfer transfer) {
        Map<Integer, State> states = blocks.computeIfAbsent(transfer.code(),
                code -> image.blockStates(code, neverReturns, i -> leaves(code, i)));
        return Objects.requireNonNull(states.get(transfer.instruction()));
    }

    /// What the whole function tells; empty for code that cannot be reached.
    Optional<State> before(Transfer transfer) {
        return Optional.ofNullable(of(transfer.code()).get(transfer.instruction()));
    }

    /// The state before every transfer out of the function, by instruction.
    Map<Integer, State> of(Code code) {
        return whole.computeIfAbsent(code, c -> image.states(c, neverReturns, i -> leaves(c, i)));
    }

    private static boolean leaves(Code code, int instruction) {
        Flow flow = code.flow(instruction);
        return flow == Flow.CALL || flow == Flow.INDIRECT_CALL || flow == Flow.INDIRECT_JUMP
                || (flow.isDirect() && !code.function().contains(code.target(instruction)));
    }
}
