package dev.assay.check.diff;

import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A check of the source: kind and location, with every copy that the compiler made of it. Two of the same identity
/// are the same object.
final class Spot {
    static final Comparator<Spot> ORDER = Comparator.<Spot>comparingLong(spot -> spot.line)
            .thenComparingLong(spot -> spot.column).thenComparing(spot -> spot.kind);

    final Kind kind;
    /// As both sides know it.
    final String file;
    final long line;
    final long column;
    final List<Site> sites = new ArrayList<>();
    @Nullable Spot other;
    /// Whether its place among other checks of the file is the same on both sides.
    boolean inOrder;
    private @Nullable String token;

    Spot(Kind kind, String file, long line, long column) {
        this.kind = kind;
        this.file = file;
        this.line = line;
        this.column = column;
    }

    boolean isFree() {
        return other == null;
    }

    void match(Spot spot, boolean ordered) {
        other = spot;
        spot.other = this;
        inOrder = ordered;
        spot.inOrder = ordered;
    }

    void forget() {
        if (other != null) {
            other.other = null;
        }
        other = null;
    }

    /// What two versions of one check have in common wherever its line is.
    String token() {
        if (token == null) {
            String message = sites.getFirst().message();
            token = kind.id() + ":" + column + ":" + (message == null ? "" : message);
        }
        return token;
    }

    /// Whether both may be one check by what they say; one of the two may say something that is not known.
    boolean saysLike(Spot spot) {
        String message = sites.getFirst().message();
        String other = spot.sites.getFirst().message();
        return message == null || other == null || message.equals(other);
    }

    Place place() {
        return new Place(kind, line, column);
    }

    /// Where it is in its file.
    record Place(Kind kind, long line, long column) {}
}
