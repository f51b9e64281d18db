package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> WORDS = List.of("panics", "show", "--summary", "--format");

    @Test
    void slipsOfTheFingersAreForgiven() {
        assertThat(Nearest.to("panisc", WORDS)).hasValue("panics");
        assertThat(Nearest.to("shwo", WORDS)).hasValue("show");
        assertThat(Nearest.to("--fromat", WORDS)).hasValue("--format");
        assertThat(Nearest.to("--sum", WORDS)).hasValue("--summary");
    }

    @Test
    void nothingIsGuessedFromAfar() {
        assertThat(Nearest.to("xyz", WORDS)).isEmpty();
        assertThat(Nearest.to("", WORDS)).isEmpty();
        assertThat(Nearest.to("a".repeat(100_000), WORDS)).isEmpty();
    }
}
