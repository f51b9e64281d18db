package dev.assay.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// Script and style of a page, and the policy that allows nothing else in it (Content Security Policy Level 3).
///
/// @param style  the style sheet
/// @param early  the script that runs before anything is shown
/// @param script the script
record Assets(String style, String early, String script) {
    static Assets load() throws IOException {
        return new Assets(text("report.css"), text("early.js"), text("report.js"));
    }

    /// A script that a name smuggles in has another hash, and does not run.
    String policy() {
        return "default-src 'none'; style-src " + hash(style) + "; script-src " + hash(early) + " " + hash(script)
                + "; base-uri 'none'; form-action 'none'";
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible); // every JDK has it
        }
    }

    private static String text(String name) throws IOException {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("assay: its own file " + name + " is missing");
            }
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
