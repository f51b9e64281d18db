package dev.assay.store;

import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/// Rows on their way into one table. The first column of every table is the snapshot.
final class Rows implements AutoCloseable {
    private final DuckDBAppender appender;
    private final int snapshot;

    Rows(Database database, String table, int snapshot) throws SQLException {
        this.appender = database.appender(table);
        this.snapshot = snapshot;
    }

    Rows row() throws SQLException {
        appender.beginRow();
        appender.append(snapshot);
        return this;
    }

    Rows put(int value) throws SQLException {
        appender.append(value);
        return this;
    }

    Rows put(long value) throws SQLException {
        appender.append(value);
        return this;
    }

    Rows put(boolean value) throws SQLException {
        appender.append(value);
        return this;
    }

    Rows put(@Nullable String value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value);
        }
        return this;
    }

    Rows putOrNull(@Nullable Long value) throws SQLException {
        if (value == null) {
            appender.appendNull();
        } else {
            appender.append(value.longValue());
        }
        return this;
    }

    Rows put(int[] values) throws SQLException {
        appender.append(values);
        return this;
    }

    Rows put(byte[] values) throws SQLException {
        appender.appendByteArray(values);
        return this;
    }

    void end() throws SQLException {
        appender.endRow();
    }

    @Override
    public void close() throws SQLException {
        appender.close();
    }
}
