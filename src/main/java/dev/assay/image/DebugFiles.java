package dev.assay.image;

import dev.assay.elf.DebugLink;
import dev.assay.elf.Elf;
import dev.assay.elf.Notes;
import java.util.Optional;

/// Finds the file with the debug information that was stripped from an image.
public interface DebugFiles {
    /// Finds nothing.
    DebugFiles NONE = wanted -> Optional.empty();

    /// What an image says about its debug file.
    ///
    /// @param path    of the image, as messages name it: `outer.deb!inner/file.ko` for a member
    /// @param buildId lower-case hexadecimal; a debug file has the same
    /// @param link    name and checksum of the debug file
    record Wanted(String path, Optional<String> buildId, Optional<DebugLink> link) {
        static Wanted of(Elf image) {
            return new Wanted(image.file().file(), Notes.buildId(image), DebugLink.of(image));
        }
    }

    /// Finds it; never one that belongs to another image.
    Optional<DebugFile> find(Wanted wanted);
}
