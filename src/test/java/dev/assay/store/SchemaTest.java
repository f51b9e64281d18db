package dev.assay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.source.history.FileBlame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Stores of other versions, files that are no store, what SQL may ask, and what the documents say of it.
class SchemaTest {
    @TempDir private Path folder;

    private Path file;

    @BeforeEach
    void aPlace() {
        file = folder.resolve("s.duckdb");
    }

    private void save() throws IOException {
        try (Store store = Store.write(file, Patience.none(), Surveys.TOOL)) {
            store.save(Synthetic.kept(1, 20, 100), "one", false);
        }
    }

    private List<List<Object>> ask(String sql) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        try (Query query = Query.ask(file, sql, 256, Patience.none(), Surveys.TOOL)) {
            while (query.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 0; i < query.columns().size(); i++) {
                    row.add(query.value(i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    @Test
    void anOlderStoreIsBroughtUpToDateByWhoeverOpensIt() throws IOException {
        try (Database database = Database.open(file, Map.of("threads", "1"), Patience.none())) {
            Schema.migrate(database, 0, 1, "0.0.9");
            database.run("INSERT INTO stored.snapshots VALUES (3, 'abcd', 'symtab', 'callers', '0.0.9', 5, NULL, 0, 0,"
                    + " false, false, 0, 0, 0, 0)");
            database.run("INSERT INTO stored.names VALUES (3, 'old', 0)");
        }
        try (Store store = Store.read(file, Patience.none(), Surveys.TOOL)) {
            assertThat(Schema.version(store.database())).isEqualTo(Schema.CURRENT);
            assertThat(store.list()).extracting(Snapshot::name).containsExactly("old");
            assertThat(store.load("old").panics().images()).isEmpty();
        }
        assertThat(ask("SELECT snapshot, key FROM snapshots")).containsExactly(List.of("old", "abcd"));
    }

    @Test
    void aNewerStoreIsLeftAlone() throws IOException {
        save();
        try (Database database = Database.open(file, Map.of(), Patience.none())) {
            database.run("UPDATE stored.assay SET version = 99, tool = '9.9'");
        }
        byte[] before = Files.readAllBytes(file);
        String message = "written by assay 9.9 with tables of version 99; this one knows 2. Update assay";
        assertThatThrownBy(() -> Store.read(file, Patience.none(), Surveys.TOOL)).hasMessageContaining(message);
        assertThatThrownBy(() -> Store.write(file, Patience.none(), Surveys.TOOL)).hasMessageContaining(message);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(file.resolveSibling("s.duckdb.wal")).doesNotExist();
    }

    @Test
    void aNewerFormOfTheDatabaseIsNamed() throws IOException {
        save();
        byte[] bytes = Files.readAllBytes(file);
        bytes[12] = 99; // DuckDB, MainHeader: checksum, "DUCK", then the version of the storage
        Files.write(file, bytes);
        assertThatThrownBy(() -> Store.read(file, Patience.none(), Surveys.TOOL)).isInstanceOf(StoreException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @Test
    void whatIsNoStoreIsRefusedAndKept() throws IOException {
        Files.createDirectory(folder.resolve("d"));
        Files.createFile(folder.resolve("empty"));
        Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("nowhere"));
        Files.writeString(folder.resolve("text"), "hello");
        try (Database other = Database.open(folder.resolve("other"), Map.of(), Patience.none())) {
            other.run("CREATE TABLE mine(a INTEGER)");
        }
        Map<String, String> expected = new TreeMap<>(Map.of("d", "found a folder", "empty", "found an empty file",
                "dangling", "a link that leads to no file", "text", "expected a store, found something else",
                "other", "a DuckDB database, but not a store of assay", "d/missing", "no snapshots yet"));
        expected.forEach((name, message) -> {
            Path path = folder.resolve(name);
            assertThatThrownBy(() -> Store.read(path, Patience.none(), Surveys.TOOL)).as(name)
                    .isInstanceOf(StoreException.class).hasMessageStartingWith(path + ": ")
                    .hasMessageContaining(message);
            if (!name.contains("/")) {
                assertThatThrownBy(() -> Store.write(path, Patience.none(), Surveys.TOOL)).as(name)
                        .isInstanceOf(StoreException.class).hasMessageContaining(message);
            }
        });
        assertThat(Files.readString(folder.resolve("text"))).isEqualTo("hello");
        assertThatThrownBy(() -> Store.write(folder.resolve("text/s.duckdb"), Patience.none(), Surveys.TOOL))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aLinkLeadsToTheStore() throws IOException {
        save();
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        try (Store store = Store.write(link, Patience.none(), Surveys.TOOL)) {
            assertThat(store.remove("one")).isTrue();
        }
        assertThat(link).isSymbolicLink();
        try (Store store = Store.read(file, Patience.none(), Surveys.TOOL)) {
            assertThat(store.list()).isEmpty();
        }
    }

    @Test
    void theDocumentNamesEveryColumn() throws IOException {
        save();
        StringBuilder real = new StringBuilder();
        for (List<Object> row : ask("SELECT table_name, column_name, data_type FROM duckdb_columns()"
                + " WHERE schema_name = 'main' AND NOT internal ORDER BY table_name, column_index")) {
            real.append("%s.%s %s\n".formatted(row.toArray()));
        }
        StringBuilder documented = new StringBuilder();
        Map<String, StringBuilder> tables = new TreeMap<>();
        String table = "";
        for (String line : Files.readAllLines(Path.of("docs/store.md"))) {
            if (line.startsWith("### `")) {
                table = line.substring(5, line.length() - 1);
                tables.put(table, new StringBuilder());
            } else if (line.startsWith("| `")) {
                String[] cells = line.split(" *\\| *", -1);
                tables.computeIfAbsent(table, _ -> new StringBuilder())
                        .append("%s.%s %s\n".formatted(table, cells[1].replace("`", ""), cells[2]));
                assertThat(cells[3]).as(line).isNotBlank();
            }
        }
        tables.values().forEach(documented::append);
        assertThat(documented.toString()).isEqualTo(real.toString());
        assertThat(Export.VIEWS).containsExactlyInAnyOrderElementsOf(tables.keySet());
    }

    @Test
    void theExamplesOfTheDocumentAreAnswered() throws IOException {
        save();
        String page = Files.readString(Path.of("docs/store.md"));
        int start = page.indexOf("```sql\n") + "```sql\n".length();
        String[] examples = page.substring(start, page.indexOf("```", start)).split(";\n", -1);
        assertThat(examples).hasSizeGreaterThan(3);
        for (String example : examples) {
            if (!example.isBlank()) {
                assertThat(ask(example)).as(example).isNotNull();
            }
        }
    }

    @Test
    void theViewsSayWhatWasSaved() throws IOException {
        save();
        assertThat(ask("SELECT count(*), count(DISTINCT fingerprint), count(holder) FROM sites"))
                .containsExactly(List.of(20L, 20L, 0L));
        assertThat(ask("SELECT count(*), count(callee), count(caller_symbol) FROM calls").getFirst().getFirst())
                .isEqualTo(500L);
        assertThat(ask("SELECT address FROM functions WHERE function = 0"))
                .containsExactly(List.of("0xffffffff81000000"));
        assertThat(ask("SELECT count(*) FROM calls c JOIN functions f ON f.function = c.callee AND"
                + " f.symbol <> c.callee_symbol")).containsExactly(List.of(0L));
        assertThat(ask("SELECT option, value FROM configuration")).containsExactly(List.of("CONFIG_RUST", "y"));
        assertThat(ask("SELECT saved FROM snapshots").getFirst().getFirst()).isEqualTo("2026-11-23T04:05:07");
    }

    @Test
    void sqlReachesNothingElse() throws IOException {
        save();
        Path secret = Files.writeString(folder.resolve("secret.csv"), "a,b\n1,2\n");
        for (String sql : List.of("SELECT * FROM read_csv('%s')", "SELECT * FROM '%s'",
                "SELECT * FROM read_text('%s')", "SELECT * FROM glob('%s*')", "SELECT * FROM read_blob('%s')")) {
            assertThatThrownBy(() -> ask(sql.formatted(secret))).as(sql).isInstanceOf(StoreException.class);
        }
        for (String sql : List.of("COPY sites TO '%s'", "ATTACH '%s'", "INSTALL httpfs", "LOAD httpfs",
                "SET threads = 9",
                "CREATE TABLE x(a INTEGER)", "DROP VIEW sites", "DELETE FROM stored.sites", "PRAGMA database_list",
                "CALL pragma_version()", "-- SELECT\nEXPORT DATABASE '%s'", "/* x */ UPDATE sites SET line = 1")) {
            assertThatThrownBy(() -> ask(sql.formatted(secret))).as(sql).isInstanceOf(StoreException.class)
                    .hasMessageContaining("only questions can be asked");
        }
        for (String sql : List.of("SELECT 1; DROP VIEW sites", "SELECT 1;;SELECT 2", "SELECT ';'; SELECT 2",
                "SELECT $$;$$; SELECT 2", "SELECT 1 /* ; */; SELECT 2")) {
            assertThatThrownBy(() -> ask(sql)).as(sql).hasMessageContaining("one statement at a time");
        }
        assertThat(ask("SELECT ';', \"kind\", $a$;$a$ /* ; */ FROM sites LIMIT 1 ; -- ; that was it\n")).hasSize(1);
        assertThatThrownBy(() -> ask("WITH x AS (SELECT 1) DELETE FROM stored.sites"))
                .isInstanceOf(StoreException.class);
        assertThat(ask("SELECT count(*) FROM sites")).containsExactly(List.of(20L));
    }

    @Test
    void aMistakeIsToldWithItsPlace() throws IOException {
        save();
        assertThatThrownBy(() -> ask("SELECT kind,\n  nix FROM sites"))
                .hasMessageStartingWith("line 2, column 3: Binder Error: Referenced column \"nix\" not found");
        assertThatThrownBy(() -> ask("SELEC 1")).hasMessageContaining("found 'selec'");
        assertThatThrownBy(() -> ask("SELECT * FORM sites")).hasMessageStartingWith("line 1, column ");
    }

    @Test
    void blameIsKeptAndFoundAgain() throws IOException {
        List<String> told = new ArrayList<>();
        BlameTable table = new BlameTable(file, Surveys.TOOL, told::add);
        assertThat(table.find(List.of("a.rs"))).isEmpty();
        for (int i = 0; i < 9; i++) {
            table.keep(List.of(new FileBlame("%040x".formatted(i), "it's/a.rs", List.of("c" + i, "d"),
                    new int[] {3, 0, 2, 1}), new FileBlame("e" + i, "b.rs", List.of(), new int[0])));
        }
        List<FileBlame> found = table.find(List.of("it's/a.rs", "c.rs"));
        assertThat(found).extracting(FileBlame::commit)
                .containsExactly("%040x".formatted(8), "%040x".formatted(7), "%040x".formatted(6),
                        "%040x".formatted(5));
        assertThat(found.getFirst().commits()).containsExactly("c8", "d");
        assertThat(found.getFirst().runs()).containsExactly(3, 0, 2, 1);
        assertThat(found.getFirst().path()).isEqualTo("it's/a.rs");
        assertThat(table.find(List.of("b.rs")).getFirst().runs()).isEmpty();
        assertThat(told).isEmpty();
        Files.writeString(file, "no store");
        assertThat(table.find(List.of("b.rs"))).isEmpty();
        table.keep(found);
        assertThat(told).hasSize(2);
    }

    @Test
    void anExportIsWholeOrNothing() throws IOException {
        save();
        Path target = folder.resolve("out");
        try (Store store = Store.read(file, Patience.none(), Surveys.TOOL)) {
            Snapshot one = store.find("one");
            assertThat(Export.write(store, one, target, Export.Form.CSV, false)).isEqualTo(Export.VIEWS.size());
            assertThat(Files.readAllLines(target.resolve("sites.csv"))).hasSize(21);
            assertThatThrownBy(() -> Export.write(store, one, target, Export.Form.CSV, false))
                    .hasMessageContaining("exists already").hasMessageContaining("--force");
            Export.write(store, one, target, Export.Form.CSV, true);
            Export.write(store, one, target, Export.Form.PARQUET, false);
            assertThat(Files.readString(target.resolve("sites.parquet"), java.nio.charset.StandardCharsets.ISO_8859_1))
                    .startsWith("PAR1").endsWith("PAR1");
        }
        try (var files = Files.list(target)) {
            assertThat(files).hasSize(2 * Export.VIEWS.size());
        }
    }
}
