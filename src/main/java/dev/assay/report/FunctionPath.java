package dev.assay.report;

/// Demangled paths of functions, which generics make long, cut to what a line can hold.
public final class FunctionPath {
    private static final String GAP = "…";

    private FunctionPath() {}

    /// The path with its middle left out if it has more than `width` characters.
    ///
    /// Both ends stay: the type or crate that it begins with, and the name that it ends with, which gets more room.
    public static String shorten(String path, int width) {
        int length = path.codePointCount(0, path.length());
        if (length <= width || width < 3) {
            return path;
        }
        int kept = width - 1;
        int head = kept / 3;
        int tail = kept - head;
        return path.substring(0, path.offsetByCodePoints(0, head))
                + GAP
                + path.substring(path.offsetByCodePoints(path.length(), -tail));
    }

    /// The path without the generic arguments at its very end: `a::f` of `a::f::<u8>`.
    static String base(String path) {
        int start = startOfArguments(path);
        return start < 0 ? path : path.substring(0, start);
    }

    /// The generic arguments at the very end with their brackets, `<u8>` of `a::f::<u8>`; empty if there are none.
    static String arguments(String path) {
        int start = startOfArguments(path);
        return start < 0 ? "" : path.substring(start + 2);
    }

    /// Where the `::<…>` at the end starts, or -1.
    private static int startOfArguments(String path) {
        if (!path.endsWith(">")) {
            return -1;
        }
        int depth = 0;
        for (int at = path.length() - 1; at >= 0; at--) {
            char character = path.charAt(at);
            boolean arrow = character == '>' && at > 0 && path.charAt(at - 1) == '-';
            if (character == '>' && !arrow) {
                depth++;
            } else if (character == '<' && --depth == 0) {
                return at >= 2 && path.startsWith("::", at - 2) ? at - 2 : -1;
            }
        }
        return -1;
    }
}
