package dev.assay.check.sources;

import dev.assay.check.panics.Kind;
import dev.assay.check.sources.Spots.Spot;
import dev.assay.source.Place;
import dev.assay.source.Place.Beginning;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Whether a source file is the one that an image was made from, as far as the places of its sites tell.
///
/// Only what cannot be is held against a file: a line or column that it does not have, a place where nothing begins that
/// could panic so, and a line in another function than the debug information says.
final class Fit {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final Set<Beginning> ANY = Collections.unmodifiableSet(EnumSet.allOf(Beginning.class));
    private static final Set<Beginning> NO_OPERATOR = Collections
            .unmodifiableSet(EnumSet.complementOf(EnumSet.of(Beginning.OPERATOR)));

    private final String file;
    private int places;
    private final List<String> wrong = new ArrayList<>();

    /// @param file its path in the tree
    Fit(String file) {
        this.file = file;
    }

    /// Compares a place with what the file has there.
    ///
    /// @param found empty if the file does not have it
    /// @param lines of the file
    void compare(Spot spot, Optional<Place> found, int lines) {
        places++;
        if (found.isEmpty()) {
            wrong.add(spot.line() > lines ? "line %d is behind its end".formatted(spot.line())
                    : "line %d has no column %d".formatted(spot.line(), spot.column()));
            return;
        }
        Place place = found.get();
        Kind kind = spot.kind();
        String function = place.function();
        if (kind != null && Collections.disjoint(place.begins(), beginnings(kind))) {
            wrong.add("line %d, column %d: the image has %s there, the file `%s`".formatted(spot.line(), spot.column(),
                    kind.id(), place.text()));
        } else if (spot.function() != null && function != null
                && name(spot.function()).filter(name -> !name.equals(function)).isPresent()) {
            wrong.add("line %d is in the function %s, in the image in %s".formatted(spot.line(), function,
                    name(spot.function()).orElseThrow()));
        }
    }

    /// What is said if the file does not fit.
    Optional<String> misfit() {
        return wrong.isEmpty() ? Optional.empty()
                : Optional.of(
                        "%s does not fit the image and is not used: %d of %d places are something else; %s".formatted(
                                file, wrong.size(), places, wrong.getFirst()));
    }

    /// What a check can begin with. Any call or macro may hand on its caller's place.
    private static Set<Beginning> beginnings(Kind kind) {
        return kind == Kind.BOUNDS_CHECK || kind == Kind.SLICE_INDEX || kind == Kind.STR_BOUNDARY ? NO_OPERATOR : ANY;
    }

    /// The name that a function has in the source; empty for what has none there.
    static Optional<String> name(String path) {
        String rest = path;
        while (true) {
            int open = rest.endsWith(">") ? opening(rest) : -1;
            if (open > 1 && rest.startsWith("::", open - 2)) {
                rest = rest.substring(0, open - 2);
            } else if (rest.endsWith("}") && rest.lastIndexOf("::{closure") >= 0
                    && rest.lastIndexOf("::{") == rest.lastIndexOf("::{closure")) {
                rest = rest.substring(0, rest.lastIndexOf("::{"));
            } else {
                break;
            }
        }
        String last = rest.substring(rest.lastIndexOf(':') + 1);
        return NAME.matcher(last).matches() ? Optional.of(last) : Optional.empty();
    }

    /// Where the bracket that a path ends with was opened; -1 if nowhere.
    private static int opening(String path) {
        int depth = 0;
        for (int at = path.length() - 1; at >= 0; at--) {
            char c = path.charAt(at);
            if (c == '>' && (at == 0 || path.charAt(at - 1) != '-')) {
                depth++;
            } else if (c == '<' && --depth == 0) {
                return at;
            }
        }
        return -1;
    }
}
