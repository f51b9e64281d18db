package dev.assay.report.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GithubAnnotationsTest {
    /// A line as GitHub's runner takes it apart.
    private record Annotation(String command, Map<String, String> properties, String message) {
        static Annotation of(String line) {
            assertThat(line).startsWith("::");
            int end = line.indexOf("::", 2);
            String head = line.substring(2, end);
            int space = head.indexOf(' ');
            Map<String, String> properties = new HashMap<>();
            for (String property : head.substring(space + 1).split(",", -1)) {
                int equals = property.indexOf('=');
                properties.put(property.substring(0, equals), property.substring(equals + 1).replace("%3A", ":")
                        .replace("%2C", ",").replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%"));
            }
            return new Annotation(head.substring(0, space), properties, line.substring(end + 2).replace("%0D", "\r")
                    .replace("%0A", "\n").replace("%25", "%"));
        }
    }

    private static List<Annotation> print(Findings findings) throws IOException {
        StringBuilder out = new StringBuilder();
        GithubAnnotations.write(findings, out);
        return out.toString().lines().map(Annotation::of).toList();
    }

    @Test
    void aSiteIsShownAtItsLine() throws IOException {
        List<Annotation> annotations = print(new Findings("gate", List.of(Given.full(Level.ERROR, State.NEW)),
                List.of(), List.of()));

        assertThat(annotations).hasSize(1);
        assertThat(annotations.getFirst().command()).isEqualTo("error");
        assertThat(annotations.getFirst().properties()).isEqualTo(Map.of("file", "drivers/a b/dri:ver.rs", "line", "7",
                "col", "9", "title", "assay: bounds-check"));
        assertThat(annotations.getFirst().message()).startsWith("""
                bounds-check in driver::probe::{closure#0} can panic
                compared with the baseline: new
                Use `get`""").contains("\nfingerprint: 0123456789abcdef");
    }

    @Test
    void whatIsUnknownIsAWarning() throws IOException {
        List<Annotation> annotations = print(new Findings("panics", List.of(), List.of("a gap"), List.of("no file")));

        assertThat(annotations).extracting(Annotation::command).containsExactly("error", "warning");
        assertThat(annotations).extracting(Annotation::message).containsExactly("no file", "a gap");
    }

    @Test
    void theLastOneSaysHowManyAreNotShown() throws IOException {
        List<Annotation> annotations = print(new Findings("gate", Collections.nCopies(23, Given.bare("a.ko", "1")),
                List.of("a gap"), List.of()));

        assertThat(annotations).hasSize(25);
        assertThat(annotations.getLast().command()).isEqualTo("notice");
        assertThat(annotations.getLast().message())
                .isEqualTo("GitHub shows no more than 10 annotations of a sort; in the log are 14 warnings more");
    }

    @Test
    void sitesToKnowOfDoNotHideTheSummary() throws IOException {
        List<Annotation> annotations = print(new Findings("diff", Collections.nCopies(30, Given.full(Level.NOTE,
                State.ABSENT)), List.of(), List.of()));

        assertThat(annotations).hasSize(10).allSatisfy(each -> assertThat(each.command()).isEqualTo("notice"));
        assertThat(annotations.getLast().message()).isEqualTo("not listed: 21 more sites to know of");
        assertThat(print(new Findings("diff", Collections.nCopies(30, Given.full(Level.NOTE, State.UNCHANGED)),
                List.of(), List.of()))).isEmpty();
    }

    @Test
    void filesOutsideTheTreeAreNotNamedAsFiles() throws IOException {
        for (String file : List.of("/usr/lib/rustlib/src/rust/library/core/src/option.rs", "/elsewhere/a.rs")) {
            Annotation annotation = print(new Findings("panics", List.of(Given.at(file)), List.of(), List.of()))
                    .getFirst();
            assertThat(annotation.properties()).containsOnlyKeys("title");
            assertThat(annotation.message()).contains(".rs:3:4");
        }
    }

    /// Nothing in a name begins a command of its own, or a property.
    @Test
    void hostileNamesStayText() throws IOException {
        StringBuilder out = new StringBuilder();
        GithubAnnotations.write(Given.hostile(), out);
        List<Annotation> annotations = print(Given.hostile());

        assertThat(out.toString().codePoints().filter(character -> character != '\n'))
                .noneMatch(
                        character -> Character.isISOControl(character) || character == 0x202e || character == 0x2028);
        assertThat(annotations).extracting(Annotation::command).containsExactly("error", "warning", "error", "warning",
                "notice");
        assertThat(annotations).allSatisfy(each -> assertThat(each.properties().keySet())
                .isSubsetOf("file", "line", "col", "title"));
    }
}
