package dev.assay.rust;

import org.jspecify.annotations.Nullable;

/// Reads names of Rust RFC 2603: `_R`, a path, the path of the instantiating crate, a suffix.
///
/// First the grammar is checked with nothing written and no back reference followed, which tells where things end;
/// then the path is read again and written. Only that second pass can meet the limits.
final class V0Name {
    /// In characters; more than any compiler writes, little enough for a million hostile names.
    static final int LONGEST_PATH = 64 * 1024;
    /// As in rustc's own demangler.
    private static final int DEEPEST = 500;
    /// A path of that length needs fewer: only what writes something can branch.
    private static final int MOST_STEPS = 1_000_000;

    private V0Name() {}

    static MangledName read(String symbol) {
        if (!MangledName.isMangled(symbol) || symbol.length() > LONGEST_PATH) {
            return new MangledName.NotRust(symbol);
        }
        try {
            V0Grammar check = new V0Grammar(symbol, new Output(true));
            check.path(true);
            int instantiating = check.atPath() ? check.position() : -1;
            if (instantiating >= 0) {
                check.path(false);
            }
            int end = check.position();
            if (!isSuffix(symbol, end)) {
                return new MangledName.NotRust(symbol);
            }
            Output output = new Output(false);
            int base = -1;
            try {
                base = new V0Grammar(symbol, output).symbolPath();
            } catch (LimitReached e) {
                output.append(e.limit);
            }
            String path = output.toString();
            String defining = new V0Grammar(symbol, new Output(true)).crateOf(2);
            String instance = instantiating < 0 ? null : instantiatingCrate(symbol, instantiating);
            return new MangledName.V0(path, base < 0 ? path : path.substring(0, base), defining, instance,
                    symbol.substring(end));
        } catch (Malformed e) {
            return new MangledName.NotRust(symbol);
        }
    }

    /// A wrong one does not spoil the rest of the name.
    private static @Nullable String instantiatingCrate(String symbol, int at) {
        try {
            return new V0Grammar(symbol, new Output(true)).crateOf(at);
        } catch (Malformed e) {
            return null;
        }
    }

    /// Whether `symbol` has from `at` on nothing, or what LLVM and the linkers append: a dot or `$` and printable text.
    static boolean isSuffix(String symbol, int at) {
        if (at < symbol.length() && symbol.charAt(at) != '.' && symbol.charAt(at) != '$') {
            return false;
        }
        for (int i = at; i < symbol.length(); i++) {
            if (symbol.charAt(i) <= ' ' || symbol.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /// The name breaks the scheme.
    static class Malformed extends Exception {
        Malformed() {
            super("not a Rust v0 name", null, false, false);
        }
    }

    /// The name may be right, but there is no end to its path.
    static final class LimitReached extends Malformed {
        private final String limit;

        LimitReached(String limit) {
            this.limit = limit;
        }
    }

    /// What is written of a path; nothing while the grammar is only checked.
    static final class Output {
        private final StringBuilder text = new StringBuilder();
        private int muted;
        private int depth;
        private int steps;

        Output(boolean checking) {
            this.muted = checking ? 1 : 0;
        }

        void mute() {
            muted++;
        }

        void unmute() {
            muted--;
        }

        /// Whether nothing is written, so that back references need not be followed.
        boolean isMute() {
            return muted > 0;
        }

        int length() {
            return text.length();
        }

        void write(String part) throws Malformed {
            if (muted > 0) {
                return;
            }
            if (text.length() + part.length() > LONGEST_PATH) {
                throw new LimitReached("{size limit reached}");
            }
            text.append(part);
        }

        /// Writes without a limit.
        void append(String part) {
            text.append(part);
        }

        /// One level deeper in the grammar.
        void enter() throws Malformed {
            depth++;
            if (++steps > MOST_STEPS) {
                throw new LimitReached("{size limit reached}");
            }
            if (depth > DEEPEST) {
                throw new LimitReached("{recursion limit reached}");
            }
        }

        void leave() {
            depth--;
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
