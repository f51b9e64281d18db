package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every compiled fixture against the `expected.tsv` beside it, which a script derived from the disassembler's text,
/// the relocations and the comments in the source, without this program.
class FixturesTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final String SUFFIX = ".expected.tsv";

    static List<Path> expectations() throws IOException {
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
        }
    }

    @Test
    void thereAreFixtures() throws IOException {
        assertThat(expectations()).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @MethodSource("expectations")
    void findsExactlyWhatIsThere(Path expectation) throws IOException {
        String name = expectation.toString();
        Path file = Path.of(name.substring(0, name.length() - SUFFIX.length()));
        List<String> expected = Files.readAllLines(expectation).stream().skip(1).map(FixturesTest::columns).sorted()
                .toList();
        Panics panics = PanicSearch.run(List.of(file), List.of());

        assertThat(panics.unreadable()).isEmpty();
        List<String> found = panics.images().stream().flatMap(image -> image.sites().stream()).map(FixturesTest::line)
                .sorted().toList();
        assertThat(found).as(file.toString()).isEqualTo(expected);
        assertThat(panics.images()).allSatisfy(image -> assertThat(image.coverage().notScanned()).isEmpty());
    }

    private static String columns(String line) {
        String[] columns = line.split("\t", -1);
        return String.join(" ", columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
    }

    private static String line(Site site) {
        Location location = site.location();
        return String.join(" ", site.section(), "0x" + Long.toHexString(site.offset()), site.kind().id(), site.entry(),
                site.role().id(), location == null ? "-" : location.toString());
    }

    @Test
    void dwarfChangesNoLocationAndNoFingerprint() {
        for (String machine : List.of("x86_64", "aarch64")) {
            List<String> with = identities(FIXTURES.resolve("kinds/" + machine + "-dwarf5.o"));
            List<String> without = identities(FIXTURES.resolve("kinds/" + machine + "-no-dwarf.o"));
            assertThat(with).isEqualTo(without).hasSizeGreaterThan(30);
        }
    }

    private static List<String> identities(Path file) {
        if (!Files.exists(file)) {
            throw new UncheckedIOException(new IOException(file + " is missing"));
        }
        return PanicSearch.run(List.of(file), List.of()).images().getFirst().sites().stream()
                .map(site -> site.fingerprint() + " " + site.location()).toList();
    }
}
