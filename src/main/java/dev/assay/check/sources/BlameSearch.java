package dev.assay.check.sources;

import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Site;
import dev.assay.source.Passage;
import dev.assay.source.history.Blame;
import dev.assay.source.history.History;
import dev.assay.source.history.Since;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Looks up the commits that the lines of panic sites come from, in all files at once.
///
/// @param history of the tree that the sites were found in
/// @param since   the revision to compare with; null if none is asked for
public record BlameSearch(History history, @Nullable String since) {
    /// The same with the commit of each site.
    ///
    /// @param sites how many sites the search had, found in the source or not
    /// @throws IOException if there is no such revision, or the repository cannot be read
    public Sources add(Sources sources, int sites) throws IOException {
        Since after = since == null ? null : history.since(since);
        Map<String, Set<Integer>> lines = new TreeMap<>();
        sources.bySite().forEach((site, source) -> {
            if (isInTree(site.site(), source.passage())) {
                lines.computeIfAbsent(source.passage().file(), file -> new TreeSet<>()).add(source.passage().line());
            }
        });
        Blame blame = history.blame(lines);
        Map<ImageSite, SiteSource> bySite = new LinkedHashMap<>();
        Set<ImageSite> before = new HashSet<>();
        int told = 0;
        for (Map.Entry<ImageSite, SiteSource> each : sources.bySite().entrySet()) {
            SiteSource source = each.getValue();
            Passage passage = source.passage();
            boolean inTree = isInTree(each.getKey().site(), passage);
            bySite.put(each.getKey(), inTree ? new SiteSource(passage, source.justification(),
                    blame.of(passage.file(), passage.line()).orElse(null)) : source);
            boolean old = after != null && inTree
                    && after.contains(blame, passage.file(), passage.line()).filter(value -> !value).isPresent();
            if (old) {
                before.add(each.getKey());
            }
            told += old || isTold(bySite.get(each.getKey())) ? 1 : 0;
        }
        List<String> unknown = new ArrayList<>(blame.unknown());
        if (told < sites) {
            unknown.add("%d of %d sites have no line in the history of the source tree%s".formatted(sites - told, sites,
                    since == null ? "" : "; they count as introduced since " + since));
        }
        List<String> all = new ArrayList<>(sources.unknown());
        all.addAll(unknown);
        return new Sources(bySite, sources.stale(), sources.unexamined(), sources.searched(), all,
                new Origins(true, since, before, unknown));
    }

    private static boolean isTold(@Nullable SiteSource source) {
        return source != null && source.introduced() != null;
    }

    /// The line of a site without a place of its own is one of Rust's library.
    private static boolean isInTree(Site site, Passage passage) {
        return !Spots.of(site).isEmpty()
                && Spots.inLibrary(site).filter(spot -> passage.file().endsWith(spot.file())).isEmpty();
    }
}
