package dev.assay.image.roots;

import dev.assay.bytes.Slice;
import dev.assay.elf.Elf;
import java.util.OptionalLong;

/// Where a linked kernel is entered first.
final class Boot {
    private static final int PHDR_SIZE = 56;
    private static final int PT_LOAD = 1;

    private Boot() {}

    /// The virtual address of `e_entry`. On x86-64 that is a physical address, which the program headers translate;
    /// empty where the file has none, or no header.
    static OptionalLong entry(Elf elf) {
        Slice file = elf.file();
        if (elf.isRelocatable() || !Elf.isElf(file)) {
            return OptionalLong.empty();
        }
        long entry = file.u64(24);
        long table = file.u64(32);
        int count = file.u16(56);
        if (entry == 0 || file.u16(54) != PHDR_SIZE || !file.contains(table, (long) count * PHDR_SIZE)) {
            return entry == 0 ? OptionalLong.empty() : OptionalLong.of(entry);
        }
        OptionalLong physical = OptionalLong.empty();
        for (int i = 0; i < count; i++) {
            long header = table + (long) i * PHDR_SIZE;
            if (file.u32(header) != PT_LOAD) {
                continue;
            }
            long address = file.u64(header + 16);
            long loaded = file.u64(header + 24);
            long size = file.u64(header + 40);
            if (Long.compareUnsigned(entry - address, size) < 0) {
                return OptionalLong.of(entry);
            }
            if (Long.compareUnsigned(entry - loaded, size) < 0 && physical.isEmpty()) {
                physical = OptionalLong.of(address + (entry - loaded));
            }
        }
        return physical.isPresent() ? physical : OptionalLong.of(entry);
    }
}
