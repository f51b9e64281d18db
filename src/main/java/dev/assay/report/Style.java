package dev.assay.report;

import dev.assay.check.panics.Kind;

/// The few colours of the text output; without them every method gives its argument back.
///
/// @param colour whether ANSI sequences may be written (ECMA-48, "Select Graphic Rendition")
record Style(boolean colour) {
    private static final String BOLD = "1";
    private static final String DIM = "2";
    private static final String RED = "1;31";
    private static final String YELLOW = "33";
    private static final String CYAN = "36";

    String bold(String text) {
        return wrap(BOLD, text);
    }

    String dim(String text) {
        return wrap(DIM, text);
    }

    String warning(String text) {
        return wrap(RED, text);
    }

    /// What nobody wrote stands out from what somebody did.
    String kind(Kind kind, String text) {
        return wrap(kind.isImplicit() ? YELLOW : CYAN, text);
    }

    /// Code between words.
    String code(String text) {
        return wrap(CYAN, text);
    }

    /// A place with its folders dimmed: the eye looks for the file's name.
    String place(String place) {
        int name = place.lastIndexOf('/') + 1;
        return dim(place.substring(0, name)) + place.substring(name);
    }

    private String wrap(String code, String text) {
        return colour && !text.isEmpty() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
