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

    private final V0Tokens in;
    private final Output out;
    private long boundLifetimes;

    V0Grammar(String symbol, Output out) {
        this.in = new V0Tokens(symbol);
        this.out = out;
    }

    private interface Production {
        void read() throws Malformed;
    }

    int position() {
        return in.position();
    }

    boolean atPath() {
        return in.peek() >= 'A' && in.peek() <= 'Z';
    }

    /// Reads the symbol's path; answers where in the output its own generic arguments begin, -1 if it has none.
    int symbolPath() throws Malformed {
        if (in.peek() != 'I') {
            path(true);
            return -1;
        }
        in.next();
        path(true);
        int base = out.length();
        out.write("::");
        genericArguments();
        out.write(">");
        return base;
    }

    /// The crate at the root of the path at `from`; for an `impl` that of the block itself.
    String crateOf(int from) throws Malformed {
        in.seek(from);
        for (int steps = 0; steps < in.length(); steps++) {
            switch (in.next()) {
                case 'C' -> {
                    in.disambiguator();
                    return identifier();
                }
                case 'N' -> in.next();
                case 'M', 'X' -> in.disambiguator();
                case 'Y' -> type();
                case 'I' -> {}
                case 'B' -> in.seek(in.backReference());
                default -> throw new Malformed();
            }
        }
        // Back references in a circle.
        throw new Malformed();
    }

    /// @param inValue whether generic arguments need `::` before them, as in an expression
    void path(boolean inValue) throws Malformed {
        out.enter();
        char tag = in.next();
        switch (tag) {
            case 'C' -> {
                in.disambiguator();
                out.write(identifier());
            }
            case 'N' -> nested(inValue);
            case 'M', 'X', 'Y' -> {
                if (tag != 'Y') {
                    in.disambiguator();
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
        char namespace = in.next();
        boolean special = namespace >= 'A' && namespace <= 'Z';
        if (!special && (namespace < 'a' || namespace > 'z')) {
            throw new Malformed();
        }
        path(inValue);
        long disambiguator = in.disambiguator();
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
        if (in.eat('L')) {
            lifetime(in.base62());
        } else if (in.eat('K')) {
            constant(false);
        } else {
            type();
        }
    }

    private void type() throws Malformed {
        char tag = in.next();
        int basic = BASIC_TYPES.indexOf(tag);
        if (basic >= 0) {
            out.write(BASIC_NAMES[basic]);
            return;
        }
        out.enter();
        switch (tag) {
            case 'R', 'Q' -> {
                out.write("&");
                if (in.eat('L')) {
                    long lifetime = in.base62();
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
            case 'F' -> {
                long outer = enterBinder();
                function();
                boundLifetimes = outer;
            }
            case 'D' -> {
                out.write("dyn ");
                long outer = enterBinder();
                list(" + ", this::dynTrait);
                boundLifetimes = outer;
                in.expect('L');
                long lifetime = in.base62();
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
                in.seek(in.position() - 1);
                path(false);
            }
        }
        out.leave();
    }

    private void function() throws Malformed {
        out.write(in.eat('U') ? "unsafe " : "");
        if (in.eat('K')) {
            // `-` cannot stand in a symbol, so rustc writes `_` for it.
            String abi = in.eat('C') ? "C" : in.asciiIdentifier().replace('_', '-');
            out.write("extern \"" + abi + "\" ");
        }
        out.write("fn(");
        list(", ", this::type);
        out.write(")");
        if (!in.eat('u')) {
            out.write(" -> ");
            type();
        }
    }

    private void dynTrait() throws Malformed {
        boolean open = traitWithOpenArguments();
        while (in.eat('p')) {
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
        if (in.eat('B')) {
            boolean[] opened = new boolean[1];
            followBackReference(() -> opened[0] = traitWithOpenArguments());
            open = opened[0];
        } else if (in.eat('I')) {
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
        switch (in.next()) {
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
        char tag = in.next();
        switch (tag) {
            case 'p' -> out.write("_");
            case 'h', 't', 'm', 'y', 'o', 'j' -> out.write(V0Constant.unsigned(in.nibbles()));
            case 'a', 's', 'l', 'x', 'n', 'i' -> {
                out.write(in.eat('n') ? "-" : "");
                out.write(V0Constant.unsigned(in.nibbles()));
            }
            case 'b' -> out.write(V0Constant.bool(in.nibbles()));
            case 'c' -> out.write(V0Constant.character(in.nibbles()));
            case 'e' -> braced(inValue, () -> {
                out.write("*");
                out.write(V0Constant.string(in.nibbles()));
            });
            case 'R', 'Q' -> {
                if (tag == 'R' && in.eat('e')) {
                    out.write(V0Constant.string(in.nibbles()));
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
        switch (in.next()) {
            case 'U' -> {}
            case 'T' -> {
                out.write("(");
                list(", ", () -> constant(true));
                out.write(")");
            }
            case 'S' -> {
                out.write(" { ");
                list(", ", () -> {
                    in.disambiguator();
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
        while (!in.eat('E')) {
            out.write(count > 0 ? separator : "");
            element.read();
            count++;
        }
        return count;
    }

    /// `for<'a, 'b> ` before what may use those lifetimes; answers how many were bound before, for the end of it.
    private long enterBinder() throws Malformed {
        long count = in.eat('G') ? in.base62() + 1 : 0;
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
        return outer;
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
        int to = in.backReference();
        if (out.isMute()) {
            return;
        }
        int behind = in.position();
        in.seek(to);
        target.read();
        in.seek(behind);
    }

    private String identifier() throws Malformed {
        boolean encoded = in.eat('u');
        String text = in.undecoded();
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
}
