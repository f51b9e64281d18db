package dev.assay.check.sources;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.sources.Spots.Spot;
import dev.assay.rust.Library;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.Place;
import dev.assay.source.Reading;
import dev.assay.source.SourceFile;
import dev.assay.source.SourceReader;
import dev.assay.source.SourceTree;
import dev.assay.source.SourceTree.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Looks at every panic site of a search in its source. Each file is read and parsed once, and only if it has sites.
public final class SourceSearch {
    private final SourceReader reader;
    private final SourceTree tree;
    private final @Nullable SourceTree library;
    private final int context;
    private final @Nullable CompiledFiles compiled;

    private final Map<String, Found> found = new HashMap<>();
    private final Map<Spot, Looked> looked = new HashMap<>();
    private final Set<String> misfits = new HashSet<>();
    private final List<String> unknown = new ArrayList<>();

    /// @param reader   of Rust
    /// @param tree     of the kernel or driver
    /// @param library  of Rust's own library; null if not given
    /// @param context  lines to take before and after that of a site
    /// @param compiled what was compiled, if all files of it are to be searched for stale comments; else null
    public SourceSearch(SourceReader reader, SourceTree tree, @Nullable SourceTree library, int context,
            @Nullable CompiledFiles compiled) {
        this.reader = reader;
        this.tree = tree;
        this.library = library;
        this.context = context;
        this.compiled = compiled;
    }

    /// What a file has at a spot of an image.
    private record Looked(SourceFile file, Place place) {}

    /// Looks at the sites. A search is for one answer.
    public Sources run(Panics panics) {
        List<ImageSite> sites = new ArrayList<>();
        for (ImagePanics image : panics.images()) {
            image.sites().stream().filter(site -> site.role() == Role.SITE)
                    .forEach(site -> sites.add(new ImageSite(image.image().path(), site)));
        }
        Map<String, Set<Spot>> spots = new TreeMap<>();
        Map<String, Set<Spot>> inLibrary = new TreeMap<>();
        Map<String, Integer> sitesByFile = new HashMap<>();
        for (ImageSite site : sites) {
            List<Spot> own = Spots.of(site.site());
            own.forEach(spot -> spots.computeIfAbsent(spot.file(), file -> new HashSet<>()).add(spot));
            own.stream().map(Spot::file).distinct().forEach(file -> sitesByFile.merge(file, 1, Integer::sum));
            if (own.isEmpty() && library != null) {
                Spots.inLibrary(site.site()).ifPresent(spot -> {
                    inLibrary.computeIfAbsent(spot.file(), file -> new HashSet<>()).add(spot);
                    sitesByFile.merge(spot.file(), 1, Integer::sum);
                });
            }
        }
        StaleSearch stale = new StaleSearch(tree, reader, lines(sites));
        look(tree, spots, sitesByFile, stale);
        if (library != null) {
            look(library, inLibrary, sitesByFile, null);
        }
        Map<ImageSite, SiteSource> bySite = new LinkedHashMap<>();
        sites.forEach(site -> source(site.site()).ifPresent(source -> bySite.put(site, source)));
        placeless(sites);
        if (compiled != null) {
            unknown.addAll(stale.searchAll(compiled, misfits));
        }
        return new Sources(bySite, stale.stale(), stale.unexamined(), stale.searched(), unknown);
    }

    /// Every line that a site passes through, by file of the tree.
    private Map<String, Set<Integer>> lines(List<ImageSite> sites) {
        Map<String, Set<Integer>> byImagePath = new HashMap<>();
        for (ImageSite site : sites) {
            for (Spot spot : Spots.all(site.site())) {
                byImagePath.computeIfAbsent(spot.file(), file -> new HashSet<>()).add(spot.line());
            }
        }
        found.putAll(tree.find(byImagePath.keySet()));
        Map<String, Set<Integer>> byFile = new HashMap<>();
        byImagePath.forEach((path, lines) -> {
            if (found.get(path) instanceof Found.Here here) {
                byFile.computeIfAbsent(here.file().path(), file -> new HashSet<>()).addAll(lines);
            }
        });
        return byFile;
    }

