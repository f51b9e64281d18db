package dev.assay.dwarf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Programs of the machine that tests use as oracles, and the shared corpus.
final class DwarfTools {
    private DwarfTools() {}

    /// Skips the test, visibly, where one of the programs is missing.
    static void require(String... programs) {
        for (String program : programs) {
            assumeTrue(isPresent(program), program + " is not installed");
        }
    }

    /// What a program prints; fails if it fails.
    static String run(Path folder, String... command) {
        try {
            Path errors = Files.createTempFile("errors", ".txt");
            Process process = new ProcessBuilder(command).directory(folder.toFile())
                    .redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            int status = process.waitFor();
            String complaint = Files.readString(errors);
            Files.delete(errors);
            if (status != 0) {
                throw new IllegalStateException(List.of(command) + " failed: " + complaint);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /// The folder with the corpus, which may not be there.
    static Path shared() {
        String override = System.getProperty("assay.shared", System.getenv("ASSAY_SHARED"));
        return Path.of(override != null ? override : "../shared");
    }

    private static boolean isPresent(String program) {
        for (String folder : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
