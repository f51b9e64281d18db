package dev.assay.report;

import static dev.assay.report.SiteBuilder.site;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.SiteFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PanicsTextTest {
    private static final PanicsView PLAIN = PanicsView.plain();

    @Test
    void aRealCrateWithDebugInformation() throws IOException {
        Golden.compare("kernel.txt", print(Models.only(Models.kernel()), PLAIN));
    }

    @Test
    void theSameStripped() throws IOException {
        Golden.compare("stripped.txt", print(Models.only(Models.stripped()), PLAIN));
    }

    @Test
    void inlineChainsUnderEverySite() throws IOException {
        Golden.compare("inline.txt", print(Models.only(Models.tyr()), PLAIN.withInline()));
    }

    @Test
    void severalImagesWithGaps() throws IOException {
        Golden.compare("several.txt", print(Models.several(), PLAIN));
        Golden.compare("several-inline.txt", print(Models.several(), PLAIN.withInline()));
        Golden.compare("several-summary.txt", print(Models.several(), PLAIN.withSummary()));
        Golden.compare("several-quiet.txt", print(Models.several(), PLAIN.withQuiet()));
        Golden.compare("several-machinery.txt", print(Models.several(), machinery()));
    }

    @Test
    void fromWhereEachSiteIsReached() throws IOException {
        String text = print(Models.only(Models.gaps()), Models.reach());
        Golden.compare("reach.txt", text);
        assertThat(text).contains(
                "    from .ioctl of drm_driver driver_ops; exported driver_read; and 14 more roots\n",
                "    only through unknown edges, from exported driver_read\n",
                "    not reached by anything known\n",
                "2 reached, 1 only through unknown edges, 1 not reached by anything known, 1 unknown\n");
        Golden.compare("reach-inline.txt", print(Models.only(Models.gaps()), Models.reach().withInline()));
        Golden.compare("reach-unreached.txt", print(Models.only(Models.gaps()), Models.unreached()));
        Golden.compare("reach-from.txt", print(Models.only(Models.gaps()), Models.reachedFrom("*ioctl*")));
    }

    @Test
    void colouredAndShortenedOnATerminal() throws IOException {
        String terminal = print(Models.only(Models.kernel()), PLAIN.onTerminal(130));
        Golden.compare("terminal.txt", terminal.replace("\u001b", "␛"));
        assertThat(withoutColours(terminal).lines())
                .allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(130));
        assertThat(print(Models.only(Models.kernel()), PLAIN)).doesNotContain("\u001b", "…");
    }

    @Test
    void hostileNames() throws IOException {
        String text = print(Models.only(Models.hostile()), PLAIN.withInline())
                + print(Models.only(Models.hostile()), PLAIN)
                + print(Models.only(Models.hostile()), PLAIN.withSummary());
        Golden.compare("hostile.txt", text);
        Plain.assertHarmless(text);
    }

    @Test
    void folds() throws IOException {
        String text = print(Models.only(Models.kernel()), PLAIN);
        assertThat(text).contains("  19 × core/src/ffi/c_str.rs:287:88         add-overflow  "
                + "<core::ffi::c_str::CStr>::from_ptr\n");
        assertThat(Pattern.compile("c_str\\.rs:287").matcher(text).results()).hasSize(1);
        assertThat(print(Models.only(Models.kernel()), PLAIN.withInline())).doesNotContain("×");
    }

    @Test
    void twoSitesOfOneLibraryLineAreNotWorthAFold() throws IOException {
        List<Site> two = List.of(library("a::f", Phase.RUNTIME), library("a::g", Phase.RUNTIME));
        assertThat(print(two)).doesNotContain("×").contains("a::f\n").contains("a::g\n");
        List<Site> three = Stream.concat(two.stream(), Stream.of(library("a::h", Phase.INIT))).toList();
        assertThat(print(three)).contains("3 × core/src/x.rs:1:2").contains("a::h  [init]\n");
    }

    @Test
    void copiesOfACheckShareALine() throws IOException {
        assertThat(print(List.of(site().build(), site().offset(4).build())))
                .contains("  2 × drivers/driver.rs:7:9  add-overflow  driver::probe\n")
                .contains("2 panic sites: 2 implicit, 0 explicit; 2 in driver\n");
    }

    @Test
    void mergedFunctionsAreNotForgotten() throws IOException {
        List<Site> sites = List.of(site().symbol("_Ra", "_Rb", "_Rc", "_R0").build());
        Panics panics = Models.only(Models.image("a.ko", "module", "7", true, sites));
        PanicsView view = PanicsView.of(
                SiteFilter.allSites(), name -> name.equals("_R0") ? "driver::probe" : "driver::" + name);
        assertThat(print(panics, view)).contains("  driver::probe  (+2 merged functions)\n");
        assertThat(print(panics, view.withInline()))
                .contains("    merged with driver::_Rb\n    merged with driver::_Rc\n");
    }

    @Test
    void everySiteIsCountedInTheListing() throws IOException {
        for (ImagePanics image : List.of(Models.kernel(), Models.tyr(), Models.stripped(), Models.gaps())) {
            long counted = print(Models.only(image), PLAIN)
                    .lines()
                    .filter(line -> Stream.of(Kind.values())
                            .anyMatch(kind -> (line + " ").contains("  " + kind.id() + " ")))
                    .mapToLong(PanicsTextTest::count)
                    .sum();
            assertThat(counted).isEqualTo(sites(image));
        }
    }

    @Test
    void theTableAddsUp() throws IOException {
        for (ImagePanics image : List.of(Models.kernel(), Models.tyr(), Models.gaps())) {
            List<List<Long>> rows = new ArrayList<>();
            print(Models.only(image), PLAIN.withSummary())
                    .lines()
                    .filter(line -> line.matches("  [a-z-]+( +[0-9·]+)+"))
                    .forEach(line -> rows.add(numbers(line)));
            List<Long> totals = rows.removeLast();
            assertThat(totals.getLast()).isEqualTo(sites(image));
            for (int column = 0; column < totals.size(); column++) {
                int at = column;
                assertThat(rows.stream().mapToLong(row -> row.get(at)).sum()).isEqualTo(totals.get(at));
            }
            assertThat(rows).allSatisfy(row -> assertThat(
                    row.subList(0, row.size() - 1).stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(row.getLast()));
        }
    }

    @Test
    void theOrderDoesNotDependOnTheOrderOfTheSites() throws IOException {
        for (PanicsView view : List.of(PLAIN, PLAIN.withInline(), PLAIN.withSummary())) {
            String expected = print(Models.only(Models.kernel()), view);
            for (long seed = 0; seed < 20; seed++) {
                List<Site> shuffled = new ArrayList<>(Models.kernel().sites());
                Collections.shuffle(shuffled, new Random(seed));
                ImagePanics image =
                        new ImagePanics(Models.kernel().image(), Models.kernel().coverage(), shuffled);
                assertThat(print(Models.only(image), view)).as("seed %d", seed).isEqualTo(expected);
            }
        }
    }

    @Test
    void nothingFoundSaysHowMuchWasLookedAt() throws IOException {
        assertThat(print(Models.only(Models.clean(12)), PLAIN)).contains("\nno panic sites in 12 Rust functions\n");
        assertThat(print(Models.only(Models.clean(1)), PLAIN)).contains("\nno panic sites in 1 Rust function\n");
        assertThat(print(Models.only(Models.clean(0)), PLAIN)).contains("\nno Rust code\n");
        assertThat(print(new Panics(List.of(), List.of(), 3), PLAIN))
                .isEqualTo("no Rust code\n3 files with code looked at, 3 of them without Rust code\n");
        assertThat(print(new Panics(List.of(), List.of(new Panics.Unreadable("a", "empty")), 0), PLAIN))
                .isEqualTo("no Rust code in what could be read\nunknown: could not be read: a: empty\n");
    }

    @Test
    void nothingFoundIsNotCleanWhenSomethingWasNotLookedAt() throws IOException {
        assertThat(print(Models.only(incomplete(12, 10)), PLAIN))
                .contains("""

                        no panic sites found in 10 of 12 Rust functions, but not everything could be read
                        unknown: not scanned: 2 Rust functions of 12
                        """);
        Coverage unit = coverage(0, 0, List.of(new Coverage.UnitSkipped(16, "bad form")));
        assertThat(print(Models.only(new ImagePanics(Models.tyr().image(), unit, List.of())), PLAIN))
                .contains("""

                        no Rust code in what could be read
                        unknown: unit skipped: .debug_info+0x10: bad form
                        """);
    }

    @Test
    void aFilterDoesNotMakeAnImageClean() throws IOException {
        PanicsView nothing = PanicsView.of(
                SiteFilter.of(List.of("absent"), List.of(), List.of(), List.of(), false, false, false),
                UnaryOperator.identity());
        assertThat(print(Models.only(Models.tyr()), nothing))
                .contains("0 of 24 panic sites; shown only: crate absent")
                .doesNotContain("no panic sites");
        assertThat(print(Models.several(), nothing))
                .contains("3 images with Rust code, 0 of 29 panic sites; shown only: crate absent");
        assertThat(print(Models.several(), nothing.withQuiet())).startsWith("0\nunknown: ");
    }

    @Test
    void quietIsTheBareNumberIfNothingIsUnknown() throws IOException {
        assertThat(print(Models.only(Models.kernel()), PLAIN.withQuiet())).isEqualTo("71\n");
        assertThat(print(Models.only(Models.clean(12)), PLAIN.withQuiet())).isEqualTo("0\n");
        assertThat(print(Models.only(incomplete(2, 1)), PLAIN.withQuiet()))
                .isEqualTo("0\nunknown: drivers/gpu/drm/tyr/tyr.ko: 1 gap\n");
    }

    private static ImagePanics incomplete(int functions, int scanned) {
        return new ImagePanics(Models.tyr().image(), coverage(functions, scanned, List.of()), List.of());
    }

    private static Coverage coverage(int functions, int scanned, List<Coverage.UnitSkipped> skipped) {
        return new Coverage(
                functions, scanned, 0, 0, 0, 0, 0, List.of(), List.of(), skipped, List.of(), true);
    }

    private static Site library(String function, Phase phase) {
        return site().function("a", function)
                .at(Models.LIBRARY + "x.rs", 1, 2)
                .phase(phase)
                .build();
    }

    private static PanicsView machinery() {
        return PanicsView.of(
                SiteFilter.of(List.of(), List.of(), List.of(), List.of(), false, false, true),
                UnaryOperator.identity());
    }

    private static long sites(ImagePanics image) {
        return PLAIN.select(image).size();
    }

    private static long count(String line) {
        return Pattern.compile("^ +([0-9]+) × ")
                .matcher(line)
                .results()
                .mapToLong(result -> Long.parseLong(result.group(1)))
                .findFirst()
                .orElse(1);
    }

    private static List<Long> numbers(String line) {
        return Pattern.compile(" ([0-9]+|·)")
                .matcher(line)
                .results()
                .map(MatchResult::group)
                .map(String::strip)
                .map(text -> text.equals("·") ? 0L : Long.parseLong(text))
                .toList();
    }

    private static String withoutColours(String text) {
        return text.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    private static String print(List<Site> sites) throws IOException {
        return print(Models.only(Models.image("a.ko", "module", "7", true, sites)), PLAIN);
    }

    private static String print(Panics panics, PanicsView view) throws IOException {
        StringBuilder out = new StringBuilder();
        PanicsText.write(panics, view, out);
        return out.toString();
    }
}
