package dev.assay.store;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is said of a snapshot without loading it.
///
/// @param number    of it in its store
/// @param names     by which it is called, the oldest first; never empty
/// @param key       of what was examined: the build-id, the SHA-256 of an image without one, or a SHA-256 over those of
///                  several images
/// @param form      what could be seen of them: where names came from and whether there was DWARF
/// @param asked     what was asked for besides panic sites and their callers
/// @param tool      version of assay that examined them
/// @param saved     when
/// @param release   of the kernel; null if it is not known or there are several
/// @param images    how many hold Rust or are kernels
/// @param sites     how many panic sites they have
/// @param functions in their call graphs, in any language
/// @param calls     in their call graphs
public record Snapshot(int number, List<String> names, String key, String form, String asked, String tool,
        Instant saved, @Nullable String release, int images, int sites, int functions, int calls) {
    public Snapshot {
        names = List.copyOf(names);
    }

    public String name() {
        return names.getFirst();
    }
}
