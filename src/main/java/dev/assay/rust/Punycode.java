package dev.assay.rust;

import org.jspecify.annotations.Nullable;

/// Decodes identifiers that are not ASCII: RFC 3492, with `_` for `-` and the digits in lower case (RFC 2603).
final class Punycode {
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int MOST = 128;

    private Punycode() {}

    /// The identifier, or null if the text is no valid encoding of one, or is longer than 128 characters.
    ///
    /// Only letters, digits and marks come out: rustc accepts nothing else in an identifier, and a control character
    /// must not get from a symbol to a terminal.
    static @Nullable String decode(String ascii, String encoded) {
        int[] characters = new int[MOST];
        int length = 0;
        if (ascii.length() >= MOST) {
            return null;
        }
        while (length < ascii.length()) {
            characters[length] = ascii.charAt(length++);
        }
        int bias = 72;
        int damp = 700;
        long character = 0x80;
        long position = 0;
        int at = 0;
        while (at < encoded.length()) {
            long delta = 0;
            long weight = 1;
            int k = 0;
            int digit;
            int threshold;
            do {
                k += BASE;
                threshold = Math.clamp(k - bias, T_MIN, T_MAX);
                digit = at < encoded.length() ? digit(encoded.charAt(at++)) : -1;
                if (digit < 0 || weight > Integer.MAX_VALUE) {
                    return null;
                }
                delta += digit * weight;
                weight *= BASE - threshold;
            } while (digit >= threshold);
            if (++length > MOST || delta > Integer.MAX_VALUE) {
                return null;
            }
            position += delta;
            character += position / length;
            position %= length;
            if (character > Character.MAX_CODE_POINT || !Character.isUnicodeIdentifierPart((int) character)
                    || Character.isIdentifierIgnorable((int) character)) {
                return null;
            }
            System.arraycopy(characters, (int) position, characters, (int) position + 1, length - 1 - (int) position);
            characters[(int) position++] = (int) character;
            bias = adapt(delta / damp, length);
            damp = 2;
        }
        return new String(characters, 0, length);
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        return c >= '0' && c <= '9' ? 26 + c - '0' : -1;
    }

    private static int adapt(long start, int length) {
        long delta = start + start / length;
        int k = 0;
        while (delta > (BASE - T_MIN) * T_MAX / 2) {
            delta /= BASE - T_MIN;
            k += BASE;
        }
        return k + (int) ((BASE - T_MIN + 1) * delta / (delta + SKEW));
    }
}
