package dev.assay.store;

import dev.assay.check.panics.Coverage;
import dev.assay.check.panics.Coverage.NotScanned;
import dev.assay.check.panics.Coverage.UnitSkipped;
import dev.assay.check.panics.Frame;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.ImageSite;
import dev.assay.check.panics.Kind;
import dev.assay.check.panics.Panics;
import dev.assay.check.panics.Panics.Unreadable;
import dev.assay.check.panics.Phase;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.reach.Entrance;
import dev.assay.check.reach.Reach;
import dev.assay.check.reach.ReachClass;
import dev.assay.check.reach.Reaches;
import dev.assay.check.reach.Step;
import dev.assay.check.reach.Step.Leaving;
import dev.assay.check.reach.Via;
import dev.assay.check.reach.Way;
import dev.assay.check.survey.Survey;
import dev.assay.rust.SourceLocation;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one snapshot back: a handful of queries, each over all rows of a table, since a query for each site would cost
/// more than everything else.
final class SnapshotReader {
    private final Database database;
    private final int snapshot;
    private final Texts texts;
    private final List<Frame> places = new ArrayList<>();
    /// By site, then by step.
    private final Map<Integer, Map<Integer, List<Frame>>> frames = new HashMap<>();
    private final Map<Integer, List<String>> aliases = new HashMap<>();
    private final List<ImageSite> sites = new ArrayList<>();

    private SnapshotReader(Database database, int snapshot) throws IOException {
        this.database = database;
        this.snapshot = snapshot;
        this.texts = Texts.read(database, snapshot);
    }

    /// Reads everything but the call graph.
    static Survey read(Database database, Snapshot found) throws IOException {
        return new SnapshotReader(database, found.number()).survey();
    }

    private Survey survey() throws IOException {
        String row = "SELECT without_rust, others, reached, sourced FROM stored.snapshots WHERE snapshot = " + snapshot;
        int[] counts = database.read(row, rows -> {
            rows.next();
            return new int[] {rows.getInt(1), rows.getInt(2), rows.getBoolean(3) ? 1 : 0, rows.getBoolean(4) ? 1 : 0};
        });
        List<FactRow> facts = facts();
        Panics panics = new Panics(images(facts, siteLists()), facts.stream().filter(f -> f.is(-1, Fact.UNREADABLE))
                .map(f -> new Unreadable(f.what(), f.why())).toList(), counts[0], counts[1]);
        return new Survey(panics,
                counts[2] == 0 ? Optional.empty() : Optional.of(reaches(whats(facts, -1, Fact.CALLERS))),
                counts[3] == 0 ? Optional.empty() : Optional.of(new SourcesReader(database, snapshot, texts)
                        .read(sites, whats(facts, -1, Fact.SOURCE))));
    }

    /// Rows come in the order in which they were written: DuckDB promises that of a scan, and to sort them again would
    /// cost half of the time.
    private String select(String columns, String table) {
        return "SELECT %s FROM stored.%s WHERE snapshot = %d".formatted(columns, table, snapshot);
    }

    /// A row of the table of facts.
    private record FactRow(int image, String kind, String what, String why, long place) {
        boolean is(int ofImage, Fact fact) {
            return image == ofImage && kind.equals(fact.id());
        }
    }

    private List<FactRow> facts() throws IOException {
        return database.read(select("image, kind, what, why, place", "facts"),
                rows -> {
                    List<FactRow> facts = new ArrayList<>();
                    while (rows.next()) {
                        facts.add(new FactRow(rows.getInt(1), rows.getString(2), rows.getString(3), rows.getString(4),
                                rows.getLong(5)));
                    }
                    return facts;
                });
    }

    private static List<String> whats(List<FactRow> facts, int image, Fact kind) {
        return facts.stream().filter(fact -> fact.is(image, kind)).map(FactRow::what).toList();
    }

