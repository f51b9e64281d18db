package dev.assay.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What `assay gate` is asked.
///
/// @param paths        files, folders and archives to examine
/// @param reading      how they are read
/// @param policy       the file with the policy; null for the usual name
/// @param baseline     a file, folder or snapshot to compare with; null for none
/// @param store        where snapshots are
/// @param source       where the source is
/// @param first        whether a first policy is to be written, and which; null if one is to be obeyed
/// @param explain      whether to say of each site which rule decides on it
/// @param date         on which allowances are looked at; null for today
/// @param format       of the answer
/// @param allowUnknown whether an incomplete answer counts as success
record GateRequest(
        List<Path> paths,
        ReadingOptions reading,
        @Nullable Path policy,
        @Nullable String baseline,
        StoreOptions store,
        SourceOptions source,
        @Nullable First first,
        boolean explain,
        @Nullable LocalDate date,
        Format format,
        boolean allowUnknown) {

    GateRequest {
        paths = List.copyOf(paths);
    }

    /// What a first policy holds.
    enum First {
        /// A number for each crate and kind.
        CEILINGS,
        /// A list of all sites.
        ALLOW
    }
}
