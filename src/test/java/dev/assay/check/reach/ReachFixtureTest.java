package dev.assay.check.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// From where the panic sites of compiled files are reached, as `fixtures/call-graph/reach.tsv` says and explains.
class ReachFixtureTest {
    private static final Path FOLDER = Path.of("src/test/resources/fixtures/call-graph");

    private static Map<String, String> expected() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        try (Stream<String> lines = Files.lines(FOLDER.resolve("reach.tsv"))) {
            lines.skip(1).map(line -> line.split("\t", -1)).forEach(row -> expected.put(row[0], row[1]));
        }
        return expected;
    }

    private static ReachSearch.Found search(String file) {
        return new ReachSearch(new PanicSearch(Use.ALL, List.of()), List.of(), false)
                .run(List.of(FOLDER.resolve(file)));
    }

    private static Map<ImageSite, Reach> withWays(Path... paths) {
        return new ReachSearch(new PanicSearch(Use.ALL, List.of()), List.of(), false, true).run(List.of(paths))
                .reaches().bySite();
    }

    private static Map<String, String> found(String file) {
        ReachSearch.Found found = search(file);
        assertThat(found.reaches().unknown()).isEmpty();
        Map<String, String> classes = new TreeMap<>();
        found.reaches().bySite()
                .forEach((place, reach) -> classes.put(place.site().function(), reach.reach().id()));
        return classes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64", "aarch64", "riscv64", "loongarch64"})
    void everySiteHasItsClass(String file) throws IOException {
        assertThat(found(file)).isEqualTo(expected());
    }

    @ParameterizedTest
    @ValueSource(strings = {"x86_64-without-pointer", "aarch64-without-pointer"})
    void whoseAddressNobodyIsHandedIsNotReached(String file) throws IOException {
        Map<String, String> expected = expected();
        expected.put("handler", ReachClass.UNREACHED.id());

        assertThat(found(file)).isEqualTo(expected);
    }

    /// One search finds the ways to all sites; a question about one of them finds that site's. They are the same.
    @ParameterizedTest
    @ValueSource(strings = {"src/test/resources/fixtures/call-graph/x86_64",
        "src/test/resources/fixtures/call-graph/aarch64", "demo/sensor.ko"})
    void theWayToASiteIsTheOneThatWhyTells(String file) throws IOException {
        Map<ImageSite, Reach> reaches = withWays(Path.of(file));

        assertThat(reaches).isNotEmpty();
        for (Map.Entry<ImageSite, Reach> entry : reaches.entrySet()) {
            Site site = entry.getKey().site();
            Why why = new OpenImages(List.of(), 1).look(List.of(Path.of(file)), questions -> questions
                    .why(new Wanted.Fingerprint(site.fingerprint()), List.of(), 1));
            List<Way> ways = why.targets().getFirst().ways();
            assertThat(Optional.ofNullable(entry.getValue().way())).as(site.function())
                    .isEqualTo(ways.stream().findFirst());
            assertThat(entry.getValue().reach() == ReachClass.UNREACHED).isEqualTo(ways.isEmpty());
        }
    }

    @Test
    void aWayStartsAtTheFirstRootAndEndsInThePanic() {
        withWays(Path.of("demo/sensor.ko")).forEach((place, reach) -> {
            Way way = reach.way();
            if (way == null) {
                assertThat(reach.roots()).isEmpty();
                return;
            }
            assertThat(way.from()).isEqualTo(reach.roots().getFirst());
            assertThat(way.unknownEdges()).isEqualTo(reach.unknownEdges());
            Step.Leaving end = way.steps().getLast().leaves();
            assertThat(end).isEqualTo(new Step.Leaving(Via.PANIC, place.site().address(), place.site().section(),
                    place.site().offset(), place.site().inlined()));
        });
    }

    @Test
    void nobodyIsToldOfWaysUnasked() {
        assertThat(search("x86_64").reaches().bySite().values()).isNotEmpty().allMatch(reach -> reach.way() == null);
    }

    /// A location that travels through three functions is a site of the outermost caller, once.
    @Test
    void locationsTravelToTheOuterCallers() {
        for (String file : List.of("x86_64", "aarch64", "riscv64", "loongarch64")) {
            List<Site> sites = search(file).panics().images().getFirst().sites();

            assertThat(sites.stream().filter(site -> site.role() == Role.SITE).map(Site::function)
                    .filter(function -> function.startsWith("track"))).as(file)
                    .containsExactlyInAnyOrder("tracks_first", "tracks_second");
            assertThat(sites.stream().filter(site -> site.role() == Role.PASS_THROUGH).map(Site::function)).as(file)
                    .contains("call_graph::tracked_inner", "call_graph::tracked_middle", "call_graph::tracked_outer");
        }
    }
}
