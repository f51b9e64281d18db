package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.util.Optional;

/// The header of a kernel image without ELF headers: 64 bytes that the boot loader reads, with a magic at 56 (Linux
/// `Documentation/arch/arm64/booting.rst`, `Documentation/arch/riscv/boot-image-header.rst`,
/// `arch/loongarch/kernel/head.S`).
///
/// @param machine `e_machine` of an ELF file with the same code
/// @param size    of the kernel in memory, in bytes: more than the file has, by what starts as zeros
record FlatHeader(int machine, long size) {
    private static final int SIZE = 64;
    private static final int MAGIC_AT = 56;
    private static final long ARM64_MAGIC = 0x644d_5241L; // "ARM\x64"
    private static final long RISCV_MAGIC = 0x0543_5352L; // "RSC\x05"
    private static final long LOONGARCH_MAGIC = 0x8182_23cdL;
    private static final int DOS_MAGIC = 0x5a4d; // "MZ"
    private static final long LARGEST = 1L << 30;

    /// The header of `file`; empty if it is none of the three.
    static Optional<FlatHeader> of(Slice file) {
        if (!file.contains(0, SIZE)) {
            return Optional.empty();
        }
        long magic = file.u32(MAGIC_AT);
        if (magic == ARM64_MAGIC) {
            return Optional.of(new FlatHeader(Elf.AARCH64, file.u64(16)));
        } else if (magic == RISCV_MAGIC) {
            return Optional.of(new FlatHeader(Elf.RISCV, file.u64(16)));
        } else if (magic == LOONGARCH_MAGIC && file.u16(0) == DOS_MAGIC) {
            return Optional.of(new FlatHeader(Elf.LOONGARCH, file.u64(16)));
        }
        return Optional.empty();
    }

    /// Of the kernel in memory, in bytes. Images from before Linux 3.17 do not say; they have no Rust.
    long memory(Slice file) {
        if (size < 0 || size > LARGEST || file.size() > LARGEST) {
            throw file.malformed(16, "a kernel of at most 0x%x bytes".formatted(LARGEST), Math.max(size, file.size()));
        }
        return Math.max(size, file.size());
    }

    /// `R_*_RELATIVE` of the machine.
    int relative() {
        return machine == Elf.AARCH64 ? 0x403 : 3;
    }

    /// Whether a number can be an address in the kernel, as far as its highest bits tell.
    boolean isAddress(long value) {
        // The last gigabyte-sixteenth has error numbers and offsets that are no addresses.
        return machine == Elf.LOONGARCH ? value >>> 56 == 0x90 : value < -0x400_0000L && value >>> 47 == 0x1_ffffL;
    }
}
