package dev.assay.check.panics;

import dev.assay.image.Code;
import dev.assay.image.Image;
import dev.assay.machine.Flow;
import dev.assay.machine.Veneers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The direct transfers of control from one Rust function to another place: calls, tail jumps, conditional branches.
final class Transfers {
    private final Image image;
    private final Map<Code, List<Transfer>> byCode = new HashMap<>();
    private final Map<Long, List<Transfer>> byTarget = new HashMap<>();
    private final Map<Long, Long> resolved = new HashMap<>();

    /// One transfer.
    ///
    /// @param code        the function that holds it
    /// @param instruction its index there
    /// @param target      where it leads, through veneers
    record Transfer(Code code, int instruction, long target) {
        long address() {
            return code.address(instruction);
        }
    }

    Transfers(Image image, List<Code> codes) {
        this.image = image;
        for (Code code : codes) {
            List<Transfer> transfers = new ArrayList<>();
            for (int i = 0; i < code.count(); i++) {
                Flow flow = code.flow(i);
                if (flow.isDirect() && (flow == Flow.CALL || !code.function().contains(code.target(i)))) {
                    Transfer transfer = new Transfer(code, i, resolve(code.target(i)));
                    transfers.add(transfer);
                    byTarget.computeIfAbsent(transfer.target(), t -> new ArrayList<>()).add(transfer);
                }
            }
            byCode.put(code, transfers);
        }
    }

    /// Adds a transfer through a register whose value data flow has found.
    void add(Transfer transfer) {
        byCode.computeIfAbsent(transfer.code(), c -> new ArrayList<>()).add(transfer);
        byTarget.computeIfAbsent(transfer.target(), t -> new ArrayList<>()).add(transfer);
    }

    List<Transfer> from(Code code) {
        return byCode.getOrDefault(code, List.of());
    }

    List<Transfer> to(long target) {
        return byTarget.getOrDefault(target, List.of());
    }

    /// Where a transfer to `target` ends up, if that is only a veneer or a PLT entry; else `target`.
    long resolve(long target) {
        Long known = resolved.get(target);
        if (known == null) {
            boolean own = image.functionStartingAt(target).isPresent() || image.memory().sectionAt(target).isEmpty();
            known = own ? target : Veneers.destination(image.machine(), image.memory(), target).orElse(target);
            resolved.put(target, known);
        }
        return known;
    }
}
