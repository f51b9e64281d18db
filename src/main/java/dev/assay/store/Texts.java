package dev.assay.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The texts of a snapshot, by number.
record Texts(Database database, List<String> all) {
    static Texts read(Database database, int snapshot) throws IOException {
        String query = "SELECT text FROM stored.texts WHERE snapshot = %d".formatted(snapshot);
        return database.read(query, rows -> {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return new Texts(database, all);
        });
    }

    String get(int number) throws StoreException {
        if (number < 0 || number >= all.size()) {
            throw new StoreException(
                    database.file() + ": damaged: it lacks text %d of a snapshot; move it away and save"
                            .formatted(number) + " its snapshots again");
        }
        return all.get(number);
    }

    @Nullable
    String orNull(int number) throws StoreException {
        return number < 0 ? null : get(number);
    }
}
