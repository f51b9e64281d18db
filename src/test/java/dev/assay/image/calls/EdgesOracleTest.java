package dev.assay.image.calls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.bytes.MappedFile;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import dev.assay.testing.Given;
import dev.assay.testing.Shared;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Edges are the transfers that disassemblers show: none missing, none invented.
///
/// What a disassembler shows beside them is of a class that has a name and a reason here; see [#CLASSES].
class EdgesOracleTest {
    /// Every class of agreement that may turn up.
    private static final Map<String, String> CLASSES = Map.ofEntries(
            Map.entry("functions", "in the symbol table and in the graph"),
            Map.entry("functions without code", "of sections that the file has no bytes of"),
            Map.entry("calls", "edges"), Map.entry("jumps", "edges"), Map.entry("branches", "edges"),
            Map.entry("calls without relocation", "edges; the assembler knew the distance"),
            Map.entry("jumps without relocation", "edges; the assembler knew the distance"),
            Map.entry("branches without relocation", "edges; the assembler knew the distance"),
            Map.entry("to the middle of a function", "of them; back from a cold part, or to a label in assembly"),
            Map.entry("to code without a name", "of them; parts that symbols do not name"),
            Map.entry("inside of a function", "no edges"),
            Map.entry("indirect calls", "edges, with one destination or open"),
            Map.entry("indirect jumps", "edges, with destinations or open"),
            Map.entry("jump tables inside of a function", "no edges: every destination is in the function"),
            Map.entry("empty slots", "no edges: what is called is the constant 0, behind a test for it"),
            Map.entry("returns through a thunk", "no edges"),
            Map.entry("calls of function tracing", "no edges"),
            Map.entry("inside of a thunk", "one open edge stands for all of it"),
            Map.entry("thunks", "that edge"),
            Map.entry("static calls that may be pointed elsewhere", "open edges that no instruction shows"),
            Map.entry("indirect transfers that are put in place of others", "open edges, from .altinstructions"),
            Map.entry("cold parts that a table leads to", "edges that no instruction shows"),
            Map.entry("outside of all functions",
                    "replacement code, and functions that the linker took the symbol from (weak ones)"),
            Map.entry("data", "in sections that an x86 kernel links as executable and writable"));

    static List<String> objects() throws IOException {
        Path corpus = Path.of(System.getenv().getOrDefault("ASSAY_SHARED", "../shared")).resolve("corpus");
        if (!Files.isDirectory(corpus)) {
            return List.of("none");
        }
        try (Stream<Path> files = Files.walk(corpus)) {
            return files.map(file -> corpus.relativize(file).toString())
                    .filter(name -> name.matches(".*\\.k?o(\\.xz)?"))
                    .map(name -> name.replaceFirst("\\.xz$", "")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("objects")
    void compiledObjects(String name) throws Exception {
        assumeTrue(!name.equals("none"), "skipped: no corpus beside the checkout");
        Path tool = Tools.require("llvm-objdump");
        Map<String, Integer> classes = compare(Shared.corpus(name), List.of(tool.toString(), "-dr"));
        assertThat(classes).doesNotContainKey("empty slots");
    }

    /// A module or object calls what others define; in the linked kernel every destination is there.
    @Test
    @Tag("real-kernel")
    void linkedKernelOfTheCorpus() throws Exception {
        Path tool = Tools.require("objdump");
        Map<String, Integer> classes = compare(Shared.corpus("x86_64-vmlinux/vmlinux"), List.of(tool.toString(), "-d"));
        assertThat(classes.get("functions")).isGreaterThan(39_000);
        assertThat(classes.get("calls")).isGreaterThan(130_000);
        assertThat(classes.getOrDefault("empty slots", 0)).isLessThan(10);
    }

    @Test
    @Tag("real-kernel")
    void debianOnX86() throws Exception {
        Path tool = Tools.require("objdump");
        Map<String, Integer> classes = compare(Given.file("ASSAY_VMLINUX_AMD64"), List.of(tool.toString(), "-d"));
        assertThat(classes.get("functions")).isGreaterThan(60_000);
        assertThat(classes.get("calls")).isGreaterThan(200_000);
        assertThat(classes.getOrDefault("empty slots", 0)).isLessThan(10);
    }

    @Test
    @Tag("real-kernel")
    void debianOnAArch64() throws Exception {
        Path tool = Tools.require("llvm-objdump");
        Map<String, Integer> classes = compare(Given.file("ASSAY_VMLINUX_ARM64"), List.of(tool.toString(), "-d"));
        assertThat(classes.get("functions")).isGreaterThan(50_000);
        assertThat(classes.get("calls")).isGreaterThan(200_000);
        assertThat(classes.getOrDefault("empty slots", 0)).isLessThan(10);
    }

    /// Every instruction of the file, not a sample of it.
    private static Map<String, Integer> compare(Path file, List<String> disassembler) throws Exception {
        try (MappedFile mapped = MappedFile.open(file, file.toString())) {
            Image image = Image.open(mapped, DebugFiles.NONE);
            CallGraph graph = CallGraph.of(image, 2);
            EdgesAgreement agreement = new EdgesAgreement(image, graph, NamedSymbols.of(file));
            agreement.functions();
            DisassembledTransfers transfers =
                    new DisassembledTransfers(image.machine().name().equals("x86-64"), agreement::transfer);
            Tools.eachLine(Stream.concat(disassembler.stream(), Stream.of("--no-show-raw-insn", file.toString()))
                    .toList(), transfers::line);
            transfers.end();
            agreement.end();
            assertThat(agreement.differences()).as("%s", file).isEmpty();
            assertThat(CLASSES).containsKeys(agreement.classes().keySet().toArray(String[]::new));
            assertThat(graph.notes()).isEmpty();
            return agreement.classes();
        }
    }
}
