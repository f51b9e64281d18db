package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.LongPredicate;

/// Finds where a kallsyms token table may be: the tokens 0x30 to 0x39 stand for themselves, as all ten digits occur in
/// names, so every table holds the 20 bytes `30 00 31 00 ... 39 00` (Linux `scripts/kallsyms.c`).
final class KallsymsDigits {
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int CHUNK = 4096;
    private static final int SIZE = 20;
    /// Eight bytes from the middle of the 20: digits in the even places or in the odd ones.
    private static final long EVEN_MASK = 0xfff0_fff0_fff0_fff0L;
    private static final long EVEN = 0x0030_0030_0030_0030L;
    private static final long ODD_MASK = 0xf0ff_f0ff_f0ff_f0ffL;
    private static final long ODD = 0x3000_3000_3000_3000L;

    private KallsymsDigits() {}

    /// Shows the offset of every hit, in order, until `stop` says so.
    static void find(Slice bytes, LongPredicate stop) {
        long[] words = new long[CHUNK];
        long last = -1;
        long count = bytes.size() / Long.BYTES;
        for (long first = 0; first < count; first += CHUNK) {
            int length = (int) Math.min(CHUNK, count - first);
            MemorySegment.copy(bytes.segment(), U64, first * Long.BYTES, words, 0, length);
            for (int i = 0; i < length; i++) {
                long word = words[i];
                boolean even = (word & EVEN_MASK) == EVEN;
                if (!even && (word & ODD_MASK) != ODD) {
                    continue;
                }
                int digit = (int) (even ? word : word >>> 8) & 0xf;
                long hit = (first + i) * Long.BYTES + (even ? 0 : 1) - 2L * digit;
                if (hit > last && isHit(bytes, hit)) {
                    last = hit;
                    if (stop.test(hit)) {
                        return;
                    }
                }
            }
        }
    }

    private static boolean isHit(Slice bytes, long offset) {
        if (!bytes.contains(offset, SIZE)) {
            return false;
        }
        for (int i = 0; i < SIZE / 2; i++) {
            if (bytes.u16(offset + 2L * i) != '0' + i) {
                return false;
            }
        }
        return true;
    }
}
