package dev.assay.machine;

import dev.assay.bytes.Slice;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/// A quick look for bytes that, were they an instruction, would transfer control to some address.
///
/// Finds every such instruction and some bytes that only look like one: a decoder must confirm each. Cheaper than
/// decoding by an order of magnitude, so that a kernel's C code need not be decoded to find the Rust among it.
public final class TransferScan {
    private static final int CHUNK = 1 << 20;

    private TransferScan() {}

    /// Reports the address of every candidate in `code`.
    ///
    /// @param address     of the first byte of `code`
    /// @param lowest      no destination of interest lies below (unsigned)
    /// @param highest     none lies above
    /// @param interesting whether a destination within these is one
    /// @param found       gets the address of the transfer's opcode byte or instruction word
    public static void scan(Machine machine, Slice code, long address, long lowest, long highest,
            LongPredicate interesting, LongConsumer found) {
        TransferPatterns patterns = machine.transferPatterns();
        long reach = highest - lowest;
        byte[] chunk = new byte[(int) Math.min(code.size(), CHUNK + TransferPatterns.LONGEST)];
        for (long start = 0; start < code.size(); start += CHUNK) {
            int length = (int) Math.min(code.size() - start, CHUNK + TransferPatterns.LONGEST);
            code.bytes(start, chunk, length);
            int steps = Math.min(CHUNK, length);
            long base = address + start;
            patterns.find(chunk, length, steps, base, new TransferPatterns.Sink(lowest, reach, interesting,
                    at -> found.accept(base + at)));
        }
    }
}
