package dev.assay.store;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.Reaches;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Step.Leaving;
import dev.assay.check.reach.Way;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes the rows of one snapshot but its call graph.
final class SnapshotWriter {
    private final Database database;
    private final int snapshot;
    private final Numbers<String> texts;
    private final Numbers<Frame> places = new Numbers<>();

    /// @param texts gets every text that rows name by number; whoever made it writes them
    SnapshotWriter(Database database, int snapshot, Numbers<String> texts) {
        this.database = database;
        this.snapshot = snapshot;
        this.texts = texts;
    }

    /// Writes everything that was found.
    ///
    /// @param holders the function of the call graph that holds each site, by the site's number; -1 if not known
    void write(Kept kept, int[] holders) throws SQLException {
        Panics panics = kept.survey().panics();
        images(panics, kept.hashes());
        facts(kept);
        sites(panics, holders);
        if (kept.survey().reaches().isPresent()) {
            reaches(panics, kept.survey().reaches().get());
        }
        frames(panics, kept.survey().reaches().orElse(Reaches.NONE));
        if (kept.survey().sources().isPresent()) {
            sources(panics, kept.survey().sources().get());
        }
        configuration(kept.configuration());
        places();
    }

    private void images(Panics panics, Map<String, String> hashes) throws SQLException {
        try (Rows rows = new Rows(database, "images", snapshot)) {
            int number = 0;
            for (ImagePanics image : panics.images()) {
                ImagePanics.Identity identity = image.image();
                Coverage coverage = image.coverage();
                rows.row().put(number++).put(identity.path()).put(identity.kind()).put(identity.machine())
                        .put(identity.release()).put(identity.buildId()).put(hashes.get(identity.path()))
                        .put(identity.names()).put(identity.debugFile()).put(coverage.rustFunctions())
                        .put(coverage.rustFunctionsScanned()).put(coverage.rustBytes()).put(coverage.panicEntries())
                        .put(coverage.transfers()).put(coverage.machinerySites()).put(coverage.passThroughs())
                        .put(coverage.hasDwarf()).end();
            }
        }
    }

    private void facts(Kept kept) throws SQLException {
        try (Rows rows = new Rows(database, "facts", snapshot)) {
            List<ImagePanics> images = kept.survey().panics().images();
            for (int image = 0; image < images.size(); image++) {
                Coverage coverage = images.get(image).coverage();
                facts(rows, image, Fact.RUSTC, images.get(image).image().rustc());
                facts(rows, image, Fact.SELF_CHECK_ONLY, coverage.selfCheckOnly());
                facts(rows, image, Fact.NOTE, coverage.notes());
                int number = 0;
                for (Coverage.NotScanned code : coverage.notScanned()) {
                    fact(rows, image, number++, Fact.NOT_SCANNED, code.what(), code.why(), null);
                }
                number = 0;
                for (Coverage.UnitSkipped unit : coverage.unitsSkipped()) {
                    fact(rows, image, number++, Fact.UNIT_SKIPPED, null, unit.why(), unit.offset());
                }
            }
            int number = 0;
            for (Panics.Unreadable file : kept.survey().panics().unreadable()) {
                fact(rows, -1, number++, Fact.UNREADABLE, file.path(), file.why(), null);
            }
            facts(rows, -1, Fact.CALLERS, kept.survey().reaches().orElse(Reaches.NONE).unknown());
            facts(rows, -1, Fact.SOURCE, kept.survey().sources().orElse(Sources.NONE).unknown());
        }
    }

    private static void facts(Rows rows, int image, Fact kind, List<String> all) throws SQLException {
        for (int i = 0; i < all.size(); i++) {
            fact(rows, image, i, kind, all.get(i), null, null);
        }
    }

    private static void fact(Rows rows, int image, int number, Fact kind, @Nullable String what, @Nullable String why,
            @Nullable Long place) throws SQLException {
        rows.row().put(image).put(number).put(kind.id()).put(what).put(why).putOrNull(place).end();
    }

    private void sites(Panics panics, int[] holders) throws SQLException {
        try (Rows rows = new Rows(database, "sites", snapshot);
                Rows aliases = new Rows(database, "aliases", snapshot)) {
            int number = 0;
            for (int image = 0; image < panics.images().size(); image++) {
                for (Site site : panics.images().get(image).sites()) {
                    site(rows, site, number, image, holders[number]);
                    List<String> names = site.aliases();
                    for (int i = 0; i < names.size(); i++) {
                        aliases.row().put(number).put(i).put(texts.of(names.get(i))).end();
                    }
                    number++;
                }
            }
        }
    }

    private void site(Rows rows, Site site, int number, int image, int holder) throws SQLException {
        rows.row().put(number).put(image).put(texts.of(site.role().id())).putOrNull(site.address())
                .put(texts.of(site.section())).put(site.offset()).put(texts.of(site.symbol()))
                .put(texts.of(site.function())).put(texts.of(site.crate())).put(texts.of(site.kind().id()))
                .put(texts.of(site.entry())).put(texts.of(site.message()));
        if (site.location() == null) {
            rows.put(-1).put(0L).put(0L);
        } else {
            rows.put(texts.of(site.location().file())).put(site.location().line()).put(site.location().column());
        }
        rows.put(texts.of(site.locationUnknown())).put(places.of(site.origin()))
                .put(texts.of(site.phase().id())).put(site.fingerprint()).put(holder).end();
    }

