package dev.assay.report;

import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.source.Justification;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the source says of panic sites, and which sites are shown because of it.
///
/// @param sources of every site
/// @param asked   whether a source tree was given
/// @param stale   whether all files of the crates were searched for comments without a site
/// @param only    which sites are shown
public record SourceView(Sources sources, boolean asked, boolean stale, Only only) {
    /// Nobody gave a tree.
    public static final SourceView NONE = new SourceView(Sources.NONE, false, false, Only.ALL);

    /// A filter by justification.
    public enum Only {
        /// None.
        ALL,
        /// Only sites that a comment or a section justifies.
        JUSTIFIED,
        /// Only sites of which it is not known that anything does.
        UNJUSTIFIED
    }

    Optional<SiteSource> of(String image, Site site) {
        return site.role() == Role.SITE ? sources.of(image, site) : Optional.empty();
    }

    Optional<Justification> justification(String image, Site site) {
        return of(image, site).flatMap(source -> Optional.ofNullable(source.justification()));
    }

    /// Whether a site is shown.
    boolean matches(String image, Site site) {
        if (sources.origins().since() != null
                && (site.role() != Role.SITE || sources.origins().before().contains(new ImageSite(image, site)))) {
            return false;
        }
        return only == Only.ALL
                || (site.role() == Role.SITE && justification(image, site).isPresent() == (only == Only.JUSTIFIED));
    }

    /// What an answer may lack for a reason; how its lines begin.
    String lacks(String gap) {
        return sources.origins().unknown().contains(gap) ? "commits may be missing: "
                : "justifications may be missing: ";
    }

    /// The condition, as a reader of the answer needs it to know what was left out; empty if nothing was.
    String describe() {
        String justified = switch (only) {
            case ALL -> "";
            case JUSTIFIED -> "justified";
            case UNJUSTIFIED -> "not justified";
        };
        String since = sources.origins().since();
        return Stream.of(justified, since == null ? "" : "since " + Printable.of(since))
                .filter(text -> !text.isEmpty()).collect(Collectors.joining(", "));
    }

    /// How many of some sites are justified, as a sentence goes on; empty if nobody asked.
    String count(String image, List<Site> sites) {
        long justified = sites.stream().filter(site -> justification(image, site).isPresent()).count();
        return asked && !sites.isEmpty() ? "%d justified, %d not".formatted(justified, sites.size() - justified) : "";
    }
}
