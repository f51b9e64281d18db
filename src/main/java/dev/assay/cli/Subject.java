package dev.assay.cli;

import dev.assay.check.survey.Survey;
import dev.assay.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a word of the command line stands for: a file, folder or package to examine, or a snapshot that was saved.
///
/// @param word  as given
/// @param store where snapshots are
record Subject(String word, StoreOptions store) {
    private static final String SNAPSHOT = "snapshot:";

    /// Examines the files that the word names, or loads the snapshot.
    ///
    /// @param how files are examined; its paths do not matter
    Survey survey(Examination how, Terminal terminal) throws IOException {
        if (!isSnapshot()) {
            return new Examination(List.of(Path.of(word)), how.reading(), how.use(), how.callers(), how.source())
                    .run(terminal);
        }
        try (Store snapshots = open(terminal)) {
            return in(snapshots);
        }
    }

    /// The store that has the snapshot.
    Store open(Terminal terminal) throws IOException {
        if (!word.startsWith(SNAPSHOT) && !Files.exists(store.file())) {
            throw new IOException(word + ": no such file or folder, and there are no snapshots in " + store.file());
        }
        return store.read(terminal);
    }

    /// The snapshot out of a store that is open.
    Survey in(Store snapshots) throws IOException {
        return snapshots.load(word.startsWith(SNAPSHOT) ? word.substring(SNAPSHOT.length()) : word);
    }

    /// Whether it can only be a snapshot: no file has this name, or it says so.
    boolean isSnapshot() {
        return word.startsWith(SNAPSHOT) || !(Files.exists(Path.of(word)) || word.contains("!"));
    }
}
