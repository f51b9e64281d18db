package dev.assay.report.findings;

import dev.assay.report.Printable;

/// Text as SARIF has it (SARIF 2.1.0 §3.11): in messages braces stand for arguments, and brackets before a parenthesis
/// for links.
final class MessageText {
    private static final int REPLACEMENT = 0xfffd;

    private MessageText() {}

    /// A message for people. What would be taken for an argument or a link is not, and nothing in it steers a terminal.
    ///
    /// Paths of Rust functions are full of braces (`driver::probe::{closure#0}`). The standard wants each doubled, but
    /// most viewers show the two then. Around such a name they tell nothing, and are left out.
    static String of(String text) {
        String safe = Printable.of(text);
        StringBuilder message = new StringBuilder(safe.length() + 16);
        for (int at = 0; at < safe.length(); at++) {
            char character = safe.charAt(at);
            if (character == '{' || character == '}') {
                int end = character == '{' ? endOfName(safe, at) : -1;
                if (end > 0) {
                    message.append(safe, at + 1, end);
                    at = end;
                } else {
                    message.append(character).append(character);
                }
            } else if (character == '(' && at > 0 && safe.charAt(at - 1) == ']') {
                message.append(" (");
            } else {
                message.append(character);
            }
        }
        return message.toString();
    }

    /// Where the brace is closed that begins a name as rustc gives to what has none: `{closure#0}`, `{impl}`,
    /// `{shim:vtable#0}`; -1 if it begins something else.
    private static int endOfName(String text, int open) {
        int at = open + 1;
        while (at < text.length() && isOfName(text.charAt(at))) {
            at++;
        }
        boolean isName = at > open + 1 && at < text.length() && text.charAt(at) == '}'
                && Character.isLetter(text.charAt(open + 1));
        return isName ? at : -1;
    }

    private static boolean isOfName(char character) {
        return Character.isLetterOrDigit(character) || character == '#' || character == '_' || character == ':';
    }

    /// Text for programs, exact but for halves of surrogate pairs, which are no characters and make a file invalid.
    static String exact(String text) {
        StringBuilder whole = null;
        for (int at = 0; at < text.length();) {
            int character = text.codePointAt(at);
            boolean isHalf = Character.getType(character) == Character.SURROGATE;
            if (isHalf && whole == null) {
                whole = new StringBuilder(text.length()).append(text, 0, at);
            }
            if (whole != null) {
                whole.appendCodePoint(isHalf ? REPLACEMENT : character);
            }
            at += Character.charCount(character);
        }
        return whole == null ? text : whole.toString();
    }
}
