package dev.assay.cli;

import dev.assay.check.panics.Kind;
import java.util.List;
import java.util.Set;

/// What `assay diff` is asked.
///
/// @param before       a file, folder, package or snapshot
/// @param after        another
/// @param store        where snapshots are
/// @param reading      how files are read
/// @param crates       names of crates
/// @param kinds        kinds of check
/// @param functions    globs over demangled paths of functions
/// @param files        globs over source files
/// @param moved        whether to list sites that only shifted, too
/// @param reach        whether to say from where each site is reached
/// @param source       where the source of the second is
/// @param detail       how much of the answer to print
/// @param format       of the answer
/// @param allowUnknown whether an incomplete answer counts as a complete one
record DiffRequest(
        String before,
        String after,
        StoreOptions store,
        ReadingOptions reading,
        Set<String> crates,
        Set<Kind> kinds,
        List<String> functions,
        List<String> files,
        boolean moved,
        boolean reach,
        SourceOptions source,
        PanicsRequest.Detail detail,
        Format format,
        boolean allowUnknown) {

    public DiffRequest {
        crates = Set.copyOf(crates);
        kinds = Set.copyOf(kinds);
        functions = List.copyOf(functions);
        files = List.copyOf(files);
    }
}
