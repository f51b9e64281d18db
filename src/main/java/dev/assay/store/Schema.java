package dev.assay.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The tables of a store, in every version there was.
final class Schema {
    /// Each takes a store one version further: the first makes the tables in an empty file.
    static final List<String> STEPS = List.of("schema-1.sql", "schema-2.sql");
    static final int CURRENT = STEPS.size();

    private static final String VIEWS = "views.sql";
    private static final String HAS_TABLE = "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'stored'"
            + " AND table_name = 'assay'";

    private Schema() {}

    /// The version of a store.
    ///
    /// @throws StoreException if it is none, or one of a later version of this program
    static int version(Database database) throws IOException {
        int version;
        String tool;
        try {
            version = database.number("SELECT version FROM stored.assay");
        } catch (StoreException e) {
            if (database.number(HAS_TABLE) == 0) {
                throw new StoreException(database.file() + ": a DuckDB database, but not a store of assay; name another"
                        + " file with --store", e);
            }
            throw e;
        }
        if (version > CURRENT) {
            tool = database.read("SELECT tool FROM stored.assay", rows -> rows.next() ? rows.getString(1) : "");
            throw new StoreException(("%s: written by assay %s with tables of version %d; this one knows %d. Update"
                    + " assay, or name another file with --store").formatted(database.file(), tool, version, CURRENT));
        }
        if (version < 1) {
            throw new StoreException(database.file() + ": damaged: it does not say of which version its tables are;"
                    + " move it away and save its snapshots again");
        }
        return version;
    }

    /// Takes a store from one version to another, as a whole or not at all.
    ///
    /// @param from 0 for an empty database
    static void migrate(Database database, int from, int to, String tool) throws IOException {
        database.transaction(() -> {
            for (int step = from; step < to; step++) {
                for (String statement : statements(STEPS.get(step))) {
                    database.run(statement);
                }
            }
            if (to == CURRENT) {
                for (String statement : statements(VIEWS)) {
                    database.run(statement);
                }
            }
            database.run("DELETE FROM stored.assay");
            database.run("INSERT INTO stored.assay VALUES (%d, '%s')".formatted(to, tool.replace("'", "''")));
            return to;
        });
    }

    private static List<String> statements(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Schema.class.getResourceAsStream(resource), resource)) {
            String text = new String(in.readAllBytes(), UTF_8);
            List<String> statements = new ArrayList<>();
            for (String statement : text.split(";\n", -1)) {
                if (!statement.isBlank()) {
                    statements.add(statement);
                }
            }
            return statements;
        }
    }
}
