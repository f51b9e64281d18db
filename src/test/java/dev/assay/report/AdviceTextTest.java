package dev.assay.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Advice;
import dev.assay.check.panics.Kind;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Advice as people read it.
class AdviceTextTest {
    private static final String COLOUR = "\u001b\\[[0-9;]*m";

    private static final Advice ADVICE = new Advice(Kind.BORROW, "A `RefCell` is borrowed.", "Use `let x = y` or not.",
            "More of it, with `some code` in it and words behind it.", "It is always there.",
            List.of("One way with words."), List.of("One mistake."), "Keep it never.", "fn a() {\n\n}\n",
            "fn b() {}\n");

    @Test
    void theTextOfAKind() throws IOException {
        Golden.compare("advice.txt", AdviceText.of(Advice.of(Kind.SLICE_COPY_LENGTH), 80, false));
    }

    @Test
    void linesEndWhereTheTerminalEndsAndCodeStaysWhole() {
        assertThat(AdviceText.of(ADVICE, 40, false)).isEqualTo("""
                borrow (the compiler or the library checks this)

                A `RefCell` is borrowed. More of it,
                with `some code` in it and words behind
                it.

                It is always there.

                Can panic:
                    fn a() {

                    }

                Cannot panic:
                  Use `let x = y` or not.

                    fn b() {}

                Ways to write it:
                  - One way with words.

                What not to do:
                  - One mistake.

                To justify it:
                  Keep it never.
                """);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void noWordsArePastTheEdge(Kind kind) {
        Advice advice = Advice.of(kind);
        List<String> code = List.of((advice.before() + advice.after()).split("\n", -1));
        for (int columns : new int[] {72, 80, 100}) {
            assertThat(AdviceText.of(advice, columns, false).lines()
                    .filter(line -> !code.contains(line.replaceFirst("^ {4}", ""))))
                    .as("%s in %d columns", kind, columns)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        }
    }

    /// Colour takes the place of the backticks, and nothing else changes but where lines end.
    @ParameterizedTest
    @EnumSource(Kind.class)
    void colourSaysTheSame(Kind kind) {
        Advice advice = Advice.of(kind);
        String coloured = AdviceText.of(advice, 80, true);
        assertThat(coloured).contains("\u001b[1m" + kind.id() + "\u001b[0m", "\u001b[36m");
        assertThat(words(coloured.replaceAll(COLOUR, ""))).isEqualTo(words(AdviceText.of(advice, 80, false)));
    }

    private static String words(String text) {
        return text.replace("`", "").replaceAll("\\s+", " ");
    }

    @Test
    void markdownHasTheSamePartsInOneOrder() {
        assertThat(AdviceMarkdown.of(ADVICE)).isEqualTo("""
                Implicit. A `RefCell` is borrowed. More of it, with `some code` in it and words behind it.

                It is always there.

                ```rust
                fn a() {

                }
                ```

                Use `let x = y` or not.

                ```rust
                fn b() {}
                ```

                Ways to write it:

                - One way with words.

                What not to do:

                - One mistake.

                Keep it never.
                """);
    }
}
