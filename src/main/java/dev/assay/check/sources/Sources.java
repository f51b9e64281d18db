package dev.assay.check.sources;

import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Site;
import dev.assay.source.Justification;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the source tree says of the panic sites of a search.
///
/// @param bySite     of each site whose line was found; of the others, `unknown` says why if it is not known that nothing
///                   justifies them
/// @param stale      `// PANIC:` comments with no site near them, in files with code in what was examined
/// @param unexamined `// PANIC:` comments of files without any, if such files were searched
/// @param searched   how many files were searched for such comments: those with sites, and of the crates if that was asked
/// @param unknown    what could not be told and why, one line each: files that are missing, a tree that does not fit
/// @param origins    what the history says, if that was asked
public record Sources(Map<ImageSite, SiteSource> bySite, List<Justification> stale, List<Justification> unexamined,
        int searched, List<String> unknown, Origins origins) {
    /// Of a search that nobody gave a tree.
    public static final Sources NONE = new Sources(Map.of(), List.of(), List.of());

    public Sources {
        bySite = Map.copyOf(bySite);
        stale = List.copyOf(stale);
        unexamined = List.copyOf(unexamined);
        unknown = List.copyOf(unknown);
    }

    /// Of a search that did not ask for the history.
    public Sources(Map<ImageSite, SiteSource> bySite, List<Justification> stale, List<Justification> unexamined,
            int searched, List<String> unknown) {
        this(bySite, stale, unexamined, searched, unknown, Origins.UNASKED);
    }

    /// Of a search that looked at no file without sites.
    public Sources(Map<ImageSite, SiteSource> bySite, List<Justification> stale, List<String> unknown) {
        this(bySite, stale, List.of(), 0, unknown);
    }

    /// What is said of a site; empty if nothing could be told.
    public Optional<SiteSource> of(String image, Site site) {
        return Optional.ofNullable(bySite.get(new ImageSite(image, site)));
    }

    /// Why a site is accepted, if anything says so.
    public Optional<Justification> justification(String image, Site site) {
        return of(image, site).flatMap(source -> Optional.ofNullable(source.justification()));
    }
}
