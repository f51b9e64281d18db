package dev.assay.report;

import dev.assay.check.show.Table;
import dev.assay.check.show.Table.Column;
import dev.assay.store.Snapshot;
import java.io.IOException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// The snapshots of a store as a table for people.
public final class SnapshotsText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int SHORT_KEY = 12;

    private SnapshotsText() {}

    /// Writes it.
    ///
    /// @param file of the store
    public static void write(String file, List<Snapshot> snapshots, Appendable out) throws IOException {
        List<Column> columns = List.of(new Column("name", false, 48), new Column("saved", false, 20),
                new Column("release", false, 48), new Column("images", true, 8), new Column("sites", true, 8),
                new Column("calls", true, 10), new Column("asked", false, 32), new Column("key", false, 16));
        TableText.write(new Table(List.of(file + ": " + Count.of(snapshots.size(), "snapshot")), columns,
                snapshots.stream().map(SnapshotsText::row).toList(), List.of()), out);
    }

    /// What a snapshot holds: `1 image, 14 sites, 14 functions, 17 calls`.
    public static String size(Snapshot snapshot) {
        return String.join(", ", Count.of(snapshot.images(), "image"), Count.of(snapshot.sites(), "site"),
                Count.of(snapshot.functions(), "function"), Count.of(snapshot.calls(), "call"));
    }

    private static List<String> row(Snapshot snapshot) {
        return List.of(String.join(", ", snapshot.names()), TIME.format(snapshot.saved()),
                Objects.requireNonNullElse(snapshot.release(), "-"), Integer.toString(snapshot.images()),
                Integer.toString(snapshot.sites()), Integer.toString(snapshot.calls()), snapshot.asked(),
                snapshot.key().substring(0, Math.min(SHORT_KEY, snapshot.key().length())));
    }
}
