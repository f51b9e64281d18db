package dev.assay.report.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Reaches;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.check.survey.Survey;
import dev.assay.report.findings.Finding;
import dev.assay.report.findings.Finding.Level;
import dev.assay.report.findings.Finding.State;
import dev.assay.report.findings.Findings;
import dev.assay.rust.SourceLocation;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Pages to look at, with everything that an answer can hold.
final class Pages {
    /// What an attacker would call a function: markup, quotes, an escape sequence, a mark that turns the line around,
    /// a line feed, NUL, half a character.
    static final String HOSTILE = "<script>window.pwned=1</script>\"'><img src=x onerror=window.pwned=2>"
            + "</script><!--\u001b[31mred\u202egnp.exe\n\0\ud800&amp;${7*7}\u2028]]>";

    /// The same as a reader sees it.
    static final String HOSTILE_SHOWN = "<script>window.pwned=1</script>\"'><img src=x onerror=window.pwned=2>"
            + "</script><!--\\u{1b}[31mred\\u{202e}gnp.exe\\u{a}\\u{0}\\u{d800}&amp;${7*7}\\u{2028}]]>";

    private Pages() {}

    static String text(Page page) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        HtmlReport.write(page, out);
        return out.toString(UTF_8);
    }

    static Site site(Kind kind, String crate, String function, String file, long line) {
        return new Site(Role.SITE, 0xffffffff81000000L + line, ".text", line, "_R" + function, List.of("_R" + function),
                function, crate, kind, "core::panicking::panic", null, new SourceLocation(file, line, 5), null,
                new Frame(function, file, line, 5), List.of(new Frame(function, file, line, 5)), Phase.RUNTIME,
                "%016x".formatted(function.hashCode() * 31L + kind.id().hashCode() + line));
    }

    static Finding finding(Level level, State state, String message, String image, Site site) {
        return new Finding(level, state, message, image, site, null, null);
    }

    static ImagePanics image(String path, List<Site> sites, List<String> notes) {
        return new ImagePanics(
                new ImagePanics.Identity(path, "module", "x86-64", "7.3.4", "0123abcd", List.of("1.95.0"), "symtab",
                        null),
                new Coverage(96, 96, 20_480, 9, sites.size(), 0, 0, List.of(), List.of(), List.of(), notes, true),
                sites);
    }

    static Survey survey(String path, List<Site> sites, String... notes) {
        return Survey.of(new Panics(List.of(image(path, sites, List.of(notes))), List.of(), 0));
    }

    /// Of so many sites, as many kinds and crates as there are names.
    static Page many(int count) {
        List<Site> sites = new ArrayList<>();
        Kind[] kinds = Kind.values();
        for (int i = 0; i < count; i++) {
            int crate = (int) Math.sqrt(i % 100);
            sites.add(site(kinds[i % 7], "driver" + crate, "driver%d::module::f%d".formatted(crate, i),
                    "drivers/driver%d/file%d.rs".formatted(crate, i % 9), i + 1L));
        }
        List<Finding> findings =
                sites.stream().map(each -> finding(Level.NOTE, State.UNCOMPARED, "", "many.ko", each)).toList();
        return new Page("many.ko", List.of(), List.of(new Page.Examined("", survey("many.ko", sites))), "",
                new Findings("panics", findings, List.of(), List.of()));
    }

    /// A comparison: one site of each state.
    static Page diff() {
        List<Finding> findings = List.of(
                finding(Level.WARNING, State.NEW, "", "new.ko",
                        site(Kind.ADD_OVERFLOW, "tyr", "tyr::probe", "tyr/driver.rs", 9)),
                finding(Level.NOTE, State.ABSENT, "", "old.ko",
                        site(Kind.EXPECT, "tyr", "tyr::remove", "tyr/driver.rs", 10)),
                finding(Level.NOTE, State.UPDATED, "", "new.ko",
                        site(Kind.BORROW, "tyr", "tyr::moved", "tyr/driver.rs", 90)),
                finding(Level.NOTE, State.UNCHANGED, "", "new.ko",
                        site(Kind.ASSERT, "tyr", "tyr::same", "tyr/driver.rs", 200)));
        List<Site> sites = findings.stream().map(Finding::site).toList();
        return new Page("old.ko against new.ko", List.of(), List.of(
                new Page.Examined("before", survey("old.ko", sites.subList(1, 4))),
                new Page.Examined("after", survey("new.ko", sites))), "",
                new Findings("diff", findings, List.of(), List.of()));
    }

    /// What a gate says: a violation, a warning, and something allowed.
    static Page gate(List<String> unknown) {
        List<Finding> findings = List.of(
                finding(Level.ERROR, State.NEW, "rule 'no explicit panics' forbids explicit", "tyr.ko",
                        site(Kind.EXPLICIT, "tyr", "tyr::probe", "tyr/driver.rs", 9)),
                finding(Level.WARNING, State.UNCHANGED, "the exception of rule 'overflow' ends in 3 days", "tyr.ko",
                        site(Kind.ADD_OVERFLOW, "tyr", "tyr::remove", "tyr/driver.rs", 10)),
                finding(Level.NOTE, State.UNCHANGED, "allowed by rule 'borrow'", "tyr.ko",
                        site(Kind.BORROW, "tyr", "tyr::moved", "tyr/driver.rs", 90)));
        return new Page("tyr.ko", List.of(new Page.Fact("policy", "assay.toml")),
                List.of(new Page.Examined("", survey("tyr.ko", findings.stream().map(Finding::site).toList()))), "",
                new Findings("gate", findings, unknown, List.of("rule 'budget': 12 sites in crate tyr, at most 10")),
                Page.Outcome.REFUSED, List.of("assay.toml:3: stale: nothing has the fingerprint 0"));
    }

    /// Names that want to be more than names, wherever a page has room for one.
    static Page hostile() {
        Frame frame = new Frame(HOSTILE, HOSTILE, 7, 9);
        Site site = new Site(Role.SITE, null, HOSTILE, 0x1f, HOSTILE, List.of(HOSTILE, HOSTILE + "2"), HOSTILE, HOSTILE,
                Kind.OTHER, HOSTILE, HOSTILE, new SourceLocation(HOSTILE, 7, 9), null, frame, List.of(frame, frame),
                Phase.INIT, HOSTILE);
        Entrance root = new Entrance(HOSTILE, HOSTILE, HOSTILE, HOSTILE);
        Way way = new Way(root, List.of(
                new Step(HOSTILE, HOSTILE, HOSTILE,
                        new Step.Leaving(Via.ADDRESS_TAKEN, null, HOSTILE, 8, List.of(frame))),
                new Step(HOSTILE, HOSTILE, HOSTILE, new Step.Leaving(Via.PANIC, null, HOSTILE, 0x1f, List.of(frame)))));
        Reach reach = new Reach(ReachClass.UNKNOWN_EDGES, List.of(root, root), 3, 1, way);
        SiteSource source = new SiteSource(
                new Passage(HOSTILE, 7, 9, List.of(HOSTILE, HOSTILE, "    x.unwrap()"), 6, true, true, true),
                new Justification(Justification.Kind.COMMENT, HOSTILE, HOSTILE, 6),
                new Commit("f".repeat(40), HOSTILE, HOSTILE, Instant.EPOCH, HOSTILE));
        Finding finding = new Finding(Level.ERROR, State.NEW, HOSTILE, HOSTILE, site, reach, source);
        Panics panics = new Panics(List.of(image(HOSTILE, List.of(site), List.of(HOSTILE))),
                List.of(new Panics.Unreadable(HOSTILE, HOSTILE)), 0);
        Survey survey = new Survey(panics, Optional.of(Reaches.NONE), Optional.of(Sources.NONE));
        return new Page(HOSTILE, List.of(new Page.Fact(HOSTILE, HOSTILE)),
                List.of(new Page.Examined(HOSTILE, survey), new Page.Examined(HOSTILE, survey)), HOSTILE,
                new Findings("gate", List.of(finding), List.of(HOSTILE), List.of(HOSTILE)), Page.Outcome.REFUSED,
                List.of(HOSTILE));
    }
}
