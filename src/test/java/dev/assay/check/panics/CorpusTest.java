package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.testing.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Compiled drivers of a real kernel: every panic relocation that the disassembler shows, and no other.
class CorpusTest {
    private static final String EXTENDED = ".ext.tsv";

    /// `architecture/object` of everything the corpus has ground truth for; a placeholder where there is no corpus.
    static List<String> objects() throws IOException {
        Path corpus = Path.of(System.getenv().getOrDefault("ASSAY_SHARED", "../shared")).resolve("corpus");
        List<String> objects = new ArrayList<>();
        for (String architecture : List.of("x86_64", "x86_64-noovf", "arm64")) {
            Path truths = corpus.resolve(architecture).resolve("gt");
            if (Files.isDirectory(truths)) {
                try (Stream<Path> files = Files.list(truths)) {
                    files.map(file -> String.valueOf(file.getFileName())).filter(name -> name.endsWith(EXTENDED))
                            .sorted().forEach(name -> objects.add(architecture + "/" + name));
                }
            }
        }
        return objects.isEmpty() ? List.of("none") : objects;
    }

    @ParameterizedTest
    @MethodSource("objects")
    void everyPanicRelocationIsAccountedFor(String truth) throws IOException {
        assumeTrue(!truth.equals("none"), "skipped: no corpus beside the checkout");
        String architecture = truth.substring(0, truth.indexOf('/'));
        Path file = Shared.corpus(architecture).resolve("gt").resolve(truth.substring(truth.indexOf('/') + 1));
        List<String> lines = Files.readAllLines(file);
        List<String> header = Arrays.asList(lines.getFirst().split("\t", -1));
        TreeSet<String> expected = new TreeSet<>();
        String object = "";
        for (String line : lines.subList(1, lines.size())) {
            String[] columns = line.split("\t", -1);
            object = columns[header.indexOf("object")];
            // A relocation of x86-64 applies to the operand, one byte behind the opcode of a call.
            long offset = Long.decode(columns[header.indexOf("offset")]) - (architecture.equals("arm64") ? 0 : 1);
            expected.add(columns[header.indexOf("section")] + "+0x" + Long.toHexString(offset));
        }
        ImagePanics answer =
                new PanicSearch(Use.ALL, List.of()).run(List.of(Shared.corpus(architecture + "/" + object))).images()
                        .getFirst();
        TreeSet<String> found = new TreeSet<>();
        // The ground truth lists the entries of core; the kernel's crate for build errors has two of its own.
        answer.sites().stream().filter(site -> !site.entry().contains("build_error"))
                .forEach(site -> found.add(site.section() + "+0x" + Long.toHexString(site.offset())));

        assertThat(found).isEqualTo(expected);
        assertThat(answer.coverage().isComplete()).as(answer.coverage().toString()).isTrue();
        assertThat(answer.coverage().selfCheckOnly()).isEmpty();
    }

    @Test
    void theLinkedKernelAgreesWithItsDisassembly() throws IOException {
        Path truth = Shared.corpus("x86_64-vmlinux/gt").resolve("vmlinux.dis.tsv");
        TreeSet<String> expected = new TreeSet<>();
        for (String line : Files.readAllLines(truth)) {
            expected.add(line.split("\t", -1)[1]);
        }
        ImagePanics answer =
                new PanicSearch(Use.ALL, List.of()).run(List.of(Shared.corpus("x86_64-vmlinux/vmlinux"))).images()
                        .getFirst();
        TreeSet<String> found = new TreeSet<>();
        for (Site site : answer.sites()) {
            found.add("0x" + Long.toHexString(Objects.requireNonNull(site.address())));
        }
        assertThat(found).isEqualTo(expected).hasSize(1090);
        assertThat(answer.coverage().isComplete()).as(answer.coverage().toString()).isTrue();
    }

    @Test
    void withoutOverflowChecksOnlyOverflowSitesAreGone() {
        Map<String, Integer> with = kinds("x86_64/drivers/gpu/drm/tyr/tyr.ko");
        Map<String, Integer> without = kinds("x86_64-noovf/drivers/gpu/drm/tyr/tyr.ko");
        assertThat(with).containsKey("add-overflow");
        assertThat(without.keySet()).noneMatch(kind -> kind.endsWith("-overflow") && !kind.startsWith("div")
                && !kind.startsWith("rem"));
    }

    private static Map<String, Integer> kinds(String object) {
        Map<String, Integer> kinds = new TreeMap<>();
        new PanicSearch(Use.ALL, List.of()).run(List.of(Shared.corpus(object))).images().getFirst().sites()
                .forEach(site -> kinds.merge(site.kind().id(), 1, Integer::sum));
        return kinds;
    }
}
