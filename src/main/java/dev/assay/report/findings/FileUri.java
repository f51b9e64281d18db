package dev.assay.report.findings;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;

/// Paths as URI references (RFC 3986).
final class FileUri {
    /// Beside letters and digits; a colon is not among them, since before the first slash it would end a scheme.
    private static final String UNESCAPED = "-._~/+@=,!";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private FileUri() {}

    /// `file:///…` for an absolute path, else a reference relative to something.
    static String of(String path) {
        // Two slashes would begin the name of a machine.
        return path.startsWith("/") ? "file:///" + encoded(path.replaceFirst("^/+", "")) : encoded(path);
    }

    private static String encoded(String path) {
        StringBuilder uri = new StringBuilder(path.length() + 16);
        for (byte next : MessageText.exact(path).getBytes(UTF_8)) {
            boolean isPlain = next >= 0 && (isLetterOrDigit(next) || UNESCAPED.indexOf(next) >= 0);
            if (isPlain) {
                uri.append((char) next);
            } else {
                uri.append('%').append(HEX.toHexDigits(next));
            }
        }
        return uri.toString();
    }

    private static boolean isLetterOrDigit(byte character) {
        return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9');
    }
}
