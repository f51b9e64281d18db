package dev.assay.structure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.cli.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The examples in README.md and in the pages of the checks that need nothing but the repository (fenced as `console`)
/// print what the page shows. Behind a command stands its exit status if that is not 0.
class ReadmeTest {
    private static final String PROMPT = "$ ./assay ";
    private static final String STATUS = "   # exit status ";

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/checks/reach.md", "docs/formats.md", "docs/checks/justification.md",
        "docs/checks/gate.md",
        "docs/checks/diff.md", "docs/workflow.md"})
    void theExamplesPrintWhatThePageShows(String page) throws IOException {
        List<String> examples = examples(Files.readString(Path.of(page)));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        for (String example : examples) {
            String line = example.substring(PROMPT.length(), example.indexOf('\n'));
            int end = line.indexOf(STATUS);
            String command = end < 0 ? line : line.substring(0, end);
            int expected = end < 0 ? 0 : Integer.parseInt(line.substring(end + STATUS.length()));
            String shown = example.substring(example.indexOf('\n') + 1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int status = Main.run(command.split(" ", -1), new PrintStream(out, true, UTF_8),
                    new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
            assertThat(out.toString(UTF_8)).as(command).isEqualTo(shown);
            assertThat(status).as(command).isEqualTo(expected);
        }
    }

    private static List<String> examples(String page) {
        List<String> examples = new ArrayList<>();
        for (int start = page.indexOf("```console\n"); start >= 0; start = page.indexOf("```console\n", start + 1)) {
            int text = start + "```console\n".length();
            examples.add(page.substring(text, page.indexOf("```", text)));
        }
        return examples;
    }
}
