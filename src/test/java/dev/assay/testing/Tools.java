package dev.assay.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// Programs of others that tests compare with. A test that needs one is skipped, saying so, where it is absent.
public final class Tools {
    private Tools() {}

    /// A program on the path.
    public static Path require(String program) {
        Optional<Path> found = find(program);
        Assumptions.assumeTrue(found.isPresent(), "skipped: no " + program + " on the path");
        return found.orElseThrow();
    }

    /// The linker that comes with rustc, which links for every architecture.
    public static Path requireRustLinker() throws IOException, InterruptedException {
        require("rustc");
        Path sysroot = Path.of(run(List.of("rustc", "--print", "sysroot")).strip());
        try (Stream<Path> files = Files.walk(sysroot.resolve("lib/rustlib"), 4)) {
            Optional<Path> found = files.filter(file -> file.endsWith("bin/rust-lld")).findFirst();
            Assumptions.assumeTrue(found.isPresent(), "skipped: no rust-lld beside rustc");
            return found.orElseThrow();
        }
    }

    /// A program on the path, if it is there.
    public static Optional<Path> find(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }

    /// The file itself, or, of one that `xz` has packed, what is in it.
    ///
    /// @param folder for the unpacked file; the next one takes its place
    public static Path unpacked(Path file, Path folder) throws IOException, InterruptedException {
        if (!file.toString().endsWith(".xz")) {
            return file;
        }
        Path unpacked = folder.resolve("unpacked");
        int exit = new ProcessBuilder("xz", "-dc", file.toString()).redirectOutput(unpacked.toFile()).start().waitFor();
        assertThat(exit).as("xz -dc %s", file).isZero();
        return unpacked;
    }

    /// Hands on each line that a program writes, however many; it must succeed. What it complains of is not shown.
    public static void eachLine(List<String> command, Consumer<String> reader)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                reader.accept(line);
            }
        }
        assertThat(process.waitFor()).as("%s", command).isZero();
    }

    /// What a program writes to standard output; it must succeed.
    public static String run(List<String> command) throws IOException, InterruptedException {
        Path errors = Files.createTempFile("assay", ".err");
        try {
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertThat(process.waitFor()).as("%s: %s", command, Files.readString(errors)).isZero();
            return output;
        } finally {
            Files.delete(errors);
        }
    }
}
