package dev.assay.report;

import dev.assay.check.panics.Frame;
import dev.assay.rust.SourceLocation;
import java.util.Comparator;

/// A place in the source as a listing sorts and prints it; one that is not known comes after all others.
///
/// @param known  whether there is a file
/// @param file   as the image has it; empty if not known
/// @param line   from 1; 0 where the compiler merged code
/// @param column from 1; 0 where the compiler merged code
public record Place(boolean known, String file, long line, long column) implements Comparable<Place> {
    /// Nowhere.
    public static final Place UNKNOWN = new Place(false, "", 0, 0);

    private static final Comparator<Place> ORDER = Comparator.comparing((Place place) -> !place.known())
            .thenComparing(Place::file)
            .thenComparingLong(Place::line)
            .thenComparingLong(Place::column);

    /// In the source, as the image has it.
    public static Place of(SourceLocation location) {
        return new Place(true, location.file(), location.line(), location.column());
    }

    /// In the source, as the image has it.
    public static Place of(Frame frame) {
        String file = frame.file();
        return file == null ? UNKNOWN : new Place(true, file, frame.line(), frame.column());
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /// `file:line:col`, the file as its readers know it, safe to print.
    @Override
    public String toString() {
        if (!known) {
            return "(file unknown)";
        }
        String path = SourcePath.shown(file);
        return line == 0 ? path + ":?" : path + ":" + line + ":" + column;
    }
}
