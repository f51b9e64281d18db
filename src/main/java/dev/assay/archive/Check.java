package dev.assay.archive;

import java.io.IOException;
import java.util.Optional;

/// What is asked of each file with code. Called by several threads at once, each with a file of its own.
///
/// A `MalformedFileException`, an `UnsupportedFormatException` or an `IOException` ends that one file, which is then
/// named as unreadable. Any other exception is a mistake of this program and ends the walk.
@FunctionalInterface
public interface Check<R> {
    /// The answer for one file, if there is one; it must hold nothing that dies with the file.
    Optional<R> run(Leaf leaf) throws IOException;
}
