package dev.assay.machine;

import java.util.function.IntConsumer;
import java.util.function.LongPredicate;

/// Finds in plain bytes what, were it an instruction, would transfer control directly: one form per instruction set.
public interface TransferPatterns {
    /// The longest pattern, in bytes.
    int LONGEST = 16;

    /// Reports every pattern that starts in the first `steps` bytes.
    ///
    /// @param bytes   of code; `bytes[0]` lies at a multiple of the instruction alignment
    /// @param length  how many of them count; a pattern may reach up to there
    /// @param address of the first byte
    void find(byte[] bytes, int length, int steps, long address, Sink sink);

    /// Gets the candidates, and passes on those with a destination of interest. A class and not an interface: it is
    /// called for every tenth byte of a kernel's code, and nearly all of these end with the first comparison.
    final class Sink {
        private final long lowest;
        private final long reach;
        private final LongPredicate interesting;
        private final IntConsumer found;

        /// @param lowest no destination of interest lies below (unsigned)
        /// @param reach  how far above it any lies
        /// @param found  gets the place of a candidate, as [#candidate] does
        public Sink(long lowest, long reach, LongPredicate interesting, IntConsumer found) {
            this.lowest = lowest;
            this.reach = reach;
            this.interesting = interesting;
            this.found = found;
        }

        /// Whether a destination of interest may lie in the `size` bytes from `start` on.
        public boolean wants(long start, long size) {
            return Long.compareUnsigned(start - lowest, reach) <= 0 || Long.compareUnsigned(lowest - start, size) < 0;
        }

        /// One candidate.
        ///
        /// @param at          its first byte (opcode byte or instruction word that a decoder calls the transfer)
        /// @param destination where it would go
        public void candidate(int at, long destination) {
            if (Long.compareUnsigned(destination - lowest, reach) <= 0 && interesting.test(destination)) {
                found.accept(at);
            }
        }
    }

    /// Four bytes, little-endian.
    static int s32(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8) | ((bytes[at + 2] & 0xff) << 16)
                | (bytes[at + 3] << 24);
    }
}
