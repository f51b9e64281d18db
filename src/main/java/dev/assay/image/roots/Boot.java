package dev.assay.image.roots;

import dev.assay.bytes.Slice;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Elf;
import java.util.Optional;
import java.util.OptionalLong;

/// Where a linked kernel is entered first.
final class Boot {
    private static final int PHDR_SIZE = 56;
    private static final int PT_LOAD = 1;
    /// `B`, without its distance of 26 bits in words (Arm Architecture Reference Manual, C6.2).
    private static final int BRANCH = 0x1400_0000;

    private Boot() {}

    /// The function that is entered first; where that is none, the address: on AArch64 it is that of the header of the
    /// image, whose first or second word is a branch (Linux `Documentation/arch/arm64/booting.rst`).
    static OptionalLong function(Elf elf, AddressSpace memory, Starts starts) {
        OptionalLong entry = Elf.isElf(elf.file()) ? entry(elf) : first(elf);
        if (entry.isEmpty() || starts.contains(entry.getAsLong()) || elf.machine() != Elf.AARCH64) {
            return entry;
        }
        long address = entry.getAsLong();
        for (long place = address; place <= address + Integer.BYTES; place += Integer.BYTES) {
            Optional<Slice> bytes = memory.at(place).filter(found -> found.size() >= Integer.BYTES);
            int word = bytes.isEmpty() ? 0 : bytes.get().s32(0);
            if ((word & 0xfc00_0000) == BRANCH) {
                return OptionalLong.of(place + ((long) (word << 6) >> 4));
            }
        }
        return entry;
    }

    private static OptionalLong first(Elf elf) {
        return elf.machine() == Elf.AARCH64 && elf.sections().size() > 1
                ? OptionalLong.of(elf.sections().get(1).address()) : OptionalLong.empty();
    }

    /// The virtual address of `e_entry`. On x86-64 that is a physical address, which the program headers translate;
    /// empty where the file has none.
    private static OptionalLong entry(Elf elf) {
        Slice file = elf.file();
        if (elf.isRelocatable()) {
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
