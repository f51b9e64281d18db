package dev.assay.rust;

import dev.assay.rust.V0Name.Malformed;
import dev.assay.rust.V0Name.Output;
import org.jspecify.annotations.Nullable;

/// The grammar of a v0 symbol ("Syntax of mangled names" in Rust RFC 2603, with what rustc added since: strings,
/// structures and references as constants, pattern types). Each method reads one production and writes what it denotes.
///
/// One object reads a symbol once, from its first path on.
final class V0Grammar {
    private static final String BASIC_TYPES = "bcdefhijlmnopstuvxyaz";
    private static final String[] BASIC_NAMES = {"bool", "char", "f64", "str", "f32", "u8", "isize", "usize", "i32",
        "u32", "i128", "u128", "_", "i16", "u16", "()", "...", "i64", "u64", "i8", "!"};
    /// Back references count from behind `_R`.
    private static final int START = 2;

    private final String symbol;
    private final Output out;
    private int at = START;
    private long boundLifetimes;

    V0Grammar(String symbol, Output out) {
        this.symbol = symbol;
        this.out = out;
    }

    private interface Production {
        void read() throws Malformed;
    }

    int position() {
        return at;
    }

    boolean atPath() {
        return at < symbol.length() && symbol.charAt(at) >= 'A' && symbol.charAt(at) <= 'Z';
    }

    /// Reads the symbol's path; answers where in the output its own generic arguments begin, -1 if it has none.
    int symbolPath() throws Malformed {
        if (peek() != 'I') {
            path(true);
            return -1;
        }
        at++;
        path(true);
        int base = out.length();
        out.write("::");
        genericArguments();
        out.write(">");
        return base;
    }

    /// The crate at the root of the path at `from`; for an `impl` that of the block itself.
    String crateOf(int from) throws Malformed {
        at = from;
        for (int steps = 0; steps < symbol.length(); steps++) {
            switch (next()) {
                case 'C' -> {
                    disambiguator();
                    return identifier();
                }
                case 'N' -> at++;
                case 'M', 'X' -> disambiguator();
                case 'Y' -> type();
                case 'I' -> { }
                case 'B' -> at = backReference();
                default -> throw new Malformed();
            }
        }
        // Back references in a circle.
        throw new Malformed();
    }

    /// @param inValue whether generic arguments need `::` before them, as in an expression
    void path(boolean inValue) throws Malformed {
        out.enter();
        char tag = next();
        switch (tag) {
            case 'C' -> {
                disambiguator();
                out.write(identifier());
            }
            case 'N' -> nested(inValue);
            case 'M', 'X', 'Y' -> {
                if (tag != 'Y') {
                    disambiguator();
                    out.mute();
                    path(false);
                    out.unmute();
                }
                out.write("<");
                type();
                if (tag != 'M') {
                    out.write(" as ");
                    path(false);
                }
                out.write(">");
            }
            case 'I' -> {
                path(inValue);
                out.write(inValue ? "::" : "");
                genericArguments();
                out.write(">");
            }
            case 'B' -> followBackReference(() -> path(inValue));
            default -> throw new Malformed();
        }
        out.leave();
    }

    private void nested(boolean inValue) throws Malformed {
        char namespace = next();
        boolean special = namespace >= 'A' && namespace <= 'Z';
        if (!special && (namespace < 'a' || namespace > 'z')) {
            throw new Malformed();
        }
        path(inValue);
        long disambiguator = disambiguator();
        String name = identifier();
        if (special) {
            String kind = namespace == 'C' ? "closure" : namespace == 'S' ? "shim" : String.valueOf(namespace);
            out.write("::{" + kind + (name.isEmpty() ? "" : ":") + name + "#" + Long.toUnsignedString(disambiguator)
                    + "}");
        } else if (!name.isEmpty()) {
            out.write("::");
            out.write(name);
        }
    }

    /// Everything but the closing bracket: bindings of a trait object may follow.
    private void genericArguments() throws Malformed {
        out.write("<");
        list(", ", this::genericArgument);
    }

    private void genericArgument() throws Malformed {
        if (eat('L')) {
            lifetime(base62());
        } else if (eat('K')) {
            constant(false);
        } else {
            type();
        }
    }

