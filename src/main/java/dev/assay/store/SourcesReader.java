package dev.assay.store;

import dev.assay.check.panics.ImageSite;
import dev.assay.check.sources.SiteSource;
import dev.assay.check.sources.Sources;
import dev.assay.source.Justification;
import dev.assay.source.Passage;
import dev.assay.source.history.Commit;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Reads what the source said at the sites of a snapshot.
///
/// @param texts of the snapshot
record SourcesReader(Database database, int snapshot, Texts texts) {
    /// Reads it.
    ///
    /// @param sites in the order of their numbers
    Sources read(List<ImageSite> sites, List<String> unknown) throws IOException {
        List<Justification> near = justifications("stale < 0");
        List<Justification> stale = justifications("stale >= 0");
        List<Commit> commits = commits();
        return database.read(("SELECT site, file, line, \"column\", lines, count, first_line, unsafe, const_fn, test,"
                + " justification, introduced FROM stored.passages WHERE snapshot = %d").formatted(snapshot), rows -> {
                    Map<ImageSite, SiteSource> bySite = new HashMap<>();
                    while (rows.next()) {
                        List<String> lines = rows.getInt(6) == 0 ? List.of()
                                : List.of(texts.get(rows.getInt(5)).split("\n", -1));
                        Passage passage = new Passage(texts.get(rows.getInt(2)), rows.getInt(3), rows.getInt(4), lines,
                                rows.getInt(7), rows.getBoolean(8), rows.getBoolean(9), rows.getBoolean(10));
                        int justification = rows.getInt(11);
                        int commit = rows.getInt(12);
                        bySite.put(sites.get(rows.getInt(1)), new SiteSource(passage,
                                justification < 0 ? null : near.get(justification),
                                commit < 0 ? null : commits.get(commit)));
                    }
                    return new Sources(bySite, stale, unknown);
                });
    }

    private List<Justification> justifications(String condition) throws IOException {
        return database.read("SELECT kind, text, file, line FROM stored.justifications WHERE snapshot = %d AND %s"
                .formatted(snapshot, condition), rows -> {
                    List<Justification> all = new ArrayList<>();
                    while (rows.next()) {
                        String kind = texts.get(rows.getInt(1));
                        all.add(new Justification(kind.equals(Justification.Kind.COMMENT.id())
                                ? Justification.Kind.COMMENT : Justification.Kind.SECTION, texts.get(rows.getInt(2)),
                                texts.get(rows.getInt(3)), rows.getInt(4)));
                    }
                    return all;
                });
    }

    private List<Commit> commits() throws IOException {
        return database.read(("SELECT id, author, email, seconds, nanos, subject FROM stored.commits"
                + " WHERE snapshot = %d").formatted(snapshot), rows -> {
                    List<Commit> all = new ArrayList<>();
                    while (rows.next()) {
                        all.add(new Commit(texts.get(rows.getInt(1)), texts.get(rows.getInt(2)),
                                texts.get(rows.getInt(3)), Instant.ofEpochSecond(rows.getLong(4), rows.getInt(5)),
                                texts.get(rows.getInt(6))));
                    }
                    return all;
                });
    }
}
