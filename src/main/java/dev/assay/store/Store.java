package dev.assay.store;

import dev.assay.check.panics.ImagePanics;
import dev.assay.check.survey.Survey;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A file with snapshots.
///
/// Every change is one transaction of DuckDB: a process that is killed leaves what was there before. One process may
/// write, or several may read; the others wait.
public final class Store implements AutoCloseable {
    private static final List<String> TABLES = List.of("names", "texts", "images", "facts", "sites", "places",
            "frames", "aliases", "reaches", "entrances", "steps", "passages", "justifications", "commits", "functions",
            "edges", "roots", "configuration", "snapshots");
    private static final int SHORTEST_KEY = 4;
    private static final Map<String, String> WRITING = Map.of("threads", "1", "autoinstall_known_extensions", "false",
            "autoload_known_extensions", "false");
    static final Map<String, String> READING = reading();

    private final Database database;

    private Store(Database database) {
        this.database = database;
    }

    private static Map<String, String> reading() {
        Map<String, String> settings = new HashMap<>(WRITING);
        settings.put("duckdb.read_only", "true");
        return Map.copyOf(settings);
    }

    /// Where a user's snapshots are if nobody says otherwise: `$XDG_DATA_HOME/assay/assay.duckdb` (XDG Base Directory
    /// Specification), by default below `~/.local/share`.
    ///
    /// @param environment value of an environment variable, or null
    public static Path usual(Function<String, @Nullable String> environment) {
        String named = environment.apply("ASSAY_STORE");
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        String data = environment.apply("XDG_DATA_HOME");
        // The specification wants relative paths to be passed over.
        Path folder = data != null && data.startsWith("/") ? Path.of(data)
                : Path.of(Objects.requireNonNullElse(environment.apply("HOME"), "."), ".local", "share");
        return folder.resolve("assay").resolve("assay.duckdb");
    }

    /// Opens a store to read it. One of an older version is brought up to date first.
    public static Store read(Path path, Patience patience, String tool) throws IOException {
        return new Store(reading(path, READING, patience, tool));
    }

    /// The same with other settings of DuckDB.
    static Database reading(Path path, Map<String, String> settings, Patience patience, String tool)
            throws IOException {
        Path file = Database.checked(path);
        if (!Files.exists(file)) {
            throw new StoreException(path + ": no snapshots yet; 'assay snapshot save' makes this file");
        }
        Database database = Database.open(file, settings, patience);
        if (isCurrent(database)) {
            return database;
        }
        write(path, patience, tool).close();
        return Database.open(file, settings, patience);
    }

    private static boolean isCurrent(Database database) throws IOException {
        boolean current = false;
        try {
            current = Schema.version(database) == Schema.CURRENT;
            return current;
        } finally {
            if (!current) {
                database.close();
            }
        }
    }

    /// Opens a store to change it; makes it, and the folders around it, if there is none.
    public static Store write(Path path, Patience patience, String tool) throws IOException {
        Path file = Database.checked(path);
        if (!Files.exists(file)) {
            create(file, tool);
        }
        if (!Files.isWritable(file)) {
            throw new StoreException(file + ": cannot be written; name another file with --store");
        }
        Database database = Database.open(file, WRITING, patience);
        boolean opened = false;
        try {
            int version = Schema.version(database);
            if (version < Schema.CURRENT) {
                Schema.migrate(database, version, Schema.CURRENT, tool);
            }
            opened = true;
            return new Store(database);
        } finally {
            if (!opened) {
                database.close();
            }
        }
    }

