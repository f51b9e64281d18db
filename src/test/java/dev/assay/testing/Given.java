package dev.assay.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// Files that `.ci/real-kernels` has fetched for the tests tagged `real-kernel`, and names by environment variables.
public final class Given {
    private Given() {}

    /// The file or folder that a variable names. Skips the calling test, visibly, where there is none.
    public static Path file(String variable) {
        String path = System.getenv(variable);
        assumeTrue(path != null && Files.exists(Path.of(path)), "skipped: " + variable + " names no file");
        return Path.of(Objects.requireNonNull(path));
    }
}
