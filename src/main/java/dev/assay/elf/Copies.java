package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory for what cannot be a view of the file: decompressed and relocated sections.
final class Copies {
    private Copies() {}

    /// Memory for a part of a file; a refusal of that part where there is not enough (native memory counts against
    /// `-XX:MaxDirectMemorySize`, which follows `-Xmx`).
    static MemorySegment allocate(Slice part, long size, Arena arena) {
        try {
            return arena.allocate(size, 8);
        } catch (OutOfMemoryError e) {
            throw part.unsupported(0, "%s bytes of memory for %s, more than there are (see -Xmx)"
                    .formatted(size, part.name()));
        }
    }

    /// The same bytes in memory that may be written to.
    static Slice of(Slice bytes, Arena arena) {
        return Slice.of(bytes.file(), bytes.name(), allocate(bytes, bytes.size(), arena).copyFrom(bytes.segment()));
    }
}
