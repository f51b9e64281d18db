package dev.assay.elf;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The relative relocations of a position-independent linked file: `R_*_RELATIVE` in `.rela.dyn`, which replace the
/// field by the addend (an arm64 kernel with `CONFIG_RELOCATABLE` leaves zeros there). `.relr.dyn` keeps its
/// addends in place, so at the file's own addresses it changes nothing and is not read.
///
/// And the slots for functions of other files (`R_*_JUMP_SLOT`, `R_*_GLOB_DAT`), which get addresses made up for these.
final class DynamicRelocations {
    static final DynamicRelocations NONE = new DynamicRelocations(new long[0], new long[0], Map.of());
    /// No address of this form can exist: x86-64 and AArch64 demand that bits 48 to 63 are equal.
    private static final long IMPORTS = 1L << 56;
    private static final int IMPORT_SIZE = 16;
    private static final int R_X86_64_RELATIVE = 8;
    private static final int R_X86_64_GLOB_DAT = 6;
    private static final int R_X86_64_JUMP_SLOT = 7;
    private static final int R_AARCH64_GLOB_DAT = 1025;
    private static final int R_AARCH64_JUMP_SLOT = 1026;
    private static final int R_AARCH64_RELATIVE = 1027;
    // The numbers of R_RISCV_* (RISC-V psABI) and of R_LARCH_* (LoongArch psABI) are the same.
    private static final int R_RISCV_64 = 2;
    private static final int R_RISCV_RELATIVE = 3;
    private static final int R_RISCV_JUMP_SLOT = 5;
    /// Hundreds of times those of a kernel.
    private static final long MOST = 1 << 26;

    private final long[] addresses; // sorted; kernel addresses are all negative, user ones all positive
    private final long[] values;

    private final Map<Long, String> imports;

    private DynamicRelocations(long[] addresses, long[] values, Map<Long, String> imports) {
        this.imports = imports;
        this.addresses = addresses;
        this.values = values;
    }

    static DynamicRelocations of(Elf elf) {
        List<Relocations> tables = new ArrayList<>();
        Symbols symbols = null;
        for (Section section : elf.sections()) {
            if (section.type().equals(SectionType.RELA) && section.isAllocated() && section.size() > 0) {
                tables.add(Relocations.of(elf.raw(section)));
            } else if (section.type().equals(SectionType.DYNSYM)) {
                symbols = Symbols.of(elf, section);
            }
        }
        return new Reader(elf, symbols).read(tables);
    }

    /// Collects what the tables say.
    private static final class Reader {
        private final Elf elf;
        private final @Nullable Symbols symbols;
        private final Map<Long, String> imports = new HashMap<>();

        Reader(Elf elf, @Nullable Symbols symbols) {
            this.elf = elf;
            this.symbols = symbols;
        }

        DynamicRelocations read(List<Relocations> tables) {
            long count = 0;
            for (Relocations table : tables) {
                for (long i = 0; i < table.count(); i++) {
                    count += isRelative(table.type(i)) || isImport(table.type(i)) ? 1 : 0;
                }
            }
            if (count > MOST) {
                throw elf.file().unsupported(0, "%s dynamic relocations; at most %s are read".formatted(count, MOST));
            }
            long[] addresses = new long[Math.toIntExact(count)];
            long[] values = new long[addresses.length];
            int next = 0;
            boolean sorted = true;
            for (Relocations table : tables) {
                for (long i = 0; i < table.count(); i++) {
                    if (isRelative(table.type(i)) || isImport(table.type(i))) {
                        addresses[next] = table.offset(i);
                        values[next] = isRelative(table.type(i)) ? table.addend(i) : imported(table, i);
                        sorted &= next == 0 || addresses[next - 1] <= addresses[next];
                        next++;
                    }
                }
            }
            return sorted ? new DynamicRelocations(addresses, values, imports) : sorted(addresses, values);
        }

        private boolean isRelative(int type) {
            return type == switch (elf.machine()) {
                case Elf.X86_64 -> R_X86_64_RELATIVE;
                case Elf.RISCV, Elf.LOONGARCH -> R_RISCV_RELATIVE;
                default -> R_AARCH64_RELATIVE;
            };
        }

        /// Only where the file still has the symbols: an arm64 kernel discards its `.dynsym`, and needs none.
        private boolean isImport(int type) {
            if (symbols == null) {
                return false;
            }
            return switch (elf.machine()) {
                case Elf.X86_64 -> type == R_X86_64_GLOB_DAT || type == R_X86_64_JUMP_SLOT;
                case Elf.AARCH64 -> type == R_AARCH64_GLOB_DAT || type == R_AARCH64_JUMP_SLOT;
                case Elf.RISCV, Elf.LOONGARCH -> type == R_RISCV_64 || type == R_RISCV_JUMP_SLOT;
                default -> false;
            };
        }

        private long imported(Relocations table, long index) {
            int symbol = table.symbol(index);
            if (symbols == null || symbol < 0 || symbol >= symbols.count()) {
                throw table.malformed(index, "a symbol of .dynsym", Integer.toUnsignedString(symbol));
            }
            if (symbols.section(symbol) != Symbols.UNDEFINED) {
                return symbols.value(symbol) + table.addend(index);
            }
            long address = IMPORTS + (long) symbol * IMPORT_SIZE;
            imports.put(address, symbols.name(symbol));
            return address;
        }

        private DynamicRelocations sorted(long[] addresses, long[] values) {
            Integer[] order = new Integer[addresses.length];
            Arrays.setAll(order, i -> i);
            Arrays.sort(order, (a, b) -> Long.compare(addresses[a], addresses[b]));
            long[] sortedAddresses = new long[addresses.length];
            long[] sortedValues = new long[addresses.length];
            for (int i = 0; i < order.length; i++) {
                sortedAddresses[i] = addresses[order[i]];
                sortedValues[i] = values[order[i]];
            }
            return new DynamicRelocations(sortedAddresses, sortedValues, imports);
        }
    }

    /// Names of the symbols of other files that the file uses, by the addresses made up for them.
    Map<Long, String> imports() {
        return imports;
    }

    /// What the kernel writes to `address` when it relocates itself.
    OptionalLong valueAt(long address) {
        int index = first(address);
        return index < addresses.length && addresses[index] == address ? OptionalLong.of(values[index])
                : OptionalLong.empty();
    }

    boolean touches(long start, long size) {
        int first = first(start);
        return first < addresses.length && inside(addresses[first] - start, size);
    }

    /// Writes every value that lies wholly inside `bytes`, which start at address `start`.
    void apply(long start, MemorySegment bytes) {
        ByteBuffer fields = bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        for (int i = first(start); i < addresses.length && inside(addresses[i] - start, bytes.byteSize() - 7); i++) {
            fields.putLong((int) (addresses[i] - start), values[i]);
        }
    }

    private static boolean inside(long offset, long size) {
        return offset >= 0 && offset < size;
    }

    private int first(long start) {
        int low = 0;
        int high = addresses.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (addresses[middle] < start) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
