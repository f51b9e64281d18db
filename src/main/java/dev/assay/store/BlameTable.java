package dev.assay.store;

import dev.assay.source.history.BlameCache;
import dev.assay.source.history.FileBlame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.duckdb.DuckDBAppender;

/// Blame kept in the file of the snapshots. Where that cannot be read or written, nothing is kept: an answer does not
/// depend on it.
///
/// @param file of the store; made if there is none
/// @param tool version of assay
/// @param told why nothing is kept, once for each time
public record BlameTable(Path file, String tool, Consumer<String> told) implements BlameCache {
    /// Of one file: the latest are the nearest to what will be asked for.
    private static final int LATEST = 4;

    @Override
    public List<FileBlame> find(Collection<String> paths) {
        if (paths.isEmpty() || !Files.exists(file)) {
            return List.of();
        }
        try (Store store = Store.read(file, Patience.none(), tool)) {
            String query = "SELECT path, \"commit\", commits, runs FROM stored.blames WHERE path IN (%s)"
                    + " QUALIFY row_number() OVER (PARTITION BY path ORDER BY number DESC) <= " + LATEST
                    + " ORDER BY number DESC";
            return store.database().read(query.formatted(quoted(paths)), rows -> {
                List<FileBlame> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(new FileBlame(rows.getString(2), rows.getString(1), words(rows.getString(3)),
                            words(rows.getString(4)).stream().mapToInt(Integer::parseInt).toArray()));
                }
                return found;
            });
        } catch (IOException | NumberFormatException unusable) {
            told.accept("blame is not taken from the store: " + unusable.getMessage());
            return List.of();
        }
    }

    @Override
    public void keep(Collection<FileBlame> blames) {
        if (blames.isEmpty()) {
            return;
        }
        try (Store store = Store.write(file, Patience.none(), tool)) {
            Database database = store.database();
            int next = 1 + database.number("SELECT coalesce(max(number), 0) FROM stored.blames");
            database.transaction(() -> {
                List<String> paths = blames.stream().map(FileBlame::path).distinct().toList();
                try (DuckDBAppender rows = database.appender("blames")) {
                    for (FileBlame blame : blames) {
                        rows.beginRow();
                        rows.append(next).append(blame.path()).append(blame.commit())
                                .append(String.join(" ", blame.commits()))
                                .append(Arrays.stream(blame.runs()).mapToObj(Integer::toString)
                                        .collect(Collectors.joining(" ")));
                        rows.endRow();
                    }
                }
                // What is older than the latest few is never asked for again.
                database.run("DELETE FROM stored.blames WHERE path IN (%s) AND number <= %d".formatted(quoted(paths),
                        next - LATEST));
                return next;
            });
        } catch (IOException unusable) {
            told.accept("blame is not kept: " + unusable.getMessage());
        }
    }

    private static String quoted(Collection<String> texts) {
        return texts.stream().map(text -> "'" + text.replace("'", "''") + "'").collect(Collectors.joining(", "));
    }

    private static List<String> words(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
    }
}
