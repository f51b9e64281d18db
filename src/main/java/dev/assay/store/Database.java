package dev.assay.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDriver;

/// A database file that is open. DuckDB locks it: one process may write, or several may read.
final class Database implements AutoCloseable {
    private static final long FIRST_PAUSE = 20;
    private static final long LONGEST_PAUSE = 500;

    private final Path file;
    private final DuckDBConnection connection;

    private Database(Path file, DuckDBConnection connection) {
        this.file = file;
        this.connection = connection;
    }

    /// Opens a file that is there, or makes a new one.
    ///
    /// @param settings of DuckDB
    static Database open(Path file, Map<String, String> settings, Patience patience) throws StoreException {
        Properties properties = new Properties();
        properties.putAll(settings);
        long start = System.nanoTime();
        long pause = FIRST_PAUSE;
        boolean told = false;
        while (true) {
            try {
                return new Database(file, (DuckDBConnection) new DuckDBDriver().connect("jdbc:duckdb:" + file,
                        properties));
            } catch (SQLException e) {
                if (!Troubles.isLock(e)) {
                    throw Troubles.of(file, e);
                }
                if (System.nanoTime() - start >= patience.limit().toNanos()) {
                    throw new StoreException("%s: another process%s uses it; try again when that has finished"
                            .formatted(file, Troubles.holder(e)), e);
                }
                if (!told) {
                    told = true;
                    patience.waiting().accept("%s: waiting for another process%s that uses it …".formatted(file,
                            Troubles.holder(e)));
                }
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new StoreException(file + ": interrupted while waiting for another process", e);
            }
            pause = Math.min(LONGEST_PAUSE, 2 * pause);
        }
    }

    /// What must hold before DuckDB looks at a path: it would open things that are no database, and says less.
    ///
    /// @return the file itself if the path is a link: DuckDB keeps a log beside the name that it is given
    static Path checked(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new StoreException(file + ": expected a store, found a folder; name a file with --store");
        }
        if (!Files.exists(file)) {
            if (Files.isSymbolicLink(file)) {
                throw new StoreException(file + ": a link that leads to no file; remove it, or name another file with"
                        + " --store");
            }
            return file;
        }
        if (!Files.isRegularFile(file)) {
            throw new StoreException(file + ": expected a store, found a device or a pipe; name a file with --store");
        }
        if (!Files.isReadable(file)) {
            throw new StoreException(file + ": permission denied; name another file with --store");
        }
        if (Files.size(file) == 0) {
            throw new StoreException(file + ": expected a store, found an empty file; remove it, or name another file"
                    + " with --store");
        }
        return Files.isSymbolicLink(file) ? file.toRealPath() : file;
    }

    Path file() {
        return file;
    }

    void run(String sql) throws StoreException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw Troubles.of(file, e);
        }
    }

    /// Something done with the rows of a query.
    interface Reading<R> {
        R read(ResultSet rows) throws SQLException, IOException;
    }

    <R> R read(String sql, Reading<R> reading) throws IOException {
        try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            return reading.read(rows);
        } catch (SQLException e) {
            throw Troubles.of(file, e);
        }
    }

    /// The first column of the first row.
    int number(String sql) throws IOException {
        return read(sql, rows -> rows.next() ? rows.getInt(1) : 0);
    }

    /// Something that happens as a whole or not at all.
    interface Work<R> {
        R run() throws IOException, SQLException;
    }

    /// Begins by a statement of its own: the driver would begin with the next statement, and rows that come through an
    /// appender before that would each be a transaction.
    <R> R transaction(Work<R> work) throws IOException {
        run("BEGIN TRANSACTION");
        boolean done = false;
        try {
            R result = work.run();
            run("COMMIT");
            done = true;
            return result;
        } catch (SQLException e) {
            throw Troubles.of(file, e);
        } finally {
            if (!done) {
                rollBack();
            }
        }
    }

    /// After a failure DuckDB may have rolled back by itself, and then complains; what went wrong first is what counts.
    @SuppressWarnings("EmptyCatch")
    private void rollBack() {
        try {
            run("ROLLBACK");
        } catch (StoreException alreadyDone) {
            // Nothing of the transaction is left either way.
        }
    }

    DuckDBAppender appender(String table) throws SQLException {
        return connection.createAppender("stored", table);
    }

    DuckDBConnection connection() {
        return connection;
    }

    @Override
    public void close() throws StoreException {
        try {
            connection.close();
        } catch (SQLException e) {
            throw Troubles.of(file, e);
        }
    }
}
