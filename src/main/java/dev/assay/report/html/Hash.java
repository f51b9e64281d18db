package dev.assay.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

/// The part of an address behind `#`, which holds the page's filter.
final class Hash {
    private static final String PLAIN = "-._~";

    private Hash() {}

    /// `#crate=kernel&kind=bounds-check`
    ///
    /// @param words names and values by turns
    static String of(String... words) {
        StringBuilder text = new StringBuilder("#");
        for (int i = 0; i < words.length; i += 2) {
            text.append(i == 0 ? "" : "&").append(words[i]).append('=').append(encoded(words[i + 1]));
        }
        return text.toString();
    }

    private static String encoded(String value) {
        StringBuilder text = new StringBuilder();
        for (byte each : value.getBytes(UTF_8)) {
            char character = (char) (each & 0xff);
            boolean plain = character < 0x80 && (Character.isLetterOrDigit(character) || PLAIN.indexOf(character) >= 0);
            text.append(plain ? String.valueOf(character) : "%%%02X".formatted((int) character));
        }
        return text.toString();
    }

}
