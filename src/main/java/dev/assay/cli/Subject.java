package dev.assay.cli;

import dev.assay.check.survey.Survey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a word of the command line stands for: a file, folder or package to examine, or a snapshot that was saved.
///
/// @param word  as given
/// @param store the file with the snapshots; null for the usual one
record Subject(String word, @Nullable Path store) {
    /// Examines the files that the word names, or loads the snapshot.
    ///
    /// @param how files are examined; its paths do not matter
    Survey survey(Examination how, Terminal terminal) throws IOException {
        Path path = Path.of(word);
        if (Files.exists(path) || word.contains("!")) {
            return new Examination(List.of(path), how.reading(), how.use(), how.callers(), how.source()).run(terminal);
        }
        throw new IOException(word + ": expected a file, a folder or a snapshot's name, found none of this name");
    }
}
