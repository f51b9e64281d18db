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
import org.junit.jupiter.api.Test;

/// The examples in README.md that need nothing but the repository (fenced as `console`) print what the page shows.
class ReadmeTest {
    private static final String PROMPT = "$ ./assay ";

    @Test
    void theExamplesPrintWhatThePageShows() throws IOException {
        List<String> examples = examples(Files.readString(Path.of("README.md")));
        assertThat(examples).hasSizeGreaterThanOrEqualTo(2);
        for (String example : examples) {
            String command = example.substring(PROMPT.length(), example.indexOf('\n'));
            String shown = example.substring(example.indexOf('\n') + 1);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            int status = Main.run(command.split(" ", -1), new PrintStream(out, true, UTF_8),
                    new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
            assertThat(out.toString(UTF_8)).as(command).isEqualTo(shown);
            assertThat(status).as(command).isZero();
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