    private void type() throws Malformed {
        char tag = next();
        int basic = BASIC_TYPES.indexOf(tag);
        if (basic >= 0) {
            out.write(BASIC_NAMES[basic]);
            return;
        }
        out.enter();
        switch (tag) {
            case 'R', 'Q' -> {
                out.write("&");
                if (eat('L')) {
                    long lifetime = base62();
                    if (lifetime != 0) {
                        lifetime(lifetime);
                        out.write(" ");
                    }
                }
                out.write(tag == 'Q' ? "mut " : "");
                type();
            }
            case 'P', 'O' -> {
                out.write(tag == 'P' ? "*const " : "*mut ");
                type();
            }
            case 'A', 'S' -> {
                out.write("[");
                type();
                if (tag == 'A') {
                    out.write("; ");
                    constant(true);
                }
                out.write("]");
            }
            case 'T' -> {
                out.write("(");
                out.write(list(", ", this::type) == 1 ? ",)" : ")");
            }
            case 'F' -> inBinder(this::function);
            case 'D' -> {
                out.write("dyn ");
                inBinder(() -> list(" + ", this::dynTrait));
                expect('L');
                long lifetime = base62();
                if (lifetime != 0) {
                    out.write(" + ");
                    lifetime(lifetime);
                }
            }
            case 'W' -> {
                type();
                out.write(" is ");
                pattern();
            }
            case 'B' -> followBackReference(this::type);
            default -> {
                at--;
                path(false);
            }
        }
        out.leave();
    }

    private void function() throws Malformed {
        out.write(eat('U') ? "unsafe " : "");
        if (eat('K')) {
            // `-` cannot stand in a symbol, so rustc writes `_` for it.
            String abi = eat('C') ? "C" : asciiIdentifier().replace('_', '-');
            out.write("extern \"" + abi + "\" ");
        }
        out.write("fn(");
        list(", ", this::type);
        out.write(")");
        if (!eat('u')) {
            out.write(" -> ");
            type();
        }
    }

    private void dynTrait() throws Malformed {
        boolean open = traitWithOpenArguments();
        while (eat('p')) {
            out.write(open ? ", " : "<");
            open = true;
            out.write(identifier());
            out.write(" = ");
            type();
        }
        out.write(open ? ">" : "");
    }

    /// Bindings go into the same brackets as generic arguments, so those stay open; answers whether they are.
    private boolean traitWithOpenArguments() throws Malformed {
        out.enter();
        boolean open = false;
        if (eat('B')) {
            boolean[] opened = new boolean[1];
            followBackReference(() -> opened[0] = traitWithOpenArguments());
            open = opened[0];
        } else if (eat('I')) {
            path(false);
            genericArguments();
            open = true;
        } else {
            path(false);
        }
        out.leave();
        return open;
    }

    /// A pattern type's pattern: rustc 1.89 and later, for the library's own types with a niche.
    private void pattern() throws Malformed {
        out.enter();
        switch (next()) {
            case 'R' -> {
                constant(false);
                out.write("..=");
                constant(false);
            }
            case 'O' -> list(" | ", this::pattern);
            case 'N' -> out.write("!null");
            default -> throw new Malformed();
        }
        out.leave();
    }

    /// @param inValue whether it stands in an expression, so that it needs no braces
    private void constant(boolean inValue) throws Malformed {
        out.enter();
        char tag = next();
        switch (tag) {
            case 'p' -> out.write("_");
            case 'h', 't', 'm', 'y', 'o', 'j' -> out.write(V0Constant.unsigned(nibbles()));
            case 'a', 's', 'l', 'x', 'n', 'i' -> {
                out.write(eat('n') ? "-" : "");
                out.write(V0Constant.unsigned(nibbles()));
            }
            case 'b' -> out.write(V0Constant.bool(nibbles()));
            case 'c' -> out.write(V0Constant.character(nibbles()));
            case 'e' -> braced(inValue, () -> {
                out.write("*");
                out.write(V0Constant.string(nibbles()));
            });
            case 'R', 'Q' -> {
                if (tag == 'R' && eat('e')) {
                    out.write(V0Constant.string(nibbles()));
                } else {
                    braced(inValue, () -> {
                        out.write(tag == 'R' ? "&" : "&mut ");
                        constant(true);
                    });
                }
            }
            case 'A' -> braced(inValue, () -> {
                out.write("[");
                list(", ", () -> constant(true));
                out.write("]");
            });
            case 'T' -> braced(inValue, () -> {
                out.write("(");
                out.write(list(", ", () -> constant(true)) == 1 ? ",)" : ")");
            });
            case 'V' -> braced(inValue, this::structure);
            case 'B' -> followBackReference(() -> constant(inValue));
            default -> throw new Malformed();
        }
        out.leave();
    }

