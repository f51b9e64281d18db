package dev.assay.store;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.PanicSearch;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.Use;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachSearch;
import dev.assay.check.reach.Reaches;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Step.Leaving;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.check.survey.Survey;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Examinations to save.
final class Surveys {
    static final Instant SAVED = Instant.parse("2026-11-23T04:05:06Z");
    static final String TOOL = "0.1.0";

    private Surveys() {}

    /// What an examination of files finds, with the call graph.
    static Kept of(Path... files) {
        ReachSearch.Found found = new ReachSearch(new PanicSearch(new Use(true, false), List.of()), List.of(), false)
                .run(List.of(files));
        return of(new Survey(found.panics(), Optional.of(found.reaches()), Optional.empty()),
                found.calls().stream().map(calls -> (Calls) new KernelGraph(calls)).toList());
    }

    static Kept of(Survey survey, List<Calls> calls) {
        return new Kept(survey, calls, Map.of(), Map.of("CONFIG_RUST", "y", "CONFIG_LSM", "a,b"), "callers", TOOL,
                SAVED);
    }

    /// A survey as a store gives it back: without what only open files are good for.
    static Survey comparable(Survey survey) {
        Panics panics = survey.panics();
        return new Survey(new Panics(panics.images().stream()
                .map(image -> new ImagePanics(image.image(), image.coverage(), image.sites())).toList(),
                panics.unreadable(), panics.withoutRust(), panics.others()), survey.reaches(), survey.sources());
    }

    /// The same with everything that a survey can hold for each site: ways, and what the source says.
    static Kept full(Kept kept) {
        Map<ImageSite, Reach> reaches = new HashMap<>();
        Map<ImageSite, SiteSource> sources = new HashMap<>();
        int number = 0;
        for (ImagePanics image : kept.survey().panics().images()) {
            for (Site site : image.sites()) {
                ImageSite key = new ImageSite(image.image().path(), site);
                number++;
                Reach reach = kept.survey().reaches().orElseThrow().bySite().get(key);
                if (reach != null) {
                    reaches.put(key, new Reach(reach.reach(), reach.roots(), reach.rootCount(), reach.unknownEdges(),
                            number % 4 == 0 ? null : way(site, number)));
                }
                if (number % 3 > 0) {
                    sources.put(key, source(number));
                }
            }
        }
        Survey survey = new Survey(kept.survey().panics(),
                Optional.of(new Reaches(reaches, List.of(), List.of("not decoded: \u202eevil\u001b[31m"))),
                Optional.of(new Sources(sources, List.of(
                        new Justification(Justification.Kind.COMMENT, "never\nhere", "a b.rs", 7),
                        new Justification(Justification.Kind.SECTION, "", "b.rs", 8)), List.of("no file c.rs"))));
        return new Kept(survey, kept.calls(), kept.hashes(), kept.configuration(), kept.asked(), TOOL, SAVED);
    }

    private static Way way(Site site, int number) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("begin", "begin", number % 2 == 0 ? null : "some.ko", new Leaving(Via.CALL,
                number % 5 == 0 ? null : -4096L * number, ".text", 16L * number, site.inlined())));
        steps.add(new Step(site.function(), site.symbol(), null,
                number % 3 == 0 ? null : new Leaving(Via.PANIC, site.address(), site.section(), site.offset(),
                        List.of())));
        return new Way(number % 2 == 0 ? null : new Entrance("export", "export begin", "begin", null), steps);
    }

    private static SiteSource source(int number) {
        Passage passage = new Passage("drivers/x.rs", number, number % 7, switch (number % 3) {
            case 1 -> List.of("    let x = 1;", "", "\tfoo[\"\u2028\"]");
            default -> List.of("");
        }, Math.max(1, number - 1), number % 2 == 0, number % 5 == 0, number % 7 == 0);
        return new SiteSource(passage,
                number % 2 == 0 ? null
                        : new Justification(Justification.Kind.COMMENT, "checked <b>above</b>", "drivers/x.rs",
                                number),
                number % 4 == 0 ? null
                        : new Commit("%040x".formatted(number / 8), "Jörg 'Bobby' \"Tables\"; DROP TABLE",
                                "j@example.org", Instant.ofEpochSecond(1_700_000_000L + number, 5), "subject; --"));
    }
}
