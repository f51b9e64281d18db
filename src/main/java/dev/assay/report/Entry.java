package dev.assay.report;

import dev.assay.check.panics.Kind;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What takes one place in the listing of a crate: sites that would read the same, or a fold of one library line.
sealed interface Entry {
    /// So many sites on one line of the library are folded; fewer read better one by one.
    int FOLDED_FROM = 3;

    List<Row> rows();

    Place at();

    String place();

    default Kind kind() {
        return rows().getFirst().kind();
    }

    /// Sites that read the same: a check that the compiler copied, by unrolling a loop for instance.
    ///
    /// @param rows of the sites, at least one
    record Line(List<Row> rows) implements Entry {
        @Override
        public Place at() {
            return rows.getFirst().at();
        }

        @Override
        public String place() {
            return rows.getFirst().place();
        }
    }

    /// Sites with one location in Rust's library, reached from many places.
    ///
    /// @param location they share
    /// @param rows     of the sites, in order
    record Fold(SourceLocation location, List<Row> rows) implements Entry {
        @Override
        public Place at() {
            return Place.of(location);
        }

        @Override
        public String place() {
            return Place.of(location).toString();
        }
    }

    /// All sites of a crate, folded.
    ///
    /// Folds come after the plain lines, the largest first: they are about the library. In the library's own crates
    /// there is nothing else, and every entry stands where its file belongs.
    ///
    /// @param rows in order
    static List<Entry> of(List<Row> rows, boolean library) {
        Map<Shared, List<Row>> shared = new LinkedHashMap<>();
        for (Row row : rows) {
            Shared.of(row).ifPresent(key -> shared.computeIfAbsent(key, absent -> new ArrayList<>()).add(row));
        }
        shared.values().removeIf(sites -> sites.size() < FOLDED_FROM);
        List<Fold> folds = new ArrayList<>();
        shared.forEach((key, sites) -> folds.add(new Fold(key.location(), sites)));
        List<Row> rest = rows.stream()
                .filter(row -> Shared.of(row).filter(shared::containsKey).isEmpty())
                .toList();
        List<Entry> entries = new ArrayList<>(lines(rest));
        Comparator<Entry> order = Comparator.comparing(Entry::at).thenComparing(Entry::kind);
        folds.sort(Comparator.<Fold>comparingInt(fold -> -fold.rows().size()).thenComparing(order));
        entries.addAll(folds);
        if (library) {
            entries.sort(order);
        }
        return entries;
    }

    /// Sites that read the same are together when sorted, unless their notes part them.
    static List<Entry> lines(List<Row> rows) {
        List<Entry> lines = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= rows.size(); end++) {
            if (end == rows.size() || !rows.get(end).readsLike(rows.get(start))) {
                lines.add(new Line(rows.subList(start, end)));
                start = end;
            }
        }
        return lines;
    }

    /// What the sites of a fold have in common.
    ///
    /// @param entry the panic entry where the kind does not say enough; else empty
    record Shared(SourceLocation location, Kind kind, String entry) {
        /// Nothing for a location outside the library, or none.
        static Optional<Shared> of(Row row) {
            SourceLocation location = row.site().location();
            return location == null || !SourcePath.isLibrary(location.file())
                    ? Optional.empty()
                    : Optional.of(new Shared(
                            location,
                            row.kind(),
                            row.kind() == Kind.OTHER ? row.site().entry() : ""));
        }
    }
}
