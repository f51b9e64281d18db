package dev.assay.image;

import java.util.Optional;

/// Finds the file with the debug information for a build-id.
public interface DebugFiles {
    /// Finds nothing.
    DebugFiles NONE = buildId -> Optional.empty();

    /// Finds it.
    ///
    /// @param buildId lower-case hexadecimal
    Optional<DebugFile> byBuildId(String buildId);
}
