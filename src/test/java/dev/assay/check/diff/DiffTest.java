package dev.assay.check.diff;

import static dev.assay.check.panics.Kind.ADD_OVERFLOW;
import static dev.assay.check.panics.Kind.BOUNDS_CHECK;
import static dev.assay.check.panics.Kind.EXPECT;
import static dev.assay.check.panics.Kind.SUB_OVERFLOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.check.diff.Change.What;
import dev.assay.check.panics.Site;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DiffTest {
    private static final String FILE = "drivers/driver.rs";

    @Test
    void nothingDiffersFromItself() {
        assertThat(said(Built.diff(driver(0, FILE), driver(0, FILE)))).isEmpty();
        assertThat(Built.diff(driver(0, FILE), driver(0, FILE)).isDifferent()).isFalse();
    }

    @Test
    void linesAboveShiftAndNothingMore() {
        Diff diff = Built.diff(driver(0, FILE), driver(3, FILE));
        assertThat(diff.isDifferent()).isFalse();
        assertThat(diff.tally().shifted()).isEqualTo(4);
    }

    @Test
    void anotherBuildFolderIsNoChange() {
        assertThat(said(Built.diff(driver(0, "/home/a/linux/" + FILE), driver(0, "/build/" + FILE)))).isEmpty();
        assertThat(said(Built.diff(driver(0, "/home/a/" + FILE), driver(0, FILE)))).isEmpty();
        assertThat(said(Built.diff(driver(0, "./x/../" + FILE), driver(0, FILE)))).isEmpty();
    }

    @Test
    void theLibraryIsKnownWhereverItIsInstalled() {
        assertThat(said(Built.diff(driver(0, "/usr/lib/rustlib/src/rust/library/core/src/num/mod.rs"),
                driver(0, "/rustc/0123456789/library/core/src/num/mod.rs")))).isEmpty();
    }

    @Test
    void aNewCheckBetweenOthersIsTheOneThatIsSaid() {
        Built before = new Built().with(ADD_OVERFLOW, "f", FILE, 10, 9).with(ADD_OVERFLOW, "f", FILE, 20, 13)
                .with(ADD_OVERFLOW, "f", FILE, 30, 9);
        Built after = new Built().with(ADD_OVERFLOW, "f", FILE, 10, 9).with(ADD_OVERFLOW, "f", FILE, 16, 9)
                .with(ADD_OVERFLOW, "f", FILE, 25, 13).with(ADD_OVERFLOW, "f", FILE, 35, 9);
        assertThat(said(Built.diff(before, after))).containsExactly("added 16:9");
        assertThat(said(Built.diff(after, before))).containsExactly("removed 16:9");
    }

    @Test
    void amongLinesThatLookAlikeOnlyTheNumberIsCertain() {
        Built before = new Built().with(ADD_OVERFLOW, "f", FILE, 10, 9).with(ADD_OVERFLOW, "f", FILE, 11, 9)
                .with(SUB_OVERFLOW, "f", FILE, 20, 9);
        Built after = new Built().with(ADD_OVERFLOW, "f", FILE, 10, 9).with(ADD_OVERFLOW, "f", FILE, 11, 9)
                .with(ADD_OVERFLOW, "f", FILE, 12, 9).with(SUB_OVERFLOW, "f", FILE, 21, 9);
        Diff diff = Built.diff(before, after);
        assertThat(said(diff)).containsExactly("+1 of 10:9 11:9 12:9");
        assertThat(diff.tally().added()).isEqualTo(1);
        assertThat(said(Built.diff(after, before))).containsExactly("-1 of 10:9 11:9 12:9");
    }

    @Test
    void whereNothingElseShiftsTheNewOneIsCertain() {
        Built before = new Built().with(ADD_OVERFLOW, "f", FILE, 10, 9).with(SUB_OVERFLOW, "f", FILE, 20, 9);
        Built after = new Built().with(ADD_OVERFLOW, "f", FILE, 10, 9).with(ADD_OVERFLOW, "f", FILE, 11, 9)
                .with(SUB_OVERFLOW, "f", FILE, 20, 9);
        assertThat(said(Built.diff(before, after))).containsExactly("added 11:9");
    }

    @Test
    void messagesTellEqualsApart() {
        Built before = expects("a", "c");
        Built after = expects("a", "b", "c");
        assertThat(said(Built.diff(before, after))).containsExactly("added 11:9");
    }

    private static Built expects(String... messages) {
        Built built = new Built();
        for (int i = 0; i < messages.length; i++) {
            built.with(EXPECT, "f", new SourceLocation(FILE, 10 + i, 9), i, messages[i]);
        }
        return built;
    }

    @Test
    void aRenamedFunctionIsMoved() {
        Built before = new Built().with(ADD_OVERFLOW, "driver::probe", FILE, 10, 9);
        Built after = new Built().with(ADD_OVERFLOW, "driver::start", FILE, 12, 9);
        assertThat(said(Built.diff(before, after))).containsExactly("moved 10:9 → 12:9");
    }

    @Test
    void aCheckInAnotherFunctionIsTheSameCheck() {
        Built before = new Built().with(ADD_OVERFLOW, "driver::helper", FILE, 10, 9)
                .with(BOUNDS_CHECK, "driver::Probe::run", FILE, 40, 9);
        Built after = new Built().with(ADD_OVERFLOW, "driver::Probe::run", FILE, 10, 9)
                .with(BOUNDS_CHECK, "driver::Probe::run", FILE, 40, 9);
        assertThat(said(Built.diff(before, after))).containsExactly("recompiled 10:9 → 10:9");
    }

    @Test
    void copiesAreNoNewChecks() {
        Built before = new Built().with(ADD_OVERFLOW, "f", FILE, 10, 9).with(ADD_OVERFLOW, "g", FILE, 10, 9);
        Built after = new Built().with(ADD_OVERFLOW, "f", FILE, 12, 9).with(ADD_OVERFLOW, "g", FILE, 12, 9)
                .with(ADD_OVERFLOW, "h", FILE, 12, 9);
        Diff diff = Built.diff(before, after);
        assertThat(diff.images().getFirst().copies()).singleElement()
                .matches(copies -> copies.had() == 2 && copies.has() == 3);
        assertThat(diff.images().getFirst().only(What.COPIED)).singleElement()
                .matches(change -> change.site().function().equals("h"));
        assertThat(diff.tally().added()).isZero();
        assertThat(diff.isDifferent()).isTrue();
    }

    @Test
    void aFunctionInAnotherFileIsMoved() {
        Built before = driver(0, FILE).with(ADD_OVERFLOW, "driver::a::sum", "drivers/a.rs", 7, 9)
                .with(BOUNDS_CHECK, "driver::a::sum", "drivers/a.rs", 9, 13);
        Built after = driver(0, FILE).with(ADD_OVERFLOW, "driver::b::sum", "drivers/b.rs", 107, 9)
                .with(BOUNDS_CHECK, "driver::b::sum", "drivers/b.rs", 109, 13);
        assertThat(said(Built.diff(before, after))).containsExactly("moved 7:9 → 107:9", "moved 9:13 → 109:13");
    }

    @Test
    void aFunctionFurtherDownInItsFileIsOnlyShifted() {
        Built before = new Built();
        Built after = new Built();
        for (int i = 0; i < 6; i++) {
            before.with(ADD_OVERFLOW, "f" + i, FILE, 10 + 10 * i, 9).with(BOUNDS_CHECK, "f" + i, FILE, 13 + 10 * i, 17);
            int moved = i == 1 ? 5 : i > 1 ? i - 1 : i;
            after.with(ADD_OVERFLOW, "f" + i, FILE, 10 + 10 * moved, 9)
                    .with(BOUNDS_CHECK, "f" + i, FILE, 13 + 10 * moved, 17);
        }
        assertThat(said(Built.diff(before, after))).isEmpty();
    }

    @Test
    void anIndentedLineIsMoved() {
        Built before = new Built().with(ADD_OVERFLOW, "f", FILE, 10, 9).with(BOUNDS_CHECK, "f", FILE, 20, 9);
        Built after = new Built().with(ADD_OVERFLOW, "f", FILE, 11, 13).with(BOUNDS_CHECK, "f", FILE, 22, 9);
        assertThat(said(Built.diff(before, after))).containsExactly("moved 10:9 → 11:13");
    }

    @Test
    void aliasesAreOneFunction() {
        Site site = Built.survey(driver(0, FILE)).panics().images().getFirst().sites().getFirst();
        assertThat(new FunctionNames().all(site)).containsExactly("driver::probe");
        assertThat(FunctionNames.plain("<a::B<C, 16>>::f::<u8>::{closure#0}")).isEqualTo("<a::B>::f::{closure#0}");
        assertThat(FunctionNames.last("<a::B<C, 16> as D<E>>::f::<u8>::{closure#0}")).isEqualTo("f::{closure#0}");
        assertThat(FunctionNames.plain("a::f::<fn(u8) -> u8>::g")).isEqualTo("a::f::g");
    }

    @Test
    void sitesWithoutALocationAreCounted() {
        Built before = new Built().with(ADD_OVERFLOW, "f", null, 0, null).with(ADD_OVERFLOW, "f", null, 1, null);
        Built after = new Built().with(ADD_OVERFLOW, "f", null, 0, null).with(ADD_OVERFLOW, "f", null, 1, null)
                .with(ADD_OVERFLOW, "f", null, 2, null);
        Diff diff = Built.diff(before, after);
        assertThat(diff.images().getFirst().groups()).singleElement().matches(group -> group.surplus() == 1);
        assertThat(diff.tally().added()).isEqualTo(1);
    }

    @Test
    void imagesArePairedByTheirModule() {
        Diff diff = Diff.of(
                Built.survey(driver(0, FILE).named("a/lib/7.2/kernel/x-y.ko.xz", "module"),
                        driver(0, FILE).named("a/boot/vmlinuz-7.2", "kernel"),
                        driver(0, FILE).named("a/gone.ko", "module")),
                Built.survey(driver(5, FILE).named("b.deb!usr/lib/7.3/kernel/x_y.ko", "module"),
                        driver(0, FILE).named("vmlinux", "kernel"),
                        driver(0, FILE).named("b/new.ko", "module")));
        assertThat(diff.images()).extracting(image -> (image.before() == null ? "" : image.before().image().path())
                + " " + (image.after() == null ? "" : image.after().image().path()))
                .containsExactly("a/lib/7.2/kernel/x-y.ko.xz b.deb!usr/lib/7.3/kernel/x_y.ko",
                        "a/boot/vmlinuz-7.2 vmlinux", "a/gone.ko ", " b/new.ko");
        assertThat(diff.tally().added()).isEqualTo(4);
        assertThat(diff.tally().removed()).isEqualTo(4);
        assertThat(diff.isDifferent()).isTrue();
    }

    @Test
    void oneImageOnEachSideIsAPairWhateverItsName() {
        Diff diff = Built.diff(driver(0, FILE).named("old.o", "object"), driver(0, FILE).machine("aarch64"));
        assertThat(diff.isDifferent()).isFalse();
        assertThat(diff.images().getFirst().isOtherMachine()).isTrue();
    }

    @Test
    void tensOfThousandsOfEqualsDoNotHang() {
        Built before = new Built();
        Built after = new Built();
        for (int i = 0; i < 40_000; i++) {
            before.with(ADD_OVERFLOW, "f", FILE, 1 + i, 9);
            after.with(ADD_OVERFLOW, "f", FILE, 3 + 2 * i, 9);
        }
        IntStream.range(0, 40_000).forEach(_ -> before.with(BOUNDS_CHECK, "g", FILE, 7, 7));
        IntStream.range(0, 39_000).forEach(_ -> after.with(BOUNDS_CHECK, "g", FILE, 8, 7));
        IntStream.range(0, 20_000).forEach(i -> {
            before.with(EXPECT, "h" + i, "x" + i + "/mod.rs", 1, 1);
            after.with(EXPECT, "h" + i, "y" + i + "/mod.rs", 1, 1);
        });
        Tally tally = Built.diff(before, after).tally();
        assertThat(tally.before()).isEqualTo(100_000);
        assertThat(tally.before() + tally.added() + tally.copied() - tally.removed() - tally.merged())
                .isEqualTo(tally.after());
    }

    private static Built driver(int shift, String file) {
        return new Built().with(ADD_OVERFLOW, "driver::probe", file, 10L + shift, 9)
                .with(ADD_OVERFLOW, "driver::probe", file, 12L + shift, 9)
                .with(BOUNDS_CHECK, "driver::probe", file, 12L + shift, 20)
                .with(SUB_OVERFLOW, "driver::remove", file, 44L + shift, 9);
    }

    /// Everything but shifts, one line each: `added 16:9`, `moved 7:9 → 107:9`, `+1 of 10:9 11:9`.
    private static List<String> said(Diff diff) {
        ImageDiff image = diff.images().getFirst();
        List<String> said = new ArrayList<>(image.changes().stream()
                .filter(change -> change.what() != What.UNCHANGED && change.what() != What.SHIFTED)
                .map(change -> change.what().id() + " " + (change.before() == null || change.after() == null
                        ? place(change.site()) : place(change.before()) + " → " + place(change.after())))
                .toList());
        for (Group group : image.groups()) {
            List<Site> sites = group.surplus() > 0 ? group.after() : group.before();
            said.add((group.surplus() > 0 ? "+" : "") + group.surplus() + " of "
                    + String.join(" ", sites.stream().map(DiffTest::place).toList()));
        }
        return said;
    }

    private static String place(Site site) {
        SourceLocation location = site.location();
        return location == null ? "?" : location.line() + ":" + location.column();
    }
}
