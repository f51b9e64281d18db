package dev.assay.bytes;

import java.util.Optional;

/// Bytes by virtual address: what the loader would see, without the parts that have no bytes in the file.
public interface Memory {
    /// The bytes at `address`, from there to the end of what is contiguous; empty where nothing is mapped.
    Optional<Slice> at(long address);

    /// Whether the running system never writes to `address`, so that what the file says there stays true.
    boolean isConstant(long address);
}
