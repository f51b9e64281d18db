package dev.assay.archive;

import java.util.concurrent.atomic.AtomicLong;

/// What all threads of a walk may unpack together.
final class Budget {
    private final Limits limits;
    private final AtomicLong unpacked = new AtomicLong();

    Budget(Limits limits) {
        this.limits = limits;
    }

    /// Accounts for `read` more bytes of a stream.
    ///
    /// @param packed bytes of the stream that were used so far
    /// @param given  bytes that they became
    void spend(String name, long read, long packed, long given) throws LimitException {
        if (given > Limits.RATIO_FLOOR && given / limits.ratio() > packed) {
            throw new LimitException("%s: %d bytes became more than %d times as many; --max-ratio %d would go on"
                    .formatted(name, packed, limits.ratio(), 4 * limits.ratio()));
        }
        if (unpacked.addAndGet(read) > limits.unpacked()) {
            throw exhausted(name);
        }
    }

    /// Whether nothing more may be unpacked.
    boolean isExhausted() {
        return unpacked.get() > limits.unpacked();
    }

    LimitException exhausted(String name) {
        return new LimitException("%s: more than %s unpacked in all; --max-unpacked %s would go on".formatted(name,
                Limits.text(limits.unpacked()), Limits.text(2 * limits.unpacked())));
    }

    LimitException tooLarge(String name) {
        return new LimitException("%s: a file of more than %s when unpacked; --max-member %s would go on".formatted(
                name, Limits.text(limits.member()), Limits.text(2 * limits.member())));
    }
}
