package dev.assay.rust;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every Rust name in the corpus of kernel objects, against LLVM's demangler.
class MangledNameOracleTest {
    private static final Pattern NAME = Pattern.compile("(?<=\0)_R[CINMXY][A-Za-z0-9_.$]+(?=\0)");
    /// LLVM writes a suffix in brackets.
    private static final Pattern SUFFIX = Pattern.compile(" \\((\\.[^)]*)\\)$");

    @TempDir private Path folder;

    @Test
    void namesOfKernelObjectsReadAsLlvmReadsThem() throws IOException, InterruptedException {
        Path corpus = Path.of(Optional.ofNullable(System.getProperty("assay.shared", System.getenv("ASSAY_SHARED")))
                .orElse("../shared"), "corpus");
        assumeTrue(Files.isDirectory(corpus), "no corpus at " + corpus);
        Optional<String> tool = Stream.of("llvm-cxxfilt", "llvm-cxxfilt-14").filter(this::runs).findFirst();
        assumeTrue(tool.isPresent() && runs("xz"), "llvm-cxxfilt and xz are needed");

        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(corpus)) {
            for (Path file : files.filter(path -> path.toString().matches(".*\\.k?o\\.xz")).toList()) {
                String text = new String(output(List.of("xz", "-dc", file.toString()), null), ISO_8859_1);
                Matcher matcher = NAME.matcher(text);
                while (matcher.find()) {
                    names.add(matcher.group());
                }
            }
        }
        assertThat(names).hasSizeGreaterThan(5_000);

        Path input = Files.write(folder.resolve("names"), names);
        List<String> expected = new String(output(List.of(tool.get()), input), UTF_8).lines().toList();
        List<String> differences = new ArrayList<>();
        int i = 0;
        for (String symbol : names) {
            MangledName name = MangledName.of(symbol);
            String theirs = SUFFIX.matcher(expected.get(i++)).replaceFirst("$1");
            if (!(name.path() + name.suffix()).equals(theirs)) {
                differences.add(symbol + "\n  ours:   " + name + "\n  theirs: " + theirs);
            }
        }
        assertThat(differences).isEmpty();
    }

    private boolean runs(String tool) {
        try {
            output(List.of(tool, "--version"), null);
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private byte[] output(List<String> command, @Nullable Path input) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", null);
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(output.toFile());
        if (input != null) {
            builder.redirectInput(input.toFile());
        }
        int status = builder.start().waitFor();
        assertThat(status).as(command.toString()).isZero();
        byte[] bytes = Files.readAllBytes(output);
        Files.delete(output);
        return bytes;
    }
}
