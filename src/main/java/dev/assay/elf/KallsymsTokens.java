package dev.assay.elf;

import java.util.Optional;

/// The tokens that names of kallsyms are packed with: `kallsyms_token_table`, 256 NUL-terminated strings, and
/// `kallsyms_token_index`, where each of them starts (Linux `scripts/kallsyms.c`).
final class KallsymsTokens {
    static final int COUNT = 256;
    private static final int INDEX_SIZE = 2 * COUNT;
    private static final int FIRST_DIGIT = '0';

    private final long start;
    private final long end;
    private final byte[] text;
    private final int[] starts;

    private KallsymsTokens(long start, long end, byte[] text, int[] starts) {
        this.start = start;
        this.end = end;
        this.text = text;
        this.starts = starts;
    }

    /// Of the table in its part of the kernel.
    long start() {
        return start;
    }

    /// Of the index.
    long end() {
        return end;
    }

    /// The table.
    byte[] text() {
        return text;
    }

    /// Of each token in `text`, and where one more would start.
    int[] starts() {
        return starts;
    }

    /// Reads the tables around the strings of the ten digits, if every token of the index is one of the table.
    ///
    /// @param digits    offset of token 0x30
    /// @param alignment of both tables
    static Optional<KallsymsTokens> around(KallsymsPlace place, long digits, int alignment, KallsymsWork work) {
        long end = digits;
        for (int token = FIRST_DIGIT; token < COUNT; token++) {
            end = endOfToken(place, end, work) + 1;
            if (end == 0) {
                return Optional.empty();
            }
        }
        long index = place.up(end, alignment);
        if (!place.contains(index, INDEX_SIZE)) {
            return Optional.empty();
        }
        long start = digits - place.bytes().u16(index + 2L * FIRST_DIGIT);
        if (start < 0 || !place.isAligned(start, alignment) || place.bytes().u16(index) != 0) {
            return Optional.empty();
        }
        byte[] text = place.bytes().copy(start, end - start);
        int[] starts = new int[COUNT + 1];
        int next = 0;
        for (int token = 0; token < COUNT; token++) {
            if (place.bytes().u16(index + 2L * token) != next) {
                return Optional.empty();
            }
            starts[token] = next;
            while (next < text.length && text[next] != 0) {
                next++;
            }
            next++;
        }
        starts[COUNT] = next;
        return work.spend(text.length) && next == text.length
                ? Optional.of(new KallsymsTokens(start, index + INDEX_SIZE, text, starts))
                : Optional.empty();
    }

    /// Where the NUL behind a token is; -1 if there is none as near as it must be for the index to reach it.
    private static long endOfToken(KallsymsPlace place, long start, KallsymsWork work) {
        long limit = Math.min(place.bytes().size(), start + KallsymsNames.LONGEST);
        for (long end = start; end < limit; end++) {
            if (place.bytes().u8(end) == 0) {
                return work.spend(end - start + 1) ? end : -1;
            }
        }
        work.spend(limit - start);
        return -1;
    }
}
