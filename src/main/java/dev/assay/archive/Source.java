package dev.assay.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Where bytes come from: a channel, or a decoder on top of another [Input].
interface Source extends AutoCloseable {
    /// Reads at least one byte into `target`, which is native memory and not empty.
    ///
    /// @return how many, or -1 at the end
    long read(MemorySegment target) throws IOException;

    @Override
    default void close() {}
}