    private List<ImagePanics> images(List<FactRow> facts, List<List<Site>> siteLists) throws IOException {
        String columns = "path, kind, machine, release, build_id, names, debug_file, rust_functions,"
                + " rust_functions_scanned, rust_bytes, panic_entries, transfers, machinery_sites, pass_throughs, dwarf";
        return database.read(select(columns, "images"), rows -> {
            List<ImagePanics> images = new ArrayList<>();
            while (rows.next()) {
                int image = images.size();
                ImagePanics.Identity identity = new ImagePanics.Identity(rows.getString(1), rows.getString(2),
                        rows.getString(3), rows.getString(4), rows.getString(5), whats(facts, image, Fact.RUSTC),
                        rows.getString(6), rows.getString(7));
                Coverage coverage = new Coverage(rows.getInt(8), rows.getInt(9), rows.getLong(10), rows.getInt(11),
                        rows.getInt(12), rows.getInt(13), rows.getInt(14), whats(facts, image, Fact.SELF_CHECK_ONLY),
                        facts.stream().filter(f -> f.is(image, Fact.NOT_SCANNED))
                                .map(f -> new NotScanned(f.what(), f.why())).toList(),
                        facts.stream().filter(f -> f.is(image, Fact.UNIT_SKIPPED))
                                .map(f -> new UnitSkipped(f.place(), f.why())).toList(),
                        whats(facts, image, Fact.NOTE), rows.getBoolean(15));
                List<Site> own = image < siteLists.size() ? siteLists.get(image) : List.of();
                images.add(new ImagePanics(identity, coverage, own));
                own.forEach(site -> sites.add(new ImageSite(identity.path(), site)));
            }
            return images;
        });
    }

    /// The sites of each image; their numbers go through all images.
    private List<List<Site>> siteLists() throws IOException {
        database.read(select("function, file, line, \"column\"", "places"), rows -> {
            while (rows.next()) {
                places.add(new Frame(texts.get(rows.getInt(1)), texts.orNull(rows.getInt(2)), rows.getLong(3),
                        rows.getLong(4)));
            }
            return places;
        });
        database.read(select("site, step, frame", "frames"), rows -> {
            int lastSite = -1;
            int lastStep = -1;
            List<Frame> chain = new ArrayList<>();
            while (rows.next()) {
                int site = rows.getInt(1);
                int step = rows.getInt(2);
                if (site != lastSite || step != lastStep) {
                    chain = new ArrayList<>();
                    frames.computeIfAbsent(site, s -> new HashMap<>(2)).put(step, chain);
                    lastSite = site;
                    lastStep = step;
                }
                chain.add(places.get(rows.getInt(3)));
            }
            return frames;
        });
        database.read(select("site, name", "aliases"), rows -> {
            while (rows.next()) {
                aliases.computeIfAbsent(rows.getInt(1), s -> new ArrayList<>(1)).add(texts.get(rows.getInt(2)));
            }
            return aliases;
        });
        String columns = "image, role, address, section, place, symbol, function, crate, kind, entry,"
                + " message, file, line, \"column\","
                + " location_unknown, origin, phase, fingerprint";
        return database.read(select(columns, "sites"), rows -> {
            List<List<Site>> lists = new ArrayList<>();
            for (int number = 0; rows.next(); number++) {
                int image = rows.getInt(1);
                while (lists.size() <= image) {
                    lists.add(new ArrayList<>());
                }
                lists.get(image).add(site(rows, number));
            }
            return lists;
        });
    }

    private Site site(ResultSet rows, int number) throws SQLException, IOException {
        long address = rows.getLong(3);
        Long known = rows.wasNull() ? null : address;
        int file = rows.getInt(12);
        int origin = rows.getInt(16);
        return new Site(known(Constants.ROLES, rows.getInt(2)), known, texts.get(rows.getInt(4)),
                rows.getLong(5), texts.get(rows.getInt(6)), aliases.getOrDefault(number, List.of()),
                texts.get(rows.getInt(7)), texts.get(rows.getInt(8)), known(Constants.KINDS, rows.getInt(9)),
                texts.get(rows.getInt(10)), texts.orNull(rows.getInt(11)),
                file < 0 ? null : new SourceLocation(texts.get(file), rows.getLong(13), rows.getLong(14)),
                texts.orNull(rows.getInt(15)), origin < 0 ? null : places.get(origin), frames(number, -1),
                known(Constants.PHASES, rows.getInt(17)), rows.getString(18));
    }

