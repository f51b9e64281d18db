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

    /// Whether a file that is no code is wanted too, by its name as [Leaf#name] has it: a kernel's configuration lies
    /// beside the kernel. Longer ones than [#LONGEST_TEXT] never are.
    default boolean wantsText(String name) {
        return false;
    }

    /// What such a file holds.
    default void text(String name, byte[] bytes) {}

    /// Of a text, in bytes; a kernel's configuration has a third of a million.
    int LONGEST_TEXT = 4 << 20;
}
