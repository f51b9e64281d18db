package dev.assay.check.gate;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Reaches;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.check.survey.Survey;
import dev.assay.rust.SourceLocation;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Builds what an examination found: one image, with what is said of each site.
final class Surveys {
    static final String IMAGE = "build/driver.ko";

    private final List<Site> sites = new ArrayList<>();
    private final Map<ImageSite, Reach> reaches = new HashMap<>();
    private final Map<ImageSite, SiteSource> sources = new HashMap<>();
    private final List<String> gaps = new ArrayList<>();
    private String machine = "x86-64";
    private @Nullable String release = "7.3.4+deb13-cloud-amd64";
    private boolean asked;
    private boolean read;

    /// A site with a place of its own.
    Surveys site(String crate, Kind kind, String function, String file) {
        return site(crate, kind, function, file, Phase.RUNTIME, true);
    }

    /// @param dwarf whether an inline chain tells what is inlined
    Surveys site(String crate, Kind kind, String function, @Nullable String file, Phase phase, boolean dwarf) {
        int number = sites.size() + 1;
        SourceLocation location = file == null ? null : new SourceLocation(file, 10L * number, 5);
        Frame frame = new Frame(function, file == null ? "drivers/unknown.rs" : file, 10L * number, 5);
        sites.add(new Site(Role.SITE, null, ".text", 16L * number, "_R" + number, List.of("_R" + number), function,
                crate, kind, "core::panicking::" + kind.id(), null, location,
                file == null ? "rdi comes from memory" : null, dwarf ? frame : null, dwarf ? List.of(frame) : List.of(),
                phase, "%016x".formatted(number)));
        return this;
    }

    private ImageSite last() {
        return new ImageSite(IMAGE, sites.getLast());
    }

    /// Says from where the last site is reached.
    Surveys reached(ReachClass reach, int count, String... roots) {
        asked = true;
        List<Entrance> entrances = new ArrayList<>();
        for (String root : roots) {
            entrances.add(new Entrance("operations", root, "driver::entry", null));
        }
        reaches.put(last(), new Reach(reach, entrances, count, 0));
        return this;
    }

    /// Says what the source holds at the last site.
    Surveys source(Justification.@Nullable Kind justified) {
        read = true;
        Justification justification = justified == null ? null
                : new Justification(justified, "cannot be", "driver.rs", 9);
        sources.put(last(),
                new SiteSource(new Passage("driver.rs", 10, 5, List.of("    a[i]"), 10, false, false, false),
                        justification,
                        new Commit("1a2b3c4d5e6f708192a3b4c5d6e7f80912345678", "A. Author", "a@example.org",
                                Instant.parse("2026-03-01T10:00:00Z"), "driver: add rings")));
        return this;
    }

    Surveys read() {
        read = true;
        return this;
    }

    Surveys gap(String gap) {
        gaps.add(gap);
        return this;
    }

    Surveys of(String newMachine, @Nullable String newRelease) {
        machine = newMachine;
        release = newRelease;
        return this;
    }

    /// The same without one of its sites.
    Surveys without(int index) {
        sites.remove(index);
        return this;
    }

    List<Site> sites() {
        return sites;
    }

    Survey build() {
        ImagePanics image = new ImagePanics(
                new ImagePanics.Identity(IMAGE, "module", machine, release, null, List.of("1.95.0"), "symtab", null),
                new Coverage(9, 9, 900, 3, sites.size(), 0, 0, List.of(), List.of(), List.of(), gaps, true), sites);
        return new Survey(new Panics(List.of(image), List.of(), 0),
                asked ? Optional.of(new Reaches(reaches, List.of(), List.of())) : Optional.empty(),
                read ? Optional.of(new Sources(sources, List.of(), List.of())) : Optional.empty());
    }
}