    /// The constant that a text names.
    private <T> T known(Map<String, T> constants, int text) throws StoreException {
        T constant = constants.get(texts.get(text));
        if (constant == null) {
            throw new StoreException("%s: damaged: a snapshot has '%s' where one of %s belongs".formatted(
                    database.file(), texts.get(text), constants.keySet()));
        }
        return constant;
    }

    private List<Frame> frames(int site, int step) {
        Map<Integer, List<Frame>> found = frames.get(site);
        return found == null ? List.of() : found.getOrDefault(step, List.of());
    }

    private Reaches reaches(List<String> unknown) throws IOException {
        Map<Integer, List<Entrance>> roots = new HashMap<>();
        Map<Integer, Entrance> starts = new HashMap<>();
        database.read(select("site, number, kind, name, function, image", "entrances"),
                rows -> {
                    while (rows.next()) {
                        Entrance root = new Entrance(texts.get(rows.getInt(3)), texts.get(rows.getInt(4)),
                                texts.get(rows.getInt(5)), texts.orNull(rows.getInt(6)));
                        if (rows.getInt(2) < 0) {
                            starts.put(rows.getInt(1), root);
                        } else {
                            roots.computeIfAbsent(rows.getInt(1), s -> new ArrayList<>(3)).add(root);
                        }
                    }
                    return roots;
                });
        Map<Integer, List<Step>> steps = steps();
        return database.read(select("site, reach, root_count, unknown_edges, way", "reaches"), rows -> {
            Map<ImageSite, Reach> reaches = new HashMap<>();
            while (rows.next()) {
                int site = rows.getInt(1);
                Way way = rows.getBoolean(5) ? new Way(starts.get(site), steps.getOrDefault(site, List.of())) : null;
                reaches.put(sites.get(site), new Reach(known(Constants.REACHES, rows.getInt(2)),
                        roots.getOrDefault(site, List.of()), rows.getInt(3), rows.getInt(4), way));
            }
            return new Reaches(reaches, List.of(), unknown);
        });
    }

    private Map<Integer, List<Step>> steps() throws IOException {
        String columns = "site, function, symbol, image, via, address,"
                + " section, place, step";
        return database.read(select(columns, "steps"), rows -> {
            Map<Integer, List<Step>> steps = new HashMap<>();
            while (rows.next()) {
                int site = rows.getInt(1);
                int via = rows.getInt(5);
                long address = rows.getLong(6);
                Long known = rows.wasNull() ? null : address;
                Leaving leaves = via < 0 ? null : new Leaving(known(Constants.VIAS, via), known,
                        texts.get(rows.getInt(7)), rows.getLong(8), frames(site, rows.getInt(9)));
                steps.computeIfAbsent(site, s -> new ArrayList<>()).add(new Step(texts.get(rows.getInt(2)),
                        texts.get(rows.getInt(3)), texts.orNull(rows.getInt(4)), leaves));
            }
            return steps;
        });
    }

    /// Constants by the names that a store has for them.
    private static final class Constants {
        static final Map<String, Role> ROLES = new HashMap<>();
        static final Map<String, Kind> KINDS = new HashMap<>();
        static final Map<String, Phase> PHASES = new HashMap<>();
        static final Map<String, ReachClass> REACHES = new HashMap<>();
        static final Map<String, Via> VIAS = new HashMap<>();

        static {
            for (Role role : Role.values()) {
                ROLES.put(role.id(), role);
            }
            for (Kind kind : Kind.values()) {
                KINDS.put(kind.id(), kind);
            }
            for (Phase phase : Phase.values()) {
                PHASES.put(phase.id(), phase);
            }
            for (ReachClass reach : ReachClass.values()) {
                REACHES.put(reach.id(), reach);
            }
            for (Via via : Via.values()) {
                VIAS.put(via.id(), via);
            }
        }

        private Constants() {}
    }
}
