package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Site;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;

/// One site as a line of the listing.
///
/// The place is where a reader of the driver would look: the location, or the origin if the location is in Rust's own
/// library and the debug information knows who asked for it.
///
/// @param site     that is shown
/// @param at       the place
/// @param atOrigin whether the place is that of the site's origin and not of its location
/// @param place    the place as printed, or why there is none
/// @param notes    what else must be said about this site, safe to print; often empty
/// @param merged   paths of other functions that the compiler merged with this one, safe to print, sorted
public record Row(Site site, Place at, boolean atOrigin, String place, List<String> notes, List<String> merged) {

    /// By source file, line and column; then by what the line says; then by position in the image, so that no order
    /// depends on the order of the input.
    public static final Comparator<Row> ORDER = Comparator.comparing(Row::at)
            .thenComparing(Row::kind)
            .thenComparing(Row::function)
            .thenComparing(row -> row.site().section())
            .thenComparingLong(row -> row.site().offset())
            .thenComparing(row -> String.join(" ", row.notes()))
            .thenComparing(row -> row.site().fingerprint());

    /// The line of a site.
    ///
    /// @param demangle from a mangled name to its path without crate hashes; asked for aliases only
    public static Row of(Site site, UnaryOperator<String> demangle) {
        SourceLocation location = site.location();
        Frame origin = site.origin();
        boolean atOrigin = origin != null && (location == null || SourcePath.isLibrary(location.file()));
        Place at;
        if (origin != null && atOrigin) {
            at = Place.of(origin);
        } else if (location != null) {
            at = Place.of(location);
        } else {
            at = site.inlined().isEmpty() ? Place.UNKNOWN : Place.of(site.inlined().getFirst());
        }
        String place = location == null && !at.known() ? unknown(site) : at.toString();
        List<String> merged = site.aliases().stream()
                .filter(alias -> !alias.equals(site.symbol()))
                .map(alias -> Printable.of(demangle.apply(alias)))
                .filter(path -> !path.equals(Printable.of(site.function())))
                .distinct()
                .sorted()
                .toList();
        List<String> notes = new ArrayList<>(notes(site, at, atOrigin));
        notes.addAll(asides(site, merged));
        return new Row(site, at, atOrigin, place, List.copyOf(notes), merged);
    }

    Kind kind() {
        return site.kind();
    }

    /// The function's path, safe to print.
    String function() {
        return Printable.of(site.function());
    }

    /// Whether the two rows would read the same.
    boolean readsLike(Row other) {
        return place.equals(other.place)
                && kind() == other.kind()
                && site.function().equals(other.site.function())
                && notes.equals(other.notes);
    }

    private static List<String> notes(Site site, Place at, boolean atOrigin) {
        List<String> notes = new ArrayList<>();
        SourceLocation location = site.location();
        if (location == null && at.known()) {
            notes.add(unknown(site));
        } else if (location != null && atOrigin) {
            notes.add("via " + Place.of(location));
        }
        if (site.kind() == Kind.OTHER) {
            notes.add(calls(site));
        }
        return notes;
    }

    /// What is said about the function wherever it is named: that it stands for others too, and when it runs.
    List<String> asides() {
        return asides(site, merged);
    }

    private static List<String> asides(Site site, List<String> merged) {
        List<String> asides = new ArrayList<>();
        if (!merged.isEmpty()) {
            asides.add("(+" + Count.of(merged.size(), "merged function") + ")");
        }
        if (site.phase() != Phase.RUNTIME) {
            asides.add("[" + site.phase().id() + "]");
        }
        return asides;
    }

    /// The panic entry, for a kind that does not say enough by itself.
    String calls() {
        return calls(site);
    }

    private static String calls(Site site) {
        return "calls " + Printable.of(site.entry());
    }

    private static String unknown(Site site) {
        String reason = site.locationUnknown();
        return reason == null ? "(no location)" : "(location unknown: " + Printable.of(reason) + ")";
    }
}
