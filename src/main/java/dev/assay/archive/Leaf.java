package dev.assay.archive;

import dev.assay.bytes.OpenFile;

/// A file that a path contains and that is code: whatever it was packed in has been taken off.
///
/// @param name to show: the path as the user wrote it, then `!` and the member's name for each archive around it.
///             Names of members are text from a file that nobody vouches for; they are never used to open anything
/// @param file its bytes, as long as the check runs
public record Leaf(String name, Kind kind, OpenFile file) {
    /// What the first bytes say.
    public enum Kind {
        /// An ELF file; behind the sections of an unpacked `vmlinux` of x86 there are relocation tables.
        ELF,
        /// A kernel image without sections, as `objcopy -O binary` writes it: `Image` of arm64, riscv64, loongarch64.
        FLAT_KERNEL
    }
}
