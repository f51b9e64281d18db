package dev.assay.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A question in SQL over the views of a store, and the rows of its answer one after the other.
///
/// It can read nothing but the store: neither files nor network nor settings, and writes nowhere.
public final class Query implements AutoCloseable {
    private static final Pattern LINE = Pattern.compile("LINE ([0-9]+): ");

    private final Database database;
    private final Statement statement;
    private final ResultSet rows;
    private final List<Column> columns;

    /// A column of the answer.
    ///
    /// @param type as DuckDB writes it: `INTEGER`, `VARCHAR`, `TIMESTAMP`, `VARCHAR[]` …
    public record Column(String name, String type) {
        /// Whether its values are numbers.
        public boolean isNumber() {
            return type.matches("U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*");
        }
    }

    private Query(Database database, Statement statement, ResultSet rows) throws SQLException {
        this.database = database;
        this.statement = statement;
        this.rows = rows;
        ResultSetMetaData metaData = rows.getMetaData();
        List<Column> found = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            found.add(new Column(metaData.getColumnName(i), metaData.getColumnTypeName(i)));
        }
        this.columns = List.copyOf(found);
    }

    /// Asks.
    ///
    /// @param memory that DuckDB may take, in MiB
    /// @throws StoreException if the store cannot be read, or the question is none
    public static Query ask(Path path, String sql, int memory, Patience patience, String tool) throws IOException {
        String one = Statements.one(sql);
        Map<String, String> settings = new HashMap<>(Store.READING);
        settings.put("enable_external_access", "false");
        settings.put("temp_directory", "");
        settings.put("threads", "2");
        settings.put("memory_limit", memory + "MiB");
        settings.put("jdbc_stream_results", "true");
        Database database = Store.reading(path, settings, patience, tool);
        Statement statement = null;
        boolean asked = false;
        try {
            database.run("SET lock_configuration = true");
            statement = database.connection().createStatement();
            Query query = new Query(database, statement, statement.executeQuery(one));
            asked = true;
            return query;
        } catch (SQLException e) {
            throw problem(e);
        } finally {
            if (!asked) {
                database.close();
            }
        }
    }

    /// DuckDB's words in one line, after the place in the question.
    private static StoreException problem(SQLException e) {
        String text = String.valueOf(e.getMessage());
        String first = Troubles.firstLine(e);
        List<String> lines = text.lines().toList();
        for (int i = 0; i + 1 < lines.size(); i++) {
            Matcher line = LINE.matcher(lines.get(i));
            if (line.lookingAt()) {
                int caret = lines.get(i + 1).indexOf('^');
                boolean cut = lines.get(i).startsWith("...", line.end());
                String column = caret < line.end() || cut ? "" : ", column " + (caret - line.end() + 1);
                String more = i > 1 && !lines.get(1).isBlank() ? " " + lines.get(1).strip() : "";
                return new StoreException("line %s%s: %s%s".formatted(line.group(1), column, first, more), e);
            }
        }
        return new StoreException(first, e);
    }

    public List<Column> columns() {
        return columns;
    }

    /// Goes on to the next row, if there is one.
    public boolean next() throws IOException {
        try {
            return rows.next();
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    /// A value of the row: null, a `Boolean`, a `Number`, a `String`, or a `List` or `Map` of these. Times are in ISO 8601,
    /// bytes in hexadecimal.
    ///
    /// @param column from 0
    public @Nullable Object value(int column) throws IOException {
        try {
            return plain(rows.getObject(column + 1));
        } catch (SQLException e) {
            throw problem(e);
        }
    }

    private static @Nullable Object plain(@Nullable Object value) throws SQLException {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean truth -> truth;
            case Number number -> number;
            case Timestamp time -> time.toLocalDateTime().toString();
            case Blob blob -> HexFormat.of().formatHex(blob.getBytes(1, Math.toIntExact(blob.length())));
            case Array array -> {
                List<@Nullable Object> all = new ArrayList<>();
                for (Object each : Arrays.asList((@Nullable Object[]) array.getArray())) {
                    all.add(plain(each));
                }
                yield all;
            }
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    all.put(Objects.toString(entry.getKey()), plain(entry.getValue()));
                }
                yield all;
            }
            default -> value.toString();
        };
    }

    @Override
    public void close() throws IOException {
        try (database; statement; rows) {
            // In the order in which they were opened, the last first.
        } catch (SQLException e) {
            throw problem(e);
        }
    }
}
