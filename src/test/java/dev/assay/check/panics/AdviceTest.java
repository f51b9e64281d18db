package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Advice has the form that its renderings rely on.
class AdviceTest {
    private static final Path FOLDER = Path.of("src/main/resources/dev/assay/check/panics/advice");
    private static final int WIDTH = 100;

    @Test
    void thereIsAFileForEveryKindAndNoOther() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> String.valueOf(file.getFileName())))
                    .containsExactlyInAnyOrderElementsOf(Arrays.stream(Kind.values()).map(kind -> kind.id() + ".md")
                            .toList());
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void everyPartIsThere(Kind kind) {
        Advice advice = Advice.of(kind);
        assertThat(advice.kind()).isEqualTo(kind);
        assertThat(advice.ways()).isNotEmpty();
        assertThat(advice.mistakes()).isNotEmpty();
        assertThat(sentences(advice)).allSatisfy(sentence -> {
            assertThat(sentence).isNotBlank().doesNotContain("\n", "  ").matches(".*[.`]");
            assertThat(sentence.chars().filter(c -> c == '`').count() % 2).as(sentence).isZero();
            // Outside of code, nothing that Markdown would take for more than words.
            assertThat(sentence.replaceAll("`[^`]*`", "")).doesNotContain("*", "_", "](", "<", "&");
        });
    }

    /// They stand in one line of an annotation, or under a site in a report.
    @ParameterizedTest
    @EnumSource(Kind.class)
    void theShortPartsAreShort(Kind kind) {
        Advice advice = Advice.of(kind);
        assertThat(advice.summary()).hasSizeLessThan(120);
        assertThat(advice.remedy()).hasSizeLessThan(WIDTH);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void theExamplesFitATerminal(Kind kind) {
        Advice advice = Advice.of(kind);
        for (String code : List.of(advice.before(), advice.after())) {
            assertThat(code).startsWith(code.strip()).endsWith("}\n").contains("fn ", "pub ")
                    .doesNotContain("\t", "```");
            assertThat(code.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(WIDTH));
        }
        assertThat(advice.after()).isNotEqualTo(advice.before());
    }

    @Test
    void anotherFormIsRefused() {
        assertThatThrownBy(() -> Advice.of(Kind.OTHER, "Only one sentence."))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("other: not in the form of advice");
        assertThatThrownBy(() -> Advice.of(Kind.OTHER, """
                One.

                Two.

                ## Detail
                ## Compiled
                ## Before
                ## After
                ## Instead
                ## Not
                ## Justify
                """)).hasMessage("other: no part Compiled in");
    }

    private static List<String> sentences(Advice advice) {
        List<String> sentences = new ArrayList<>(List.of(advice.summary(), advice.remedy(), advice.detail(),
                advice.compiledIn(), advice.justify()));
        sentences.addAll(advice.ways());
        sentences.addAll(advice.mistakes());
        return sentences;
    }
}
