package dev.assay.rust;

import dev.assay.rust.V0Name.Malformed;

/// The letters, numbers and names that a v0 symbol is made of ("Syntax of mangled names" in Rust RFC 2603).
final class V0Tokens {
    /// Back references count from behind `_R`.
    private static final int START = 2;

    private final String symbol;
    private int at = START;

    V0Tokens(String symbol) {
        this.symbol = symbol;
    }

    int position() {
        return at;
    }

    void seek(int position) {
        at = position;
    }

    /// Of the whole symbol, in characters.
    int length() {
        return symbol.length();
    }

    /// The number behind a `B`: a place before that `B`, so that following it again and again must end.
    int backReference() throws Malformed {
        int self = at - 1 - START;
        long to = base62();
        if (to < 0 || to >= self) {
            throw new Malformed();
        }
        return START + (int) to;
    }

    long disambiguator() throws Malformed {
        if (!eat('s')) {
            return 0;
        }
        long value = base62() + 1;
        if (value == 0) {
            throw new Malformed();
        }
        return value;
    }

    /// An unsigned number of 64 bits in base 62, one less than it means; `_` alone is 0.
    long base62() throws Malformed {
        if (eat('_')) {
            return 0;
        }
        long value = 0;
        do {
            int digit = digit62(next());
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1L - digit, 62)) > 0) {
                throw new Malformed();
            }
            value = value * 62 + digit;
        } while (!eat('_'));
        if (value == -1) {
            throw new Malformed();
        }
        return value + 1;
    }

    private static int digit62(char c) throws Malformed {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 10;
        }
        if (c >= 'A' && c <= 'Z') {
            return c - 'A' + 36;
        }
        throw new Malformed();
    }

    String nibbles() throws Malformed {
        int start = at;
        char c;
        do {
            c = next();
        } while ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
        if (c != '_') {
            throw new Malformed();
        }
        return symbol.substring(start, at - 1);
    }

    String asciiIdentifier() throws Malformed {
        String text = undecoded();
        if (text.isEmpty()) {
            throw new Malformed();
        }
        return text;
    }

    String undecoded() throws Malformed {
        int length = digit();
        if (length != 0) {
            while (peek() >= '0' && peek() <= '9') {
                length = length * 10 + digit();
                if (length > symbol.length()) {
                    throw new Malformed();
                }
            }
        }
        // Keeps the length apart from an identifier that begins with a digit or `_`.
        eat('_');
        if (length > symbol.length() - at) {
            throw new Malformed();
        }
        String text = symbol.substring(at, at + length);
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != '_' && !V0Name.isAlphanumeric(text.charAt(i))) {
                throw new Malformed();
            }
        }
        at += length;
        return text;
    }

    private int digit() throws Malformed {
        char c = next();
        if (c < '0' || c > '9') {
            throw new Malformed();
        }
        return c - '0';
    }

    char peek() {
        return at < symbol.length() ? symbol.charAt(at) : 0;
    }

    char next() throws Malformed {
        if (at >= symbol.length()) {
            throw new Malformed();
        }
        return symbol.charAt(at++);
    }

    boolean eat(char c) {
        if (peek() != c || at >= symbol.length()) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char c) throws Malformed {
        if (!eat(c)) {
            throw new Malformed();
        }
    }
}