    private void braced(boolean inValue, Production inner) throws Malformed {
        out.write(inValue ? "" : "{");
        inner.read();
        out.write(inValue ? "" : "}");
    }

    private void structure() throws Malformed {
        path(true);
        switch (next()) {
            case 'U' -> { }
            case 'T' -> {
                out.write("(");
                list(", ", () -> constant(true));
                out.write(")");
            }
            case 'S' -> {
                out.write(" { ");
                list(", ", () -> {
                    disambiguator();
                    out.write(identifier());
                    out.write(": ");
                    constant(true);
                });
                out.write(" }");
            }
            default -> throw new Malformed();
        }
    }

    /// Elements up to `E`; answers how many.
    private int list(String separator, Production element) throws Malformed {
        int count = 0;
        while (!eat('E')) {
            out.write(count > 0 ? separator : "");
            element.read();
            count++;
        }
        return count;
    }

    /// `for<'a, 'b> ` before what may use those lifetimes.
    private void inBinder(Production inner) throws Malformed {
        long count = eat('G') ? base62() + 1 : 0;
        long outer = boundLifetimes;
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw new Malformed();
        }
        if (count > 0 && !out.isMute()) {
            out.write("for<");
            for (long i = 0; i < count; i++) {
                out.write(i > 0 ? ", " : "");
                boundLifetimes++;
                lifetime(1);
            }
            out.write("> ");
        }
        boundLifetimes = outer + count;
        inner.read();
        boundLifetimes = outer;
    }

    /// @param index 0 for `'_`, else how many bound lifetimes back, as in de Bruijn's notation
    private void lifetime(long index) throws Malformed {
        if (out.isMute()) {
            return;
        }
        long depth = boundLifetimes - index;
        if (index < 0 || depth < 0) {
            throw new Malformed();
        }
        out.write(index == 0 ? "'_" : depth < 26 ? "'" + (char) ('a' + depth) : "'_" + depth);
    }

    private void followBackReference(Production target) throws Malformed {
        int to = backReference();
        if (out.isMute()) {
            return;
        }
        int behind = at;
        at = to;
        target.read();
        at = behind;
    }

    /// The number behind a `B`: a place before that `B`, so that following it again and again must end.
    private int backReference() throws Malformed {
        int self = at - 1 - START;
        long to = base62();
        if (to < 0 || to >= self) {
            throw new Malformed();
        }
        return START + (int) to;
    }

    private long disambiguator() throws Malformed {
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
    private long base62() throws Malformed {
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

    private String nibbles() throws Malformed {
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

    private String identifier() throws Malformed {
        boolean encoded = eat('u');
        String text = undecoded();
        if (!encoded) {
            return text;
        }
        int underscore = text.lastIndexOf('_');
        String ascii = text.substring(0, Math.max(underscore, 0));
        String insertions = text.substring(underscore + 1);
        if (insertions.isEmpty()) {
            throw new Malformed();
        }
        @Nullable String decoded = out.isMute() ? "" : Punycode.decode(ascii, insertions);
        return decoded != null ? decoded : "punycode{" + ascii + (ascii.isEmpty() ? "" : "-") + insertions + "}";
    }

    private String asciiIdentifier() throws Malformed {
        String text = undecoded();
        if (text.isEmpty()) {
            throw new Malformed();
        }
        return text;
    }

    private String undecoded() throws Malformed {
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

    private char peek() {
        return at < symbol.length() ? symbol.charAt(at) : 0;
    }

    private char next() throws Malformed {
        if (at >= symbol.length()) {
            throw new Malformed();
        }
        return symbol.charAt(at++);
    }

    private boolean eat(char c) {
        if (peek() != c || at >= symbol.length()) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) throws Malformed {
        if (!eat(c)) {
            throw new Malformed();
        }
    }
}
