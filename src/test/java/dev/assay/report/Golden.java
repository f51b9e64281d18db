package dev.assay.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Compares output with a file of the repository, or writes it there with `-Dgolden.update=true`.
final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden/report");
    private static final String HINT = "run with -Dgolden.update=true if this change is wanted, and look at the diff";

    private Golden() {}

    static void compare(String name, String actual) throws IOException {
        Path file = FOLDER.resolve(name);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, actual, UTF_8);
        } else if (!Files.exists(file)) {
            fail(file + " does not exist; " + HINT);
        } else {
            assertThat(actual)
                    .as("%s; %s", file, HINT)
                    .isEqualTo(Files.readString(file, UTF_8));
        }
    }
}
