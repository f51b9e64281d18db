package dev.assay.report.findings;

import dev.assay.report.Printable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// Writes XML 1.0, indented, one element after the other.
///
/// Whatever text it is given, the result is well-formed: characters that XML cannot hold at all, not even escaped (most
/// control characters, halves of surrogate pairs, U+FFFE), are written as Rust does, a backslash and `u{1b}`, and so are
/// those that reorder a line. `javax.xml` could do most of it, but loading it costs more than the rest of an answer.
final class XmlWriter {
    private static final String INDENT = "  ";

    private final Appendable out;
    private final Deque<String> open = new ArrayDeque<>();
    private boolean isTagOpen;
    private boolean hasText;

    XmlWriter(Appendable out) throws IOException {
        this.out = out;
        out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    /// Begins an element. The name is ours, not a file's.
    XmlWriter start(String name) throws IOException {
        endTag();
        if (!open.isEmpty() && !hasText) {
            out.append('\n');
        }
        out.append(INDENT.repeat(open.size())).append('<').append(name);
        open.push(name);
        isTagOpen = true;
        hasText = false;
        return this;
    }

    /// An attribute of the element just begun.
    XmlWriter attribute(String name, String value) throws IOException {
        if (!isTagOpen) {
            throw new IllegalStateException("no element was just begun");
        }
        out.append(' ').append(name).append("=\"").append(escaped(value)).append('"');
        return this;
    }

    XmlWriter attribute(String name, long value) throws IOException {
        return attribute(name, Long.toString(value));
    }

    /// Text in the element, a line of it.
    XmlWriter line(String text) throws IOException {
        endTag();
        hasText = true;
        out.append(escaped(text)).append('\n');
        return this;
    }

    /// Ends the element begun last.
    XmlWriter end() throws IOException {
        String name = open.pop();
        if (isTagOpen) {
            out.append("/>");
            isTagOpen = false;
        } else if (hasText) {
            out.append("</").append(name).append('>');
        } else {
            out.append('\n').append(INDENT.repeat(open.size())).append("</").append(name).append('>');
        }
        hasText = false;
        if (open.isEmpty()) {
            out.append('\n');
        }
        return this;
    }

    private void endTag() throws IOException {
        if (isTagOpen) {
            out.append('>');
            isTagOpen = false;
        }
    }

    private static String escaped(String text) {
        String safe = Printable.of(text);
        StringBuilder xml = new StringBuilder(safe.length() + 16);
        for (int at = 0; at < safe.length();) {
            int character = safe.codePointAt(at);
            switch (character) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;"); // must be where it ends CDATA
                case '"' -> xml.append("&quot;");
                default -> {
                    if (isAllowed(character)) {
                        xml.appendCodePoint(character);
                    } else {
                        xml.append("\\u{").append(Integer.toHexString(character)).append('}');
                    }
                }
            }
            at += Character.charCount(character);
        }
        return xml.toString();
    }

    /// XML 1.0 §2.2, `Char`; control characters are gone by now.
    private static boolean isAllowed(int character) {
        return character >= ' ' && (character < 0xd800 || character > 0xdfff) && character != 0xfffe
                && character != 0xffff;
    }
}
