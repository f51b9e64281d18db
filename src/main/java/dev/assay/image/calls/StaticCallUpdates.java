package dev.assay.image.calls;

import dev.assay.machine.Machine;

/// What calls of `__static_call_update(key, trampoline, function)` hand over (Linux `include/linux/static_call.h`).
final class StaticCallUpdates {
    private static final int TRAMPOLINE = 1;
    private static final int FUNCTION = 2;

    private final Addresses pairs = new Addresses();
    private boolean open;

    /// Notes a call.
    void add(Tracker tracker, Machine machine) {
        int trampoline = machine.argument(TRAMPOLINE);
        int function = machine.argument(FUNCTION);
        if (tracker.isNumber(trampoline) && tracker.isNumber(function)) {
            pairs.add(tracker.value(trampoline));
            pairs.add(tracker.value(function));
        } else {
            open = true;
        }
    }

    int count() {
        return pairs.count() / 2;
    }

    long trampoline(int index) {
        return pairs.at(2 * index);
    }

    long function(int index) {
        return pairs.at(2 * index + 1);
    }

    /// Whether some call may point any trampoline anywhere.
    boolean isOpen() {
        return open;
    }
}
