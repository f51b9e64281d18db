package dev.assay.report.findings;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.Use;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.ReachSearch;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.survey.Survey;
import dev.assay.report.PanicsView;
import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import dev.assay.rust.SourceLocation;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Findings to render.
final class Given {
    /// Markup, an escape sequence, marks that turn a line around, line ends, NUL, half a character, what XML cannot hold,
    /// what would end CDATA or a comment, commands of GitHub's runner, links and arguments of SARIF.
    static final String HOSTILE =
            "<script>alert(1)</script>\"'&amp;]]>--><!--\u001b[31m\u202egnp\u2066\r\n\0\ud800x\udfff"
                    + "\ufffe\uffff\u2028\n::error file=a,line=1::pwned\n##[error]x %0A::stop-commands::t "
                    + "[click](http://evil.invalid) {0} {{ }} `a` ../..";

    private Given() {}

    /// Everything that a finding can have.
    static Finding full(Level level, State state) {
        Site site = site("driver::probe::{closure#0}", new SourceLocation("drivers/a b/dri:ver.rs", 7, 9),
                0xffffffff81af151eL, "0123456789abcdef");
        Passage passage = new Passage("drivers/a b/dri:ver.rs", 7, 9,
                List.of("fn probe() {", "    list[index]", "}"), 6, true, false, false);
        Justification why = new Justification(Justification.Kind.COMMENT, "never\nlonger than 8",
                "drivers/a b/dri:ver.rs", 6);
        Commit commit = new Commit("0123456789abcdef0123456789abcdef01234567", "A. U. Thor", "author@example.com",
                Instant.parse("2026-01-02T03:04:05Z"), "driver: add probing");
        Step root = new Step("driver_ioctl", "driver_ioctl", "lib/driver.ko", new Step.Leaving(Via.ADDRESS_TAKEN, null,
                ".text", 0x20, List.of()));
        Step last = new Step(site.function(), site.symbol(), null, new Step.Leaving(Via.PANIC, site.address(), ".text",
                site.offset(), site.inlined()));
        Reach reach = new Reach(ReachClass.UNKNOWN_EDGES, List.of(new Entrance("operations", ".ioctl of driver_ops",
                "driver_ioctl", "lib/driver.ko")), 4, 1,
                new Way(new Entrance("operations", ".ioctl of driver_ops", "driver_ioctl", "lib/driver.ko"),
                        List.of(root, last)));
        return new Finding(level, state, "bounds-check in driver::probe::{closure#0} can panic", "boot/vmlinux", site,
                reach, new SiteSource(passage, why, commit));
    }

    /// Only what every finding has.
    static Finding bare(String image, String fingerprint) {
        return new Finding(Level.WARNING, State.UNCOMPARED, "something", image, site("f", null, null, fingerprint),
                null, null);
    }

    static Finding at(String file, Frame... inlined) {
        SourceLocation location = new SourceLocation(file, 3, 4);
        return new Finding(Level.WARNING, State.UNCOMPARED, "something", "a.ko", new Site(Role.SITE, null, ".text", 1,
                "f", List.of("f"), "f", "c", Kind.EXPLICIT, "e", null, location, null, null, List.of(inlined),
                Phase.RUNTIME, "00"), null, null);
    }

    static Findings hostile() {
        Frame frame = new Frame(HOSTILE, HOSTILE, Long.MAX_VALUE, -1);
        Site site = new Site(Role.SITE, Long.MIN_VALUE, HOSTILE, Long.MAX_VALUE, HOSTILE, List.of(HOSTILE), HOSTILE,
                HOSTILE, Kind.OTHER, HOSTILE, HOSTILE, new SourceLocation(HOSTILE, 1, 1), null, frame,
                List.of(frame, frame), Phase.RUNTIME, HOSTILE);
        Site nowhere = new Site(Role.SITE, null, HOSTILE, -1, HOSTILE, List.of(HOSTILE), HOSTILE, HOSTILE, Kind.OTHER,
                HOSTILE, null, null, HOSTILE, null, List.of(), Phase.RUNTIME, HOSTILE);
        Entrance entrance = new Entrance(HOSTILE, HOSTILE, HOSTILE, HOSTILE);
        Step step = new Step(HOSTILE, HOSTILE, HOSTILE, new Step.Leaving(Via.CALL, -1L, HOSTILE, -1, List.of(frame)));
        Reach reach = new Reach(ReachClass.REACHED, List.of(entrance), 9, 0, new Way(entrance, List.of(step)));
        SiteSource source = new SiteSource(new Passage(HOSTILE, 1, 1, List.of(HOSTILE), 1, false, false, false),
                new Justification(Justification.Kind.SECTION, HOSTILE, HOSTILE, 1),
                new Commit(HOSTILE, HOSTILE, HOSTILE, Instant.EPOCH, HOSTILE));
        return new Findings("gate", List.of(
                new Finding(Level.ERROR, State.NEW, HOSTILE, HOSTILE, site, reach, source),
                new Finding(Level.WARNING, State.ABSENT, HOSTILE, HOSTILE, nowhere, null, null),
                new Finding(Level.NOTE, State.UPDATED, HOSTILE, HOSTILE, site, null, null)),
                List.of(HOSTILE), List.of(HOSTILE),
                List.of(new ImagePanics.Identity(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, List.of(HOSTILE), HOSTILE,
                        HOSTILE)));
    }

    /// A site made one of another kind.
    static Site of(Kind kind, Site site) {
        return new Site(site.role(), site.address(), site.section(), site.offset(), site.symbol(), site.aliases(),
                site.function(), site.crate(), kind, site.entry(), site.message(), site.location(),
                site.locationUnknown(), site.origin(), site.inlined(), site.phase(), site.fingerprint());
    }

    /// What `assay panics --reach` finds in real files.
    static Findings real(Path... paths) {
        ReachSearch.Found found = new ReachSearch(new PanicSearch(Use.ALL, List.of()), List.of(), false, true)
                .run(List.of(paths));
        return PanicsFindings.of(new Survey(found.panics(), Optional.of(found.reaches()), Optional.empty()),
                PanicsView.plain(), List.of());
    }

    private static Site site(String function, @Nullable SourceLocation location, @Nullable Long address,
            String fingerprint) {
        Frame inner = new Frame("<[u8] as core::ops::Index<usize>>::index",
                "/usr/lib/rustlib/src/rust/library/core/src/slice/index.rs", 18, 9);
        Frame outer = new Frame(function, "/src/linux/drivers/a b/dri:ver.rs", 8, 0);
        return new Site(Role.SITE, address, ".text", 0x4d2, "_R" + function, List.of("_R" + function), function,
                "driver", Kind.BOUNDS_CHECK, "core::panicking::panic_bounds_check", null, location,
                location == null ? "rdi comes from memory" : null, null, location == null ? List.of()
                        : List.of(inner, outer),
                Phase.RUNTIME, fingerprint);
    }
}
