package dev.assay.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Real input that is not in the repository: the folder of compiled kernels and drivers beside the checkout.
public final class Shared {
    private static final Map<Path, Path> UNPACKED = new ConcurrentHashMap<>();

    private Shared() {}

    /// The folder: `$ASSAY_SHARED`, else `../shared`. Skips the calling test, visibly, where there is none.
    public static Path folder() {
        Path folder = Path.of(Optional.ofNullable(System.getenv("ASSAY_SHARED")).orElse("../shared"));
        return Files.isDirectory(folder) ? folder
                : abort("skipped: no folder with real kernels at " + folder + " (set ASSAY_SHARED)");
    }

    /// A file of the corpus, unpacked with `xz` if it is packed. Skips the calling test where it is absent.
    public static Path corpus(String name) {
        Path plain = folder().resolve("corpus").resolve(name);
        Path packed = plain.resolveSibling(plain.getFileName() + ".xz");
        if (Files.exists(plain)) {
            return plain;
        }
        return Files.exists(packed) ? UNPACKED.computeIfAbsent(packed, Shared::unpack)
                : abort("skipped: the corpus has no " + name);
    }

    private static Path unpack(Path packed) {
        try {
            Path folder = Files.createTempDirectory("assay-corpus");
            String name = String.valueOf(packed.getFileName());
            Path target = folder.resolve(name.substring(0, name.length() - ".xz".length()));
            Process xz = new ProcessBuilder("xz", "-dc", packed.toString()).redirectOutput(target.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT).start();
            if (xz.waitFor() != 0) {
                throw new IOException("xz could not unpack " + packed);
            }
            target.toFile().deleteOnExit();
            folder.toFile().deleteOnExit();
            return target;
        } catch (IOException e) {
            return abort("skipped: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return abort("skipped: interrupted");
        }
    }
}