    private void frames(Panics panics, Reaches reaches) throws SQLException {
        try (Rows rows = new Rows(database, "frames", snapshot)) {
            int number = 0;
            for (ImagePanics image : panics.images()) {
                for (Site site : image.sites()) {
                    frames(rows, number, -1, site.inlined());
                    Way way = reaches.of(image.image().path(), site).map(Reach::way).orElse(null);
                    for (int step = 0; way != null && step < way.steps().size(); step++) {
                        Leaving leaves = way.steps().get(step).leaves();
                        frames(rows, number, step, leaves == null ? List.of() : leaves.frames());
                    }
                    number++;
                }
            }
        }
    }

    private void frames(Rows rows, int site, int step, List<Frame> frames) throws SQLException {
        for (int depth = 0; depth < frames.size(); depth++) {
            rows.row().put(site).put(step).put(depth).put(places.of(frames.get(depth))).end();
        }
    }

    private void reaches(Panics panics, Reaches reaches) throws SQLException {
        try (Rows rows = new Rows(database, "reaches", snapshot);
                Rows entrances = new Rows(database, "entrances", snapshot);
                Rows steps = new Rows(database, "steps", snapshot)) {
            int number = 0;
            for (ImagePanics image : panics.images()) {
                for (Site site : image.sites()) {
                    Reach reach = reaches.bySite().get(new ImageSite(image.image().path(), site));
                    if (reach != null) {
                        reach(rows, entrances, steps, number, reach);
                    }
                    number++;
                }
            }
        }
    }

    private void reach(Rows rows, Rows entrances, Rows steps, int site, Reach reach) throws SQLException {
        Way way = reach.way();
        rows.row().put(site).put(texts.of(reach.reach().id())).put(reach.rootCount()).put(reach.unknownEdges())
                .put(way != null).end();
        for (int i = 0; i < reach.roots().size(); i++) {
            entrance(entrances, site, i, reach.roots().get(i));
        }
        if (way == null) {
            return;
        }
        if (way.from() != null) {
            entrance(entrances, site, -1, way.from());
        }
        for (int i = 0; i < way.steps().size(); i++) {
            Step step = way.steps().get(i);
            steps.row().put(site).put(i).put(texts.of(step.function())).put(texts.of(step.symbol()))
                    .put(texts.of(step.image()));
            Leaving leaves = step.leaves();
            if (leaves == null) {
                steps.put(-1).putOrNull(null).put(-1).put(0L).end();
            } else {
                steps.put(texts.of(leaves.via().id())).putOrNull(leaves.address()).put(texts.of(leaves.section()))
                        .put(leaves.offset()).end();
            }
        }
    }

    private void entrance(Rows rows, int site, int number, Entrance root) throws SQLException {
        rows.row().put(site).put(number).put(texts.of(root.kind())).put(texts.of(root.name()))
                .put(texts.of(root.function())).put(texts.of(root.image())).end();
    }

    private void sources(Panics panics, Sources sources) throws SQLException {
        Numbers<Justification> justifications = new Numbers<>();
        Numbers<Commit> commits = new Numbers<>();
        try (Rows rows = new Rows(database, "passages", snapshot)) {
            int number = 0;
            for (ImagePanics image : panics.images()) {
                for (Site site : image.sites()) {
                    SiteSource source = sources.bySite().get(new ImageSite(image.image().path(), site));
                    if (source != null) {
                        Passage passage = source.passage();
                        rows.row().put(number).put(texts.of(passage.file())).put(passage.line()).put(passage.column())
                                .put(texts.of(String.join("\n", passage.lines()))).put(passage.lines().size())
                                .put(passage.firstLine()).put(passage.unsafe()).put(passage.constFn())
                                .put(passage.test()).put(justifications.of(source.justification()))
                                .put(commits.of(source.introduced())).end();
                    }
                    number++;
                }
            }
        }
        try (Rows rows = new Rows(database, "justifications", snapshot)) {
            int number = 0;
            for (Justification justification : justifications.all()) {
                justification(rows, number++, justification, -1);
            }
            for (int i = 0; i < sources.stale().size(); i++) {
                justification(rows, -1, sources.stale().get(i), i);
            }
        }
        try (Rows rows = new Rows(database, "commits", snapshot)) {
            int number = 0;
            for (Commit commit : commits.all()) {
                Instant date = commit.date();
                long seconds = date.getEpochSecond();
                int nanos = date.getNano();
                rows.row().put(number++).put(texts.of(commit.id())).put(texts.of(commit.author()))
                        .put(texts.of(commit.email())).put(seconds).put(nanos)
                        .put(texts.of(commit.subject())).end();
            }
        }
    }

    private void justification(Rows rows, int number, Justification justification, int stale) throws SQLException {
        rows.row().put(number).put(texts.of(justification.kind().id())).put(texts.of(justification.text()))
                .put(texts.of(justification.file())).put(justification.line()).put(stale).end();
    }

    private void configuration(Map<String, String> configuration) throws SQLException {
        try (Rows rows = new Rows(database, "configuration", snapshot)) {
            for (Map.Entry<String, String> option : configuration.entrySet()) {
                rows.row().put(option.getKey()).put(option.getValue()).end();
            }
        }
    }

    private void places() throws SQLException {
        try (Rows rows = new Rows(database, "places", snapshot)) {
            int number = 0;
            for (Frame frame : places.all()) {
                rows.row().put(number++).put(texts.of(frame.function())).put(texts.of(frame.file()))
                        .put(frame.line()).put(frame.column()).end();
            }
        }
    }
}
