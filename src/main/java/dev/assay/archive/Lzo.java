package dev.assay.archive;

import java.util.Arrays;

/// One LZO1X block (Linux Documentation/staging/lzo.rst). The libraries there are for it read and write memory
/// unchecked.
final class Lzo {
    private static final int FAR = 16384;
    private static final int END = -2;

    private final byte[] in;
    private final byte[] out;
    private final int limit;
    private int at;
    private int done;

    private Lzo(byte[] in, byte[] out, int limit) {
        this.in = in;
        this.out = out;
        this.limit = limit;
    }

    /// Unpacks all of `packed` into `out`, of which `limit` bytes may be filled; says how many were, or -1 if the block
    /// is damaged.
    static int unpack(byte[] packed, byte[] out, int limit) {
        Lzo block = new Lzo(packed, out, limit);
        return block.run() && block.at == packed.length ? block.done : -1;
    }

    private boolean run() {
        // How many literals came with the last instruction; 4 stands for a longer run.
        int state = 0;
        if (in.length > 0 && (in[0] & 0xff) > 17) {
            int length = (in[at++] & 0xff) - 17;
            if (!literals(length)) {
                return false;
            }
            state = Math.min(length, 4);
        }
        while (at < in.length) {
            int instruction = in[at++] & 0xff;
            if (instruction < 16 && state == 0) {
                int length = longer(instruction, 15);
                if (length < 0 || !literals(length + 3)) {
                    return false;
                }
                state = 4;
                continue;
            }
            state = match(instruction, state);
            if (state < 0) {
                return state == END;
            }
        }
        return false;
    }

    /// A copy of earlier bytes, then up to 3 literals, whose number it gives; -1 if damaged.
    private int match(int instruction, int state) {
        int length;
        int distance;
        int literals;
        if (instruction >= 64 || instruction < 16) {
            if (at >= in.length) {
                return -1;
            }
            int high = in[at++] & 0xff;
            literals = instruction & 3;
            if (instruction >= 64) {
                length = (instruction >> 5) + 1;
                distance = (high << 3) + ((instruction >> 2) & 7) + 1;
            } else {
                length = state == 4 ? 3 : 2;
                distance = (high << 2) + (instruction >> 2) + (state == 4 ? 2049 : 1);
            }
        } else {
            int mask = instruction >= 32 ? 31 : 7;
            length = longer(instruction & mask, mask);
            if (length < 0 || in.length - at < 2) {
                return -1;
            }
            length += 2;
            int low = (in[at] & 0xff) | ((in[at + 1] & 0xff) << 8);
            at += 2;
            literals = low & 3;
            distance = instruction >= 32 ? (low >> 2) + 1 : FAR + ((instruction & 8) << 11) + (low >> 2);
            if (instruction < 32 && distance == FAR) {
                return END;
            }
        }
        return copy(distance, length) && literals(literals) ? literals : -1;
    }

    /// A length that is 0 goes on: 255 for each zero byte, then one that is none.
    private int longer(int length, int most) {
        if (length != 0) {
            return length;
        }
        int sum = most;
        while (at < in.length && in[at] == 0) {
            at++;
            sum += 255;
            if (sum > limit) {
                return -1;
            }
        }
        return at < in.length ? sum + (in[at++] & 0xff) : -1;
    }

    private boolean literals(int length) {
        if (length > in.length - at || length > limit - done) {
            return false;
        }
        System.arraycopy(in, at, out, done, length);
        at += length;
        done += length;
        return true;
    }

    private boolean copy(int distance, int length) {
        if (distance > done || length > limit - done) {
            return false;
        }
        if (distance == 1) {
            Arrays.fill(out, done, done + length, out[done - 1]);
        } else {
            for (int i = 0; i < length; i++) {
                out[done + i] = out[done + i - distance]; // the two may overlap: bytes just written are read again
            }
        }
        done += length;
        return true;
    }
}