    private void look(SourceTree in, Map<String, Set<Spot>> spots, Map<String, Integer> sites,
            @Nullable StaleSearch stale) {
        Map<String, SourceFile> files = new TreeMap<>();
        Map<String, List<Spot>> byFile = new TreeMap<>();
        Map<String, Found> all = in == tree ? found : in.find(spots.keySet());
        Missing missing = new Missing();
        spots.forEach((path, own) -> {
            switch (all.getOrDefault(path, new Found.Nowhere("is not in the source tree"))) {
                case Found.Here here -> {
                    files.put(here.file().path(), here.file());
                    byFile.computeIfAbsent(here.file().path(), file -> new ArrayList<>()).addAll(own);
                }
                case Found.Nowhere nowhere -> missing.add(path, nowhere.why(), sites.getOrDefault(path, 0));
            }
        });
        unknown.addAll(missing.lines());
        byFile.forEach((path, own) -> look(files.get(path), own, stale));
    }

    private void look(@Nullable SourceFile file, Collection<Spot> spots, @Nullable StaleSearch stale) {
        if (file == null) {
            return;
        }
        Fit fit = new Fit(file.path());
        Map<Spot, Looked> places = new HashMap<>();
        try (Reading reading = reader.read(file)) {
            spots.stream().sorted(Comparator.comparingInt(Spot::line).thenComparingInt(Spot::column))
                    .forEach(spot -> {
                        Optional<Place> place = reading.at(spot.line(), spot.column());
                        if (place.isEmpty() && spot.kind() == null) {
                            // The debug information counts columns in bytes.
                            place = reading.at(spot.line(), 0);
                        }
                        fit.compare(spot, place, file.lines());
                        place.ifPresent(there -> places.put(spot, new Looked(file, there)));
                    });
            Optional<String> misfit = fit.misfit();
            if (misfit.isPresent()) {
                misfits.add(file.path());
                unknown.add(misfit.get());
                return;
            }
            looked.putAll(places);
            if (stale != null) {
                stale.look(file, reading, true);
            }
        }
    }

    private Optional<SiteSource> source(Site site) {
        List<Looked> places = new ArrayList<>();
        for (Spot spot : Spots.of(site)) {
            Looked there = looked.get(spot);
            if (there != null) {
                places.add(there);
            }
        }
        if (places.isEmpty()) {
            return Spots.inLibrary(site).map(looked::get)
                    .map(there -> new SiteSource(passage(there), null, null));
        }
        return Optional.of(new SiteSource(passage(places.getFirst()), justification(places), null));
    }

    /// A comment says more of a place than the documentation of a function.
    private static @Nullable Justification justification(List<Looked> places) {
        for (Justification.Kind kind : Justification.Kind.values()) {
            for (Looked looked : places) {
                Justification justification = looked.place.justification();
                if (justification != null && justification.kind() == kind) {
                    return justification;
                }
            }
        }
        return null;
    }

    private Passage passage(Looked looked) {
        Place place = looked.place;
        int first = Math.max(1, place.line() - context);
        return new Passage(looked.file.path(), place.line(), place.column(),
                looked.file.lines(first, place.line() + context), first, place.unsafe(), place.constFn(), place.test());
    }

    /// Sites that may have a justification somewhere, but no line to look at.
    private void placeless(List<ImageSite> sites) {
        Map<String, Integer> byImage = new TreeMap<>();
        for (ImageSite site : sites) {
            if (Spots.of(site.site()).isEmpty() && mayBeJustified(site.site())) {
                byImage.merge(site.image(), 1, Integer::sum);
            }
        }
        byImage.forEach(
                (image, count) -> unknown.add("%s: %d site%s without a known line outside Rust's library".formatted(
                        image, count, count == 1 ? "" : "s")));
    }

    private boolean mayBeJustified(Site site) {
        Frame origin = site.origin();
        String file = origin == null ? null : origin.file();
        if (file == null) {
            // With an inline chain, all of it is in the library, and there is nobody to justify anything.
            return site.inlined().isEmpty();
        }
        if (Library.inside(file).isPresent()) {
            return false;
        }
        return !(tree.find(List.of(file)).get(file) instanceof Found.Here here)
                || StaleSearch.mentionsPanics(here.file());
    }
}
