package dev.assay.report.html;

import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Role;
import dev.assay.check.reach.ReachClass;
import dev.assay.report.Printable;
import dev.assay.report.WayText;
import dev.assay.report.findings.Finding;
import dev.assay.source.Justification;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/// One property by which sites are told apart and filtered.
///
/// @param name   in the address and in the data
/// @param all    what its menu says where nothing is chosen
/// @param values safe to print, in the order in which sites are sorted by them
/// @param counts how many sites have each
/// @param of     the value of a finding
record Facet(String name, String all, List<String> values, List<Integer> counts, Function<Finding, String> of) {
    static final String UNKNOWN = "unknown";
    static final String REACHED_BY_DOUBT = "only through unknown edges";
    static final String UNREACHED = "not reached";
    static final String UNJUSTIFIED = "not justified";
    static final String NO_SOURCE = "no source";

    private static final List<String> STATES = List.of("new", "removed", "moved", "unchanged", "");
    private static final List<String> LEVELS = List.of("error", "warning", "note");
    private static final List<String> REACH = List.of("reached", REACHED_BY_DOUBT, UNREACHED, UNKNOWN, "");
    private static final List<String> JUSTIFIED = List.of(UNJUSTIFIED, NO_SOURCE, "comment", "# Panics", "");
    private static final List<String> PHASES = List.of("runtime", "init", "exit");
    private static final List<String> ORIGINS = List.of("implicit", "explicit");

    Facet {
        values = List.copyOf(values);
        counts = List.copyOf(counts);
    }

    /// Every property that these findings have, whether or not it tells them apart.
    static List<Facet> all(List<Finding> findings, boolean reach, boolean sources, boolean levels) {
        List<Facet> facets = new ArrayList<>();
        if (findings.stream().anyMatch(finding -> finding.state() != Finding.State.UNCOMPARED)) {
            facets.add(of("state", "all states", findings, Facet::state, STATES));
        }
        if (levels) {
            facets.add(of("level", "all levels", findings, Facet::level, LEVELS));
        }
        facets.add(of("kind", "all kinds", findings, finding -> finding.site().kind().id(), List.of()));
        facets.add(of("crate", "all crates", findings, finding -> Printable.of(finding.site().crate()), List.of()));
        facets.add(of("origin", "implicit or explicit", findings, Facet::origin, ORIGINS));
        if (reach) {
            facets.add(of("reach", "reached or not", findings, Facet::reach, REACH));
        }
        if (sources) {
            facets.add(of("justified", "justified or not", findings, Facet::justified, JUSTIFIED));
        }
        facets.add(of("phase", "all phases", findings, finding -> finding.site().phase().id(), PHASES));
        facets.add(of("image", "all images", findings, finding -> image(finding.image()), List.of()));
        return facets;
    }

    /// Whether it divides the sites at all.
    boolean divides() {
        return values.size() > 1;
    }

    /// How many sites have a value.
    int count(String value) {
        int index = values.indexOf(value);
        return index < 0 ? 0 : counts.get(index);
    }

    static String state(Finding finding) {
        return switch (finding.state()) {
            case NEW -> "new";
            case ABSENT -> "removed";
            case UPDATED -> "moved";
            case UNCHANGED -> "unchanged";
            case UNCOMPARED -> "";
        };
    }

    static String level(Finding finding) {
        return finding.level().name().toLowerCase(Locale.ROOT);
    }

    /// Known or not: a site that nothing is said about is unknown, not unreached.
    static String reach(Finding finding) {
        return finding.reach() != null ? word(finding.reach().reach())
                : finding.site().role() == Role.SITE ? UNKNOWN : "";
    }

    static String word(ReachClass reach) {
        return switch (reach) {
            case REACHED -> "reached";
            case UNKNOWN_EDGES -> REACHED_BY_DOUBT;
            case UNREACHED -> UNREACHED;
        };
    }

    static String justified(Finding finding) {
        if (finding.source() == null) {
            return NO_SOURCE;
        }
        Justification why = finding.source().justification();
        return why == null ? UNJUSTIFIED : why.kind() == Justification.Kind.COMMENT ? "comment" : "# Panics";
    }

    /// An image by the shortest name that a reader still recognizes.
    static String image(String path) {
        return WayText.file(path);
    }

    private static String origin(Finding finding) {
        Kind kind = finding.site().kind();
        return kind.isImplicit() ? "implicit" : "explicit";
    }

    /// @param order of its values; those that are not in it come in alphabetical order behind
    private static Facet of(String name, String all, List<Finding> findings, Function<Finding, String> of,
            List<String> order) {
        Comparator<String> known = Comparator
                .comparingInt(value -> order.contains(value) ? order.indexOf(value) : order.size());
        Map<String, Integer> counts = new TreeMap<>(known.thenComparing(Comparator.naturalOrder()));
        findings.forEach(finding -> counts.merge(of.apply(finding), 1, Integer::sum));
        return new Facet(name, all, List.copyOf(counts.keySet()), List.copyOf(counts.values()), of);
    }

    /// The menus of a page: what divides its sites.
    static List<Facet> menus(List<Facet> all) {
        return all.stream().filter(Facet::divides).toList();
    }

    /// One of several by its name.
    static Facet named(List<Facet> all, String... names) {
        return all.stream().filter(facet -> Arrays.asList(names).contains(facet.name())).findFirst().orElseThrow();
    }
}
