package dev.assay.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `assay show` is asked. Closed: every subject has its own answer.
public sealed interface ShowRequest {
    /// The ELF file to look into.
    Path file();

    /// Files and folders in which to look for its DWARF.
    List<Path> debug();

    /// Everything of one sort that the readers see in a file.
    ///
    /// @param subject      what to list
    /// @param file         the ELF file
    /// @param debug        where to look for its DWARF
    /// @param allowUnknown whether an incomplete answer counts as success
    record Listing(Subject subject, Path file, List<Path> debug, boolean allowUnknown) implements ShowRequest {
        public Listing {
            debug = List.copyOf(debug);
        }
    }

    /// The code around one panic site.
    ///
    /// @param file  the ELF file
    /// @param debug where to look for its DWARF
    /// @param spot  of the transferring instruction
    record Site(Path file, List<Path> debug, Spot spot) implements ShowRequest {
        public Site {
            debug = List.copyOf(debug);
        }
    }

    /// What a listing lists.
    enum Subject {
        SECTIONS,
        SYMBOLS,
        FUNCTIONS,
        UNITS
    }

    /// A place in code: an address in a linked image, or section and offset in any file.
    ///
    /// @param section name of the section that `value` counts from; null if `value` is a virtual address
    /// @param value   in bytes; an address in the upper half is negative
    record Spot(@Nullable String section, long value) {}
}