    /// A new store appears whole or not at all: it is made beside its place. Of two that are made at once, one stays.
    private static void create(Path file, String tool) throws IOException {
        Path folder = Objects.requireNonNullElse(file.toAbsolutePath().getParent(), Path.of("/"));
        Path made = folder.resolve("%s.%d-%d.new".formatted(file.getFileName(), ProcessHandle.current().pid(),
                System.nanoTime()));
        try {
            Files.createDirectories(folder,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (!Files.isWritable(folder)) {
                throw new StoreException(folder + ": cannot be written, so no store can be made in it; name another"
                        + " file with --store");
            }
            try (Database database = Database.open(made, WRITING, Patience.none())) {
                Schema.migrate(database, 0, Schema.CURRENT, tool);
            }
            Files.createLink(file, made);
        } catch (FileAlreadyExistsException another) {
            if (!Files.isRegularFile(file)) {
                throw new StoreException(another.getFile() + ": expected a folder, found a file; name another file with"
                        + " --store", another);
            }
        } finally {
            Files.deleteIfExists(made);
            Files.deleteIfExists(Path.of(made + ".wal"));
        }
    }

    /// Every snapshot, the oldest first.
    public List<Snapshot> list() throws IOException {
        Map<Integer, List<String>> names = new HashMap<>();
        database.read("SELECT snapshot, name FROM stored.names ORDER BY snapshot, number", rows -> {
            while (rows.next()) {
                names.computeIfAbsent(rows.getInt(1), s -> new ArrayList<>(1)).add(rows.getString(2));
            }
            return names;
        });
        String query = "SELECT snapshot, key, form, asked, tool, saved, release, images, sites, functions, calls"
                + " FROM stored.snapshots ORDER BY saved, snapshot";
        return database.read(query, rows -> {
            List<Snapshot> all = new ArrayList<>();
            while (rows.next()) {
                int number = rows.getInt(1);
                all.add(new Snapshot(number, names.getOrDefault(number, List.of("?")), rows.getString(2),
                        rows.getString(3), rows.getString(4), rows.getString(5),
                        Instant.ofEpochSecond(rows.getLong(6)), rows.getString(7), rows.getInt(8), rows.getInt(9),
                        rows.getInt(10), rows.getInt(11)));
            }
            return all;
        });
    }

    /// The snapshot that a word stands for: a name, or the start of a key or of the build-id of its kernel.
    ///
    /// @throws StoreException if there is none, or several
    public Snapshot find(String word) throws IOException {
        List<Snapshot> all = list();
        Optional<Snapshot> named = all.stream().filter(snapshot -> snapshot.names().contains(word)).findFirst();
        if (named.isPresent()) {
            return named.get();
        }
        List<Snapshot> fitting = word.length() < SHORTEST_KEY || !word.matches("[0-9a-f]+") ? List.of() : byKey(all,
                word);
        if (fitting.size() > 1) {
            throw new StoreException("%s: '%s' fits several snapshots: %s".formatted(database.file(), word,
                    String.join(", ", fitting.stream().map(Snapshot::name).toList())));
        }
        if (fitting.isEmpty()) {
            List<String> names = all.stream().flatMap(snapshot -> snapshot.names().stream()).toList();
            throw new StoreException("%s: no snapshot '%s'; %s".formatted(database.file(), word,
                    names.isEmpty() ? "it has none" : "there are " + shortened(names)));
        }
        return fitting.getFirst();
    }

    private static String shortened(List<String> names) {
        int shown = 8;
        return names.size() <= shown ? String.join(", ", names)
                : String.join(", ", names.subList(0, shown)) + " and %d more".formatted(names.size() - shown);
    }

    private List<Snapshot> byKey(List<Snapshot> all, String start) throws IOException {
        List<Integer> kernels = database.read("SELECT snapshot FROM stored.images WHERE kind = 'kernel'"
                + " AND starts_with(build_id, '%s')".formatted(start), rows -> {
                    List<Integer> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(rows.getInt(1));
                    }
                    return found;
                });
        return all.stream().filter(s -> s.key().startsWith(start) || kernels.contains(s.number())).toList();
    }

    /// What was found: all but call graph and configuration, which only SQL can ask for, and but what only open files
    /// are good for ([ImagePanics#evidence], links between images).
    public Survey load(String word) throws IOException {
        return load(find(word));
    }

    /// The same of a snapshot that was found before.
    public Survey load(Snapshot snapshot) throws IOException {
        return SnapshotReader.read(database, snapshot);
    }

    /// Saves a snapshot. One of the same content is replaced only if something about it is different.
    ///
    /// @param name    by which to call it; null for any that is free
    /// @param replace whether a snapshot of other content may lose its name to this one; it is removed if it has no other
    public Saved save(Kept kept, @Nullable String name, boolean replace) throws IOException {
        return new Saving(this, database, kept, name, replace).save();
    }

    /// Takes a name away, and with its last name the snapshot.
    ///
    /// @param word as for [#find]; the start of a key stands for all names
    /// @return whether the snapshot is gone
    public boolean remove(String word) throws IOException {
        Snapshot snapshot = find(word);
        return database.transaction(() -> unname(snapshot, word));
    }

    /// Takes a name away, and says whether the snapshot is gone with it.
    boolean unname(Snapshot snapshot, String name) throws IOException {
        List<String> names = new ArrayList<>(snapshot.names());
        names.remove(name);
        if (names.isEmpty() || names.size() == snapshot.names().size()) {
            delete(snapshot.number());
            return true;
        }
        nameIt(snapshot.number(), names);
        return false;
    }

    void nameIt(int snapshot, List<String> names) throws IOException {
        database.run("DELETE FROM stored.names WHERE snapshot = " + snapshot);
        try (Rows rows = new Rows(database, "names", snapshot)) {
            for (int i = 0; i < names.size(); i++) {
                rows.row().put(names.get(i)).put(i).end();
            }
        } catch (SQLException e) {
            throw Troubles.of(database.file(), e);
        }
    }

    void delete(int snapshot) throws IOException {
        for (String table : TABLES) {
            database.run("DELETE FROM stored.%s WHERE snapshot = %d".formatted(table, snapshot));
        }
    }

    Database database() {
        return database;
    }

    @Override
    public void close() throws IOException {
        database.close();
    }
}
