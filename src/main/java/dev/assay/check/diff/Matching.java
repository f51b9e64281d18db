package dev.assay.check.diff;

import dev.assay.check.diff.Change.What;
import dev.assay.check.diff.Spot.Place;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/// Matches the sites of two versions of one image.
final class Matching {
    private static final Comparator<Site> ORDER = Comparator
            .comparing((Site site) -> site.location() == null ? "" : site.location().file())
            .thenComparingLong(site -> site.location() == null ? 0 : site.location().line())
            .thenComparingLong(site -> site.location() == null ? 0 : site.location().column())
            .thenComparing(Site::kind).thenComparing(Site::function).thenComparing(Site::section)
            .thenComparingLong(Site::offset);

    private final List<Change> changes = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private final List<Copies> copies = new ArrayList<>();

    /// The sites of an image that is on one side only.
    void oneSided(List<Site> before, List<Site> after) {
        before.forEach(site -> changes.add(new Change(What.REMOVED, site, null)));
        after.forEach(site -> changes.add(new Change(What.ADDED, null, site)));
        sort();
    }

    void match(List<Site> before, List<Site> after) {
        SourceFiles files = SourceFiles.of(files(before), files(after));
        Map<String, List<Spot>> left = spots(before, files::before);
        Map<String, List<Spot>> right = spots(after, files::after);
        left.forEach((file, spots) -> FileMatching.match(spots, right.getOrDefault(file, List.of())));
        MovedFunctions.match(free(left), free(right));
        Set<Spot> grouped = new HashSet<>();
        right.values().forEach(spots -> Ambiguity.of(spots).forEach(group -> group(group, true, grouped)));
        left.values().forEach(spots -> Ambiguity.of(spots).forEach(group -> group(group, false, grouped)));
        SiteMatching sites = new SiteMatching(before, after,
                left.values().stream().flatMap(List::stream).toList());
        left.values().forEach(spots -> spots.forEach(spot -> spot(spot, grouped, sites)));
        right.values().forEach(spots -> spots.stream().filter(spot -> spot.isFree() && !grouped.contains(spot))
                .forEach(spot -> spot.sites.forEach(site -> changes.add(new Change(What.ADDED, null, site)))));
        changes.addAll(sites.changes());
        copies.addAll(sites.copies());
        nowhere(before, after);
        sort();
    }

    private void spot(Spot spot, Set<Spot> grouped, SiteMatching sites) {
        if (grouped.contains(spot)) {
            return;
        }
        Spot other = spot.other;
        if (other == null) {
            spot.sites.forEach(site -> changes.add(new Change(What.REMOVED, site, null)));
        } else {
            sites.match(spot, other);
        }
    }

    private void group(List<Spot> spots, boolean isAfter, Set<Spot> grouped) {
        List<Spot> others = new ArrayList<>();
        for (Spot spot : spots) {
            Spot other = spot.other;
            if (other != null) {
                others.add(other);
            }
        }
        if (spots.stream().anyMatch(grouped::contains) || others.stream().anyMatch(grouped::contains)) {
            return;
        }
        grouped.addAll(spots);
        grouped.addAll(others);
        groups.add(isAfter ? new Group(sites(others), sites(spots)) : new Group(sites(spots), sites(others)));
    }

    /// Sites whose location could not be determined: there is nothing but the function that holds them.
    private void nowhere(List<Site> before, List<Site> after) {
        Map<String, List<Site>> left = byEntry(before);
        Map<String, List<Site>> right = byEntry(after);
        Set<String> keys = new HashSet<>(left.keySet());
        keys.addAll(right.keySet());
        for (String key : keys.stream().sorted().toList()) {
            List<Site> were = left.getOrDefault(key, List.of());
            List<Site> are = right.getOrDefault(key, List.of());
            if (were.isEmpty() || are.isEmpty()) {
                were.forEach(site -> changes.add(new Change(What.REMOVED, site, null)));
                are.forEach(site -> changes.add(new Change(What.ADDED, null, site)));
            } else if (were.size() != are.size()) {
                groups.add(new Group(were, are));
            } else {
                for (int i = 0; i < were.size(); i++) {
                    changes.add(new Change(What.UNCHANGED, were.get(i), are.get(i)));
                }
            }
        }
    }

    private static Map<String, List<Site>> byEntry(List<Site> sites) {
        Map<String, List<Site>> entries = new HashMap<>();
        for (Site site : sites) {
            if (site.location() == null) {
                String key = String.join("\0", site.function(), site.kind().id(), site.entry());
                entries.computeIfAbsent(key, _ -> new ArrayList<>()).add(site);
            }
        }
        return entries;
    }

    private static Map<String, List<Spot>> spots(List<Site> sites, UnaryOperator<String> name) {
        Map<String, Map<Place, Spot>> files = new TreeMap<>();
        for (Site site : sites) {
            SourceLocation location = site.location();
            if (location != null) {
                String file = name.apply(location.file());
                Kind kind = site.kind();
                files.computeIfAbsent(file, _ -> new HashMap<>())
                        .computeIfAbsent(new Place(kind, location.line(), location.column()),
                                place -> new Spot(kind, file, place.line(), place.column())).sites
                        .add(site);
            }
        }
        Map<String, List<Spot>> sorted = new TreeMap<>();
        files.forEach((file, spots) -> sorted.put(file, spots.values().stream().sorted(Spot.ORDER).toList()));
        return sorted;
    }

    private static Set<String> files(List<Site> sites) {
        Set<String> files = new HashSet<>();
        for (Site site : sites) {
            SourceLocation location = site.location();
            if (location != null) {
                files.add(location.file());
            }
        }
        return files;
    }

    private static List<Spot> free(Map<String, List<Spot>> files) {
        return files.values().stream().flatMap(List::stream).filter(Spot::isFree).toList();
    }

    private static List<Site> sites(List<Spot> spots) {
        return spots.stream().flatMap(spot -> spot.sites.stream()).toList();
    }

    private void sort() {
        changes.sort(Comparator.comparing(Change::site, ORDER).thenComparing(Change::what));
        groups.sort(Comparator.comparing(Group::any, ORDER));
        copies.sort(Comparator.comparing(Copies::after, ORDER));
    }

    List<Change> changes() {
        return changes;
    }

    List<Group> groups() {
        return groups;
    }

    List<Copies> copies() {
        return copies;
    }
}
