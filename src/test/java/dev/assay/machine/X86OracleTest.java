package dev.assay.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares the decoder with `objdump -d`, instruction by instruction: where each ends, where control goes from it,
/// and which general registers it writes.
///
/// `-Dassay.oracle=FILE` compares any ELF file, such as a whole kernel.
class X86OracleTest {
    @Test
    void agreesWithObjdumpOnKernelObjects(@TempDir Path folder) throws IOException, InterruptedException {
        assumeTools("objdump", "readelf", "xz");
        Path corpus = corpus();
        assumeTrue(Files.isDirectory(corpus), "no corpus at " + corpus);
        List<Path> packed;
        try (Stream<Path> files = Files.walk(corpus)) {
            packed = files.filter(file -> corpus.relativize(file).toString().matches("x86_64(-noovf)?/.*\\.xz"))
                    .sorted().toList();
        }
        X86Agreement agreement = new X86Agreement();
        for (Path file : packed) {
            X86Listing.read(Tools.unpacked(file, folder), agreement);
        }
        check("corpus", agreement);
    }

    @Test
    void agreesWithObjdumpOnItsOwnLibraries() throws IOException {
        assumeTools("objdump", "readelf", "ldd");
        List<Path> libraries;
        Process ldd = new ProcessBuilder("ldd", tool("objdump").toString()).start();
        try (Stream<String> lines = ldd.inputReader().lines()) {
            libraries = lines.filter(line -> line.contains("libopcodes") || line.contains("libz"))
                    .map(line -> Path.of(line.replaceAll(".*=> (\\S+).*", "$1"))).toList();
        }
        assumeTrue(!libraries.isEmpty(), "objdump has no libraries of its own here");
        X86Agreement agreement = new X86Agreement();
        for (Path library : libraries) {
            X86Listing.read(library, agreement);
        }
        check("libraries", agreement);
    }

    @Test
    void agreesWithObjdumpOnTheFileAskedFor() throws IOException {
        String file = System.getProperty("assay.oracle", "");
        assumeTrue(!file.isEmpty(), "no -Dassay.oracle=FILE");
        assumeTools("objdump", "readelf");
        X86Agreement agreement = new X86Agreement();
        X86Listing.read(Path.of(file), agreement);
        check(file, agreement);
    }

    private static void check(String what, X86Agreement agreement) {
        System.out.println(what + ": " + agreement);
        assertThat(agreement.instructions()).isGreaterThan(1000);
        assertThat(agreement.mismatches()).as(agreement.toString()).isEmpty();
    }

    private static Path corpus() {
        String shared = System.getProperty("ASSAY_SHARED", System.getenv().getOrDefault("ASSAY_SHARED", "../shared"));
        return Path.of(shared, "corpus");
    }

    private static void assumeTools(String... names) {
        for (String name : names) {
            assumeTrue(Files.isExecutable(tool(name)), name + " is not installed");
        }
    }

    private static Path tool(String name) {
        return Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable).findFirst().orElse(Path.of(name));
    }
}
