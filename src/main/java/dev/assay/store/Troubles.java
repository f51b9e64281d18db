package dev.assay.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What DuckDB's errors mean for somebody who has never heard of it. It has no codes for them, so their text decides.
final class Troubles {
    private static final Pattern HOLDER = Pattern.compile("\\(PID ([0-9]+)\\)");
    private static final List<String> FULL = List.of("no space left", "file too large", "disk quota",
            "disk full", "not enough space");
    private static final List<String> DAMAGED = List.of("corrupt", "checksum", "could not read enough bytes",
            "not a valid duckdb", "serialization", "deserialize", "internal error", "fatal", "out of range",
            "invalidated", "failed to load metadata", "wal file");

    private Troubles() {}

    static boolean isLock(SQLException e) {
        return text(e).contains("could not set lock on file");
    }

    /// ` (process 4711)`, if the error says so.
    static String holder(SQLException e) {
        Matcher matcher = HOLDER.matcher(String.valueOf(e.getMessage()));
        return matcher.find() ? " (process " + matcher.group(1) + ")" : "";
    }

    static StoreException of(Path file, SQLException e) {
        String text = text(e);
        String advice;
        if (contains(text, FULL)) {
            advice = "the disk is full, and nothing was changed; make room, or name a file elsewhere with --store";
        } else if (text.contains("read-only file system") || text.contains("permission denied")) {
            advice = "cannot be written; name another file with --store";
        } else if (text.contains("cannot open file") || text.contains("cannot create")) {
            advice = "cannot be opened for writing; name another file with --store";
        } else if (text.contains("version number") || text.contains("storage version")
                || text.contains("newer version of duckdb")) {
            advice = "written by a newer version of assay; update assay, or name another file with --store";
        } else if (text.contains("not a valid duckdb")) {
            advice = "expected a store, found something else or a damaged one; move it away, or name another file with"
                    + " --store";
        } else if (text.contains("out of memory")) {
            advice = "needs more memory than is allowed";
        } else if (contains(text, DAMAGED)) {
            advice = "damaged; move it away and save its snapshots again";
        } else {
            advice = "cannot be used as a store";
        }
        return new StoreException("%s: %s (%s)".formatted(file, advice, firstLine(e)), e);
    }

    static String firstLine(SQLException e) {
        return String.valueOf(e.getMessage()).lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst()
                .orElse("no reason given");
    }

    private static boolean contains(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }

    private static String text(SQLException e) {
        return Objects.requireNonNullElse(e.getMessage(), "").toLowerCase(Locale.ROOT);
    }
}
