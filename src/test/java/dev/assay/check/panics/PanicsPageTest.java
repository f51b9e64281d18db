package dev.assay.check.panics;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.report.AdviceMarkdown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page of this check keeps its promises: it says of every kind what the advice says, and its sample is real.
class PanicsPageTest {
    private static final Path PAGE = Path.of("docs/checks/panics.md");
    private static final Path EXAMPLE = Path.of("src/test/resources/golden/report/kernel.txt");
    private static final Pattern SECTION =
            Pattern.compile("^### `([a-z-]+)`\n(.*?)(?=^##? |^### |\\z)", Pattern.MULTILINE | Pattern.DOTALL);

    @Test
    void everyKindHasOneSection() throws IOException {
        List<Kind> kinds = SECTION.matcher(Files.readString(PAGE, UTF_8)).results()
                .map(section -> Kind.byId(section.group(1)).orElseThrow()).toList();
        assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
    }

    /// The sections are made from the advice: `-Dgolden.update=true` makes them anew.
    @Test
    void everySectionIsTheAdvice() throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        List<String> differing = new ArrayList<>();
        String made = SECTION.matcher(page).replaceAll(section -> {
            Kind kind = Kind.byId(section.group(1)).orElseThrow();
            String text = "### `" + kind.id() + "`\n\n" + AdviceMarkdown.of(Advice.of(kind));
            if (!section.group().strip().equals(text.strip())) {
                differing.add(kind.id());
            }
            return Matcher.quoteReplacement(text + (section.end() == page.length() ? "" : "\n"));
        });
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, made, UTF_8);
        } else {
            assertThat(differing).as("kinds whose section is not their advice; run with -Dgolden.update=true")
                    .isEmpty();
            assertThat(made).isEqualTo(page);
        }
    }

    @Test
    void theSampleIsRealOutput() throws IOException {
        String page = Files.readString(PAGE, UTF_8);
        String sample = page.substring(page.indexOf("```\n") + 4, page.indexOf("```\n\n- Sites are grouped"));
        assertThat(sample.lines().toList()).isSubsetOf(Files.readAllLines(EXAMPLE, UTF_8));
    }
}
