package dev.assay.check.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Use;
import dev.assay.source.Justification;
import dev.assay.source.SourceReader;
import dev.assay.source.SourceTree;
import dev.assay.testing.Given;
import dev.assay.testing.Shared;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Kernels against the source that they were made from, and against that of another version.
@Tag("real-kernel")
class SourceKernelTest {
    /// The kernel that the corpus was made from.
    private static final String CORPUS = "VERSION = 7\nPATCHLEVEL = 3\nSUBLEVEL = 4\n";

    private static Path tree(String variable) {
        // The variable names the folder with the crate `kernel`.
        return Objects.requireNonNull(Given.file(variable).resolve("../..").normalize());
    }

    private static Panics panics(Path file) {
        return new PanicSearch(new Use(false, false), List.of()).run(List.of(file));
    }

    private static Sources sources(Path tree, Path file) throws IOException {
        CompiledFiles compiled = new CompiledFiles();
        Panics panics = new PanicSearch(new Use(false, false), List.of()).run(List.of(file), compiled);
        return new SourceSearch(SourceReader.load(), SourceTree.open(tree), null, 0, compiled).run(panics);
    }

    private static Path corpusTree() throws IOException {
        Path tree = tree("ASSAY_SOURCE");
        assumeTrue(Files.readString(tree.resolve("Makefile")).contains(CORPUS),
                "skipped: ASSAY_SOURCE is not the source of the corpus, Linux 7.3.4");
        return tree;
    }

    /// Eleven comments in all. Seven have no site: the compiler proved what they say.
    @Test
    void everyCommentWithACompiledSiteIsMatchedToIt() throws IOException {
        Path tree = corpusTree();
        Sources sources = sources(tree, Shared.corpus("x86_64-vmlinux/vmlinux"));
        Map<String, List<String>> sites = new TreeMap<>();
        sources.bySite().forEach((site, source) -> {
            Justification why = source.justification();
            if (why != null && why.kind() == Justification.Kind.COMMENT) {
                sites.merge(why.file() + ":" + why.line(),
                        List.of(source.passage().line() + " " + site.site().kind().id()),
                        (one, other) -> Stream.concat(one.stream(), other.stream()).sorted().toList());
            }
        });
        assertThat(sites).isEqualTo(Map.of(
                "drivers/gpu/nova-core/falcon.rs:609", List.of("611 slice-index", "611 slice-index"),
                "drivers/gpu/nova-core/gsp.rs:203", List.of("207 expect"),
                "drivers/gpu/nova-core/gsp/cmdq.rs:779", List.of("781 explicit"),
                "rust/kernel/pci/io.rs:320", List.of("322 explicit", "322 explicit", "322 explicit")));
        assertThat(sources.stale().stream().map(comment -> comment.file() + ":" + comment.line())).containsExactly(
                "drivers/gpu/nova-core/firmware.rs:313", "drivers/gpu/nova-core/firmware/fsp.rs:109",
                "drivers/gpu/nova-core/firmware/fsp.rs:111", "drivers/gpu/nova-core/firmware/fsp.rs:113",
                "drivers/gpu/nova-core/gsp/cmdq.rs:774", "drivers/gpu/nova-core/num.rs:289", "rust/kernel/dma.rs:506");
        assertThat(sources.unexamined()).isEmpty();
        assertThat(sources.unknown()).isEmpty();
        assertThat(comments(tree)).hasSize(sites.size() + sources.stale().size());
    }

    /// What `grep` would find in the folders that hold Rust.
    private static List<String> comments(Path tree) throws IOException {
        List<String> comments = new ArrayList<>();
        for (String part : List.of("rust", "drivers", "samples")) {
            try (Stream<Path> files = Files.walk(tree.resolve(part))) {
                files.filter(file -> file.toString().endsWith(".rs")).flatMap(file -> lines(file).stream())
                        .filter(line -> line.matches("\\s*// PANIC: .*")).forEach(comments::add);
            }
        }
        return comments;
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64/rust/kernel.o", "arm64/rust/kernel.o", "x86_64/drivers/gpu/drm/tyr/tyr.ko",
        "arm64/drivers/gpu/drm/tyr/tyr.ko", "x86_64-noovf/drivers/gpu/drm/tyr/tyr.ko",
        "x86_64/drivers/gpu/drm/drm_panic_qr.o",
        "x86_64/drivers/block/rnull/rnull_mod.ko", "x86_64/samples/rust/rust_configfs.ko"})
    void theCorpusFitsItsSource(String name) throws IOException {
        Sources sources = sources(corpusTree(), Shared.corpus(name));
        assertThat(sources.unknown()).isEmpty();
        assertThat(sources.bySite()).isNotEmpty();
    }

    /// No false alarm: a kernel and its own source.
    @ParameterizedTest
    @CsvSource({"ASSAY_VMLINUX_AMD64, ASSAY_SOURCE", "ASSAY_VMLINUX_ARM64, ASSAY_SOURCE",
        "ASSAY_VMLINUX_SID, ASSAY_SOURCE_SID"})
    void aKernelFitsItsSource(String kernel, String source) throws IOException {
        Path file = Given.file(kernel);
        Path tree = tree(source);
        String version = version(tree);
        String release = Objects.requireNonNullElse(panics(file).images().getFirst().image().release(), "");
        assumeTrue(release.startsWith(version), "skipped: " + source + " is " + version + ", the kernel " + release);
        Sources sources = sources(tree, file);
        assertThat(sources.unknown()).isEmpty();
        assertThat(sources.bySite()).hasSizeGreaterThan(40);
    }

    /// With another version's tree, every file that is used has the very lines of the right one at all of its sites.
    @Test
    void anotherVersionsFilesAreUsedOnlyWhereTheyAreTheSame() throws IOException {
        Path file = Given.file("ASSAY_VMLINUX_SID");
        Path right = tree("ASSAY_SOURCE_SID");
        Path wrong = tree("ASSAY_SOURCE");
        assumeTrue(!version(right).equals(version(wrong)), "skipped: both trees are " + version(right));
        Sources expected = sources(right, file);
        Sources found = sources(wrong, file);
        assertThat(found.unknown().stream().filter(line -> line.contains("does not fit"))).hasSizeGreaterThan(2);
        Map<String, Long> different = found.bySite().entrySet().stream()
                .filter(entry -> !entry.getValue().passage().lines().equals(Objects.requireNonNull(
                        expected.bySite().get(entry.getKey())).passage().lines()))
                .collect(Collectors.groupingBy(entry -> entry.getValue().passage().file(), Collectors.counting()));
        assertThat(different).isEmpty();
    }

    private static String version(Path tree) throws IOException {
        Map<String, String> values = Files.readAllLines(tree.resolve("Makefile")).stream().limit(6)
                .filter(line -> line.contains(" = ")).map(line -> line.split(" = ", -1))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        return "%s.%s.%s".formatted(values.get("VERSION"), values.get("PATCHLEVEL"), values.get("SUBLEVEL"));
    }
}
