package dev.assay.cli;

import dev.assay.check.panics.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// What `assay panics` is asked. An empty filter lets everything through; several values of one filter are
/// alternatives, and several filters must all agree.
///
/// @param paths        files, folders and archives to examine; none for the kernel that this machine runs
/// @param reading      how they are read
/// @param crates       names of crates
/// @param kinds        kinds of check
/// @param functions    globs over demangled paths of functions
/// @param files        globs over source files
/// @param implicit     only checks that the compiler or the library put in; never together with `explicit`
/// @param explicit     only written ones
/// @param inline       whether to show the inline chains
/// @param machinery    whether to list machinery and pass-throughs too
/// @param reach        whether to say from where each site is reached
/// @param reachedFrom  patterns for roots: only sites reached from these
/// @param unreached    only sites that nothing known reaches
/// @param attributed   whether to list, for each function outside Rust's library, the panics that it leads to
/// @param source       where the source is
/// @param detail       how much of the answer to print
/// @param verify       whether to have a disassembler confirm every site
/// @param format       of the answer
/// @param allowUnknown whether an incomplete answer counts as success
record PanicsRequest(
        List<Path> paths,
        ReadingOptions reading,
        Set<String> crates,
        Set<Kind> kinds,
        List<String> functions,
        List<String> files,
        boolean implicit,
        boolean explicit,
        boolean inline,
        boolean machinery,
        boolean reach,
        List<String> reachedFrom,
        boolean unreached,
        boolean attributed,
        SourceOptions source,
        Detail detail,
        boolean verify,
        Format format,
        boolean allowUnknown) {

    public PanicsRequest {
        paths = List.copyOf(paths);
        crates = Set.copyOf(crates);
        kinds = Set.copyOf(kinds);
        functions = List.copyOf(functions);
        files = List.copyOf(files);
        reachedFrom = List.copyOf(reachedFrom);
    }

    /// How much of the answer is printed.
    public enum Detail {
        /// Every site.
        SITES,
        /// The table of kinds and crates (`--summary`).
        SUMMARY,
        /// The number of sites (`--quiet`).
        COUNT
    }
}
