package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;

/// What every text output must hold to.
final class Plain {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    private Plain() {}

    static String withoutColours(String text) {
        return COLOUR.matcher(text).replaceAll("");
    }

    /// No character but line feeds that would steer a terminal or reorder a line.
    static void assertHarmless(String text) {
        assertThat(text.codePoints().filter(character -> character != '\n'))
                .allMatch(character -> switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> false;
                    default -> true;
                });
    }
}
