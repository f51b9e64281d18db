package dev.assay.bytes;

import java.lang.foreign.Arena;

/// The bytes of one file while somebody looks at them: mapped from disk, or unpacked into memory.
///
/// Every view of them, and every copy made in the arena, dies when it is closed. Only the thread that opened it may
/// read it or close it.
public interface OpenFile extends AutoCloseable {
    Slice slice();

    /// For memory that should live as long as the file is open.
    Arena arena();

    @Override
    void close();
}
