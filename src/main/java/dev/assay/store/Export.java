package dev.assay.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// Writes the views of one snapshot as files of their own, for other programs.
public final class Export {
    /// The views that are written, each to a file of its name.
    public static final List<String> VIEWS = List.of("snapshots", "names", "images", "gaps", "sites", "aliases",
            "frames", "entrances", "source_lines", "stale", "functions", "calls", "roots", "configuration");

    private Export() {}

    /// In which form.
    public enum Form {
        PARQUET,
        CSV;

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Writes them into a folder, which is made; all of them or none.
    ///
    /// @param force whether files of these names may be overwritten
    /// @return how many files there are now
    public static int write(Store store, Snapshot snapshot, Path folder, Form form, boolean force)
            throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        Path parent = Objects.requireNonNullElse(target.getParent(), target);
        for (String view : VIEWS) {
            Path file = target.resolve(view + "." + form.id());
            if (!force && Files.exists(file)) {
                throw new StoreException(file + ": exists already; name another folder, or overwrite it with --force");
            }
        }
        if (Files.exists(target) && !Files.isDirectory(target)) {
            throw new StoreException(folder + ": expected a folder, found a file");
        }
        Files.createDirectories(parent);
        Path made = Files.createTempDirectory(Files.isDirectory(target) ? target : parent, ".assay-export");
        try {
            for (String view : VIEWS) {
                Path file = made.resolve(view + "." + form.id());
                store.database()
                        .run("COPY (SELECT * FROM main.%s WHERE snapshot = %s) TO %s (FORMAT %s%s)".formatted(view,
                                quoted(snapshot.name()), quoted(file.toString()), form.id(),
                                form == Form.CSV ? ", HEADER true" : ""));
            }
            Files.createDirectories(target);
            for (String view : VIEWS) {
                String name = view + "." + form.id();
                Files.move(made.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            delete(made);
        }
        return VIEWS.size();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
