package dev.assay.check.panics;

import dev.assay.check.panics.Transfers.Transfer;
import dev.assay.image.Code;
import dev.assay.machine.Flow;

/// Whether the code behind a call looks as if the compiler knew that the call does not return.
final class Ends {
    private Ends() {}

    /// A jump; or a call with nothing behind it in the function, or only code that a branch elsewhere leads to, or
    /// a trap.
    static boolean nothingFollows(Transfer transfer) {
        Code code = transfer.code();
        int next = transfer.instruction() + 1;
        if (code.flow(transfer.instruction()) != Flow.CALL || next >= code.count()) {
            return true;
        }
        Flow flow = code.flow(next);
        if (flow == Flow.TRAP || flow == Flow.INVALID) {
            return true;
        }
        for (int i = 0; i < code.count(); i++) {
            if ((code.flow(i) == Flow.JUMP || code.flow(i) == Flow.BRANCH) && code.target(i) == code.address(next)) {
                return true;
            }
        }
        return false;
    }
}
