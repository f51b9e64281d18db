package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.rust.SourceLocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        List<Expected> expected = new ArrayList<>();
        for (String line : Files.readAllLines(expectation).stream().skip(1).toList()) {
            expected.add(Expected.of(line));
        }
        // The stripped image can only be answered with the file that its symbols and DWARF went to.
        List<Path> debug = name.contains("x86_64-stripped") ? List.of(FIXTURES.resolve("linked")) : List.of();
        Panics panics = new PanicSearch(Use.ALL, debug).run(List.of(file));

        assertThat(panics.unreadable()).isEmpty();
        List<Site> found = panics.images().stream().flatMap(image -> image.sites().stream())
                .filter(site -> !site.entry().endsWith("rust_begin_unwind")) // the expectations leave it out
                .toList();
        for (Site site : found) {
            assertThat(expected.stream().filter(e -> e.matches(site)).findFirst())
                    .as("%s: not expected: %s", file, site)
                    .isPresent().get().satisfies(expected::remove);
        }
        assertThat(expected).as("%s: not found", file).isEmpty();
        assertThat(panics.images()).allSatisfy(image -> assertThat(image.coverage().notScanned()).isEmpty());
    }

    /// One line of an expectation. `?` and `-` stand for no location; `a|b` for either, where a function hands its
    /// caller's location to two entries; the kind of a transfer inside the machinery has no meaning.
    private record Expected(String section, String offset, String kind, String entry, String role, String location) {
        static Expected of(String line) {
            String[] columns = line.split("\t", -1);
            return new Expected(columns[0], columns[1], columns[2], columns[3], columns[4], columns[5]);
        }

        boolean matches(Site site) {
            SourceLocation found = site.location();
            return section.equals(site.section()) && offset.equals("0x" + Long.toHexString(site.offset()))
                    && role.equals(site.role().id()) && List.of(entry.split("\\|")).contains(site.entry())
                    && (role.equals("machinery") || List.of(kind.split("\\|")).contains(site.kind().id()))
                    && (found == null ? location.equals("-") || location.equals("?")
                            : location.equals(found.toString()));
        }
    }

    @Test
    void dwarfChangesNoLocationAndNoFingerprint() {
        for (String machine : List.of("x86_64", "aarch64")) {
            List<String> with = identities(FIXTURES.resolve("kinds/" + machine + "-dwarf5.o"));
            List<String> without = identities(FIXTURES.resolve("kinds/" + machine + "-no-dwarf.o"));
            assertThat(with).isEqualTo(without).hasSizeGreaterThan(30);
        }
    }

    /// The line that DWARF gives for a call is that in the location, which the compiler wrote apart from it.
    @Test
    void dwarfAgreesWithLocations() {
        for (String machine : List.of("x86_64", "aarch64", "riscv64", "loongarch64")) {
            Path file = FIXTURES.resolve("track-caller/" + machine + ".o");
            ImagePanics image = new PanicSearch(Use.ALL, List.of()).run(List.of(file)).images().getFirst();
            int compared = 0;
            for (Site site : image.sites()) {
                SourceLocation location = site.location();
                if (site.role() == Role.SITE && location != null && location.file().startsWith("track-caller")) {
                    assertThat(site.origin()).isNotNull().satisfies(origin -> {
                        assertThat(origin.file()).as("%s: %s", machine, site).isEqualTo(location.file());
                        assertThat(origin.line()).as("%s: %s", machine, site).isEqualTo(location.line());
                    });
                    compared++;
                }
            }
            assertThat(compared).as(machine).isGreaterThan(10);
            assertThat(image.coverage().notes()).as(machine).isEmpty();
        }
    }

    private static List<String> identities(Path file) {
        if (!Files.exists(file)) {
            throw new UncheckedIOException(new IOException(file + " is missing"));
        }
        return new PanicSearch(Use.ALL, List.of()).run(List.of(file)).images().getFirst().sites().stream()
                .map(site -> site.fingerprint() + " " + site.location()).toList();
    }
}
