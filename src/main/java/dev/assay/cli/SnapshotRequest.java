package dev.assay.cli;

import dev.assay.store.Export;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `assay snapshot` is asked. Closed: every verb has its own answer.
sealed interface SnapshotRequest {
    StoreOptions store();

    /// Examines files and keeps what is found.
    ///
    /// @param name         by which to call it; null for the kernel's release or the file's name
    /// @param replace      whether the name may be taken from a snapshot of something else
    /// @param allowUnknown whether an incomplete answer counts as success
    record Save(StoreOptions store, List<Path> paths, ReadingOptions reading, SourceOptions source,
            @Nullable String name, boolean replace, boolean allowUnknown) implements SnapshotRequest {
        public Save {
            paths = List.copyOf(paths);
        }
    }

    /// Lists all.
    record ListAll(StoreOptions store) implements SnapshotRequest {}

    /// Prints what one holds, as `assay panics` does.
    record Show(StoreOptions store, String name, boolean summary) implements SnapshotRequest {}

    /// Removes some.
    record Remove(StoreOptions store, List<String> names) implements SnapshotRequest {
        public Remove {
            names = List.copyOf(names);
        }
    }

    /// Writes the tables of one into files.
    record Write(StoreOptions store, String name, Path folder, Export.Form form, boolean force)
            implements SnapshotRequest {}
}
