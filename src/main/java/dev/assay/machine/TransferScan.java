package dev.assay.machine;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/// A quick look for bytes that, were they an instruction, would transfer control to some address.
///
/// Finds every such instruction and some bytes that only look like one: a decoder must confirm each. Cheaper than
/// decoding by an order of magnitude, so that a kernel's C code need not be decoded to find the Rust among it.
public final class TransferScan {
    private static final int CHUNK = 1 << 20;
    /// No transfer searched for is longer.
    private static final int LONGEST = 6;

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
        byte[] chunk = new byte[(int) Math.min(code.size(), CHUNK + LONGEST)];
        for (long start = 0; start < code.size(); start += CHUNK) {
            int length = (int) Math.min(code.size() - start, CHUNK + LONGEST);
            MemorySegment.copy(code.segment(), ValueLayout.JAVA_BYTE, start, chunk, 0, length);
            int steps = Math.min(CHUNK, length);
            Chunk part = new Chunk(chunk, length, steps, address + start, lowest, highest - lowest, interesting,
                    found);
            if (machine.instructionAlignment() == 4) {
                part.scanWords();
            } else {
                part.scanBytes();
            }
        }
    }

    private static final class Chunk {
        private final byte[] bytes;
        private final int length;
        private final int steps;
        private final long address;
        private final long lowest;
        private final long reach;
        private final LongPredicate interesting;
        private final LongConsumer found;

        /// @param reach highest less lowest destination
        Chunk(byte[] bytes, int length, int steps, long address, long lowest, long reach, LongPredicate interesting,
                LongConsumer found) {
            this.bytes = bytes;
            this.length = length;
            this.steps = steps;
            this.address = address;
            this.lowest = lowest;
            this.reach = reach;
            this.interesting = interesting;
            this.found = found;
        }

        /// x86-64: `call`/`jmp rel32` (e8, e9), `jcc rel32` (0f 80-8f), `jmp`/`jcc`/`loop` rel8 (eb, 70-7f, e0-e3).
        void scanBytes() {
            for (int i = 0; i < steps; i++) {
                int opcode = bytes[i] & 0xff;
                if (opcode == 0xe8 || opcode == 0xe9) {
                    if (i + 5 <= length) {
                        test(i, address + i + 5 + s32(i + 1));
                    }
                } else if (opcode == 0x0f) {
                    if (i + 6 <= length && (bytes[i + 1] & 0xf0) == 0x80) {
                        test(i, address + i + 6 + s32(i + 2));
                    }
                } else if ((opcode & 0xf0) == 0x70 || opcode == 0xeb || (opcode & 0xfc) == 0xe0) {
                    if (i + 2 <= length) {
                        test(i, address + i + 2 + bytes[i + 1]);
                    }
                }
            }
        }

        /// AArch64: `b`, `bl`, `b.cond`, `cbz`/`cbnz`, `tbz`/`tbnz`.
        void scanWords() {
            for (int i = 0; i + 4 <= length && i < steps; i += 4) {
                int word = s32(i);
                if ((word & 0x7c00_0000) == 0x1400_0000) {
                    test(i, address + i + ((long) (word << 6) >> 4));
                } else if ((word & 0xff00_0000) == 0x5400_0000 || (word & 0x7e00_0000) == 0x3400_0000) {
                    test(i, address + i + ((long) (word << 8) >> 13 << 2));
                } else if ((word & 0x7e00_0000) == 0x3600_0000) {
                    test(i, address + i + ((long) (word << 13) >> 18 << 2));
                }
            }
        }

        private void test(int at, long destination) {
            if (Long.compareUnsigned(destination - lowest, reach) <= 0 && interesting.test(destination)) {
                found.accept(address + at);
            }
        }

        private int s32(int at) {
            return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8) | ((bytes[at + 2] & 0xff) << 16)
                    | (bytes[at + 3] << 24);
        }
    }
}
