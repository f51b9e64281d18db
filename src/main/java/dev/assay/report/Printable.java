package dev.assay.report;

import java.io.IOException;

/// Text from a file made safe to print: what would steer a terminal or reorder a line is written as Rust writes it in
/// strings, a backslash and `u{202e}`.
///
/// Names in a kernel image are untrusted. Escaped are the Unicode categories Cc (control), Cf (format; holds the
/// bidirectional marks), Zl and Zp (line and paragraph separators) and unpaired surrogates.
public final class Printable {
    private Printable() {}

    /// The text as it is, but for what would steer a terminal.
    public static String of(String text) {
        return escape(text, false);
    }

    /// One field of a tab-separated line; a backslash is doubled, so that the escapes can be undone.
    static String field(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean backslash) {
        StringBuilder safe = null;
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            boolean doubled = backslash && character == '\\';
            if (safe == null && (doubled || !isHarmless(character))) {
                safe = new StringBuilder(text.length() + 16).append(text, 0, at);
            }
            if (safe != null) {
                if (doubled) {
                    safe.append("\\\\");
                } else if (isHarmless(character)) {
                    safe.appendCodePoint(character);
                } else {
                    safe.append("\\u{").append(Integer.toHexString(character)).append('}');
                }
            }
            at += Character.charCount(character);
        }
        return safe == null ? text : safe.toString();
    }

    private static boolean isHarmless(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE -> false;
            default -> true;
        };
    }

    /// Ends a line, without the blanks that an empty last column leaves.
    static void line(Appendable out, CharSequence line) throws IOException {
        int end = line.length();
        while (end > 0 && line.charAt(end - 1) == ' ') {
            end--;
        }
        out.append(line, 0, end).append('\n');
    }
}
