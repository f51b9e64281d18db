package dev.assay.rust;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads names of the older scheme: `_ZN`, segments with their lengths in decimal, the hash as the last one, `E`.
///
/// rustc replaces what an assembler would not take: `..` stands for `::`, `$LT$` and the like for punctuation,
/// `$u7b$` for a character by its number, and a `_` is put before a segment that would begin with `$`.
final class LegacyName {
    private static final String HASH_PREFIX = "17h";
    private static final int HASH_DIGITS = 16;
    private static final List<String> LIBRARY = List.of("core", "alloc", "std");

    private LegacyName() {}

    static MangledName read(String symbol) {
        int end = endOfHash(symbol);
        if (end < 0 || symbol.length() > V0Name.LONGEST_PATH) {
            return new MangledName.NotRust(symbol);
        }
        int hashAt = end - 1 - HASH_DIGITS - HASH_PREFIX.length();
        StringBuilder path = new StringBuilder();
        int at = "_ZN".length();
        while (at < hashAt) {
            int length = 0;
            while (at < hashAt && symbol.charAt(at) >= '0' && symbol.charAt(at) <= '9' && length < symbol.length()) {
                length = length * 10 + symbol.charAt(at++) - '0';
            }
            if (length == 0 || length > hashAt - at || !appendSegment(path, symbol, at, at + length)) {
                return new MangledName.NotRust(symbol);
            }
            at += length;
        }
        if (path.isEmpty()) {
            return new MangledName.NotRust(symbol);
        }
        long hash = Long.parseUnsignedLong(symbol, end - 1 - HASH_DIGITS, end - 1, 16);
        String text = path.toString();
        return new MangledName.Legacy(text, definingCrate(text), hash, symbol.substring(end));
    }

    /// Where `17h<16 hex digits>E` ends in `symbol`, which is where a suffix may begin; -1 if it has none.
    static int endOfHash(String symbol) {
        for (int at = symbol.indexOf(HASH_PREFIX, "_ZN".length()); at >= 0; at = symbol.indexOf(HASH_PREFIX, at + 1)) {
            int end = at + HASH_PREFIX.length() + HASH_DIGITS;
            if (end < symbol.length() && symbol.charAt(end) == 'E' && isHex(symbol, end - HASH_DIGITS, end)
                    && V0Name.isSuffix(symbol, end + 1)) {
                return end + 1;
            }
        }
        return -1;
    }

    private static boolean appendSegment(StringBuilder path, String symbol, int from, int end) {
        if (!path.isEmpty()) {
            path.append("::");
        }
        int at = symbol.startsWith("_$", from) && from + 1 < end ? from + 1 : from;
        while (at < end) {
            char c = symbol.charAt(at);
            if (c == '$') {
                int close = symbol.indexOf('$', at + 1);
                String replacement = close >= 0 && close < end ? unescape(symbol.substring(at + 1, close)) : null;
                if (replacement == null) {
                    path.append(symbol, at, end);
                    return isPlain(symbol, at, end);
                } else {
                    path.append(replacement);
                    at = close + 1;
                }
            } else if (c == '.' && at + 1 < end && symbol.charAt(at + 1) == '.') {
                path.append("::");
                at += 2;
            } else {
                path.append(c);
                at++;
            }
        }
        return isPlain(symbol, from, end);
    }

    /// Whether there is nothing but what rustc puts into a symbol of this scheme.
    private static boolean isPlain(String symbol, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = symbol.charAt(i);
            if (c != '_' && c != '$' && c != '.' && c != '-' && !V0Name.isAlphanumeric(c)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String unescape(String name) {
        return switch (name) {
            case "SP" -> "@";
            case "BP" -> "*";
            case "RF" -> "&";
            case "LT" -> "<";
            case "GT" -> ">";
            case "LP" -> "(";
            case "RP" -> ")";
            case "C" -> ",";
            default -> character(name);
        };
    }

    private static @Nullable String character(String name) {
        if (name.length() < 2 || name.length() > 7 || name.charAt(0) != 'u' || !isHex(name, 1, name.length())) {
            return null;
        }
        int codePoint = Integer.parseInt(name, 1, name.length(), 16);
        return Character.isValidCodePoint(codePoint) && ConstantString.isPrintable(codePoint)
                ? Character.toString(codePoint) : null;
    }

    private static boolean isHex(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String definingCrate(String path) {
        if (!path.startsWith("<")) {
            return firstSegment(path);
        }
        int as = outermostAs(path);
        if (as < 0) {
            return firstSegment(path.substring(1));
        }
        String type = firstSegment(path.substring(1, as));
        String trait = firstSegment(path.substring(as + " as ".length()));
        return type == null ? trait : later(type, trait);
    }

    /// Of two crates that a trait implementation names, the one that can name the other.
    private static @Nullable String later(String type, @Nullable String trait) {
        if (trait == null || !LIBRARY.contains(type)) {
            return type;
        }
        return !LIBRARY.contains(trait) || LIBRARY.indexOf(trait) > LIBRARY.indexOf(type) ? trait : type;
    }

    /// Where ` as ` stands that belongs to the first `<`; -1 if nowhere.
    private static int outermostAs(String path) {
        int depth = 0;
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == '<' || c == '(' || c == '[') {
                depth++;
            } else if ((c == '>' && path.charAt(Math.max(i - 1, 0)) != '-') || c == ')' || c == ']') {
                depth--;
            } else if (depth == 1 && path.startsWith(" as ", i)) {
                return i;
            }
        }
        return -1;
    }

    private static @Nullable String firstSegment(String path) {
        int colons = path.indexOf("::");
        for (int i = 0; i < colons; i++) {
            if (path.charAt(i) != '_' && !V0Name.isAlphanumeric(path.charAt(i))) {
                return null;
            }
        }
        return colons > 0 ? path.substring(0, colons) : null;
    }
}
