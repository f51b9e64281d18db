package dev.assay.source.history;

import java.util.Arrays;

/// One version of a file as lines; a line ends behind its line feed. A last line without one differs from the same line
/// with one, as git has it.
final class Text {
    private static final int TABULATOR = 8;
    private static final int WIDEST_INDENT = 200;

    private final byte[] bytes;
    /// Where each line starts, and where the last one ends.
    private final int[] starts;
    private int[] hashes = new int[0];

    Text(byte[] bytes) {
        this.bytes = bytes;
        int lines = 0;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        if (bytes.length > 0 && bytes[bytes.length - 1] != '\n') {
            lines++;
        }
        starts = new int[lines + 1];
        int line = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n' && ++line < lines) {
                starts[line] = at + 1;
            }
        }
        starts[lines] = bytes.length;
    }

    int lines() {
        return starts.length - 1;
    }

    byte[] bytes() {
        return bytes;
    }

    int hash(int line) {
        if (hashes.length < lines()) {
            int[] all = new int[lines()];
            for (int each = 0; each < all.length; each++) {
                int hash = 0;
                for (int at = starts[each]; at < starts[each + 1]; at++) {
                    hash = 31 * hash + bytes[at];
                }
                all[each] = hash;
            }
            hashes = all;
        }
        return hashes[line];
    }

    boolean same(int line, Text other, int otherLine) {
        return Arrays.equals(bytes, starts[line], starts[line + 1],
                other.bytes, other.starts[otherLine], other.starts[otherLine + 1]);
    }

    /// How far a line is indented, in columns; -1 for a blank one.
    int indent(int line) {
        int indent = 0;
        for (int at = starts[line]; at < starts[line + 1]; at++) {
            switch (bytes[at]) {
                case ' ' -> indent++;
                case '\t' -> indent += TABULATOR - indent % TABULATOR;
                case '\r', '\n' -> {
                }
                default -> {
                    return indent;
                }
            }
            if (indent >= WIDEST_INDENT) {
                return WIDEST_INDENT;
            }
        }
        return -1;
    }

    /// The number of lines at the end that git does not look at, since both files have them: it leaves out whole blocks,
    /// down to the next end of a line, before it compares anything.
    int commonTail(Text other, int block) {
        int most = Math.min(bytes.length, other.bytes.length);
        int common = 0;
        while (common + block <= most && Arrays.equals(bytes, bytes.length - common - block, bytes.length - common,
                other.bytes, other.bytes.length - common - block, other.bytes.length - common)) {
            common += block;
        }
        if (common == 0) {
            return 0;
        }
        int from = bytes.length - common;
        while (from < bytes.length && bytes[from++] != '\n') {
            // on to the start of the next line
        }
        int found = Arrays.binarySearch(starts, from);
        return found < 0 ? 0 : lines() - found;
    }
}
