package dev.assay.check.sources;

import dev.assay.check.panics.Frame;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import dev.assay.rust.Library;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The places in the source that a site is about, outside Rust's library.
///
/// The location comes first: where a function is marked `#[track_caller]`, it is the caller's, who wrote what can panic.
/// The origin is another place where the debug information knows of a function between the two.
final class Spots {
    private Spots() {}

    /// A place as the image has it.
    ///
    /// @param file     as the compiler had it
    /// @param line     from 1
    /// @param column   from 1, or 0 if not known
    /// @param kind     of check that is there; null where only a call to it is
    /// @param function that the place is in, as the debug information names it; null if that does not say
    record Spot(String file, int line, int column, @Nullable Kind kind, @Nullable String function) {
        Spot withoutFunction() {
            return new Spot(file, line, column, kind, null);
        }
    }

    /// The places whose comments count for a site, the one to show first.
    static List<Spot> of(Site site) {
        List<Spot> spots = new ArrayList<>();
        SourceLocation location = site.location();
        if (location != null && Library.inside(location.file()).isEmpty()) {
            spots.add(at(location, site.kind()));
        }
        Frame origin = site.origin();
        if (origin != null) {
            // Where the compiler dropped the line of a frame, the origin has that of the location, perhaps of another
            // function.
            spot(origin).map(spot -> site.inlined().contains(origin) ? spot : spot.withoutFunction())
                    .ifPresent(spots::add);
        }
        return spots;
    }

    /// The place in the library that a site has if it has no other.
    static Optional<Spot> inLibrary(Site site) {
        SourceLocation location = site.location();
        return location == null ? Optional.empty()
                : Library.inside(location.file())
                        .map(file -> new Spot("library/" + file, at(location, site.kind()).line(),
                                at(location, site.kind()).column(), site.kind(), null));
    }

    /// Every place that a site passes through, also on the way to its origin.
    static List<Spot> all(Site site) {
        List<Spot> spots = new ArrayList<>(of(site));
        site.inlined().forEach(frame -> spot(frame).ifPresent(spots::add));
        return spots;
    }

    /// Empty for a frame in the library, and for one whose line the compiler dropped.
    private static Optional<Spot> spot(Frame frame) {
        String file = frame.file();
        return file == null || frame.line() < 1 || frame.line() > Integer.MAX_VALUE || Library.inside(file).isPresent()
                ? Optional.empty()
                : Optional.of(new Spot(file, (int) frame.line(), column(frame.column()), null, frame.function()));
    }

    private static Spot at(SourceLocation location, Kind kind) {
        return new Spot(location.file(), (int) Math.min(location.line(), Integer.MAX_VALUE), column(location.column()),
                kind, null);
    }

    private static int column(long column) {
        return column < 0 || column > Integer.MAX_VALUE ? 0 : (int) column;
    }
}
