package dev.assay.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The objects of a real kernel that lie beside the repository, packed with xz. Tests that want them are skipped,
/// saying so, where they are absent.
public final class Corpus {
    private Corpus() {}

    /// The folder: `corpus` in the folder that the system property `assay.shared` or the variable `ASSAY_SHARED`
    /// names, by default `../shared`.
    public static Path require() {
        Path folder = Path.of(System.getProperty("assay.shared",
                Objects.requireNonNullElse(System.getenv("ASSAY_SHARED"), "../shared"))).resolve("corpus");
        Assumptions.assumeTrue(Files.isDirectory(folder), "skipped: no corpus at " + folder);
        return folder;
    }

    /// Packed files at most `largest` bytes big, in a fixed order.
    public static List<Path> packed(long largest) throws IOException {
        try (Stream<Path> files = Files.walk(require())) {
            return files.filter(file -> file.toString().endsWith(".xz") && file.toFile().length() <= largest).sorted()
                    .toList();
        }
    }

    /// Unpacks a file into `folder`.
    public static Path unpack(Path packed, Path folder) throws IOException, InterruptedException {
        Path unpacked = folder.resolve(packed.getFileName().toString().replaceFirst("\\.xz$", ""));
        Process process = new ProcessBuilder(Tools.require("xz").toString(), "-dc", packed.toString())
                .redirectOutput(unpacked.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        Assumptions.assumeTrue(process.waitFor() == 0, "skipped: xz cannot unpack " + packed);
        return unpacked;
    }
}
