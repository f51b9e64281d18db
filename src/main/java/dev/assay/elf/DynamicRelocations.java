package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The relative relocations of a position-independent linked file: `R_*_RELATIVE` in `.rela.dyn`, which replace the
/// field by the addend (an arm64 kernel with `CONFIG_RELOCATABLE` leaves zeros there). `.relr.dyn` keeps its
/// addends in place, so at the file's own addresses it changes nothing and is not read.
final class DynamicRelocations {
    static final DynamicRelocations NONE = new DynamicRelocations(new long[0], new long[0]);
    private static final int R_X86_64_RELATIVE = 8;
    private static final int R_AARCH64_RELATIVE = 1027;
    /// Hundreds of times those of a kernel.
    private static final long MOST = 1 << 26;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final long[] addresses; // sorted; kernel addresses are all negative, user ones all positive
    private final long[] values;

    private DynamicRelocations(long[] addresses, long[] values) {
        this.addresses = addresses;
        this.values = values;
    }

    static DynamicRelocations of(Elf elf) {
        List<Relocations> tables = new ArrayList<>();
        for (Section section : elf.sections()) {
            if (section.type().equals(SectionType.RELA) && section.isAllocated() && section.size() > 0) {
                tables.add(Relocations.of(elf.raw(section)));
            }
        }
        return switch (elf.machine()) {
            case Elf.X86_64 -> read(elf.file(), tables, R_X86_64_RELATIVE);
            case Elf.AARCH64 -> read(elf.file(), tables, R_AARCH64_RELATIVE);
            default -> NONE;
        };
    }

    private static DynamicRelocations read(Slice file, List<Relocations> tables, int wanted) {
        long count = 0;
        for (Relocations table : tables) {
            for (long i = 0; i < table.count(); i++) {
                count += table.type(i) == wanted ? 1 : 0;
            }
        }
        if (count > MOST) {
            throw file.unsupported(0, "%s relative relocations; at most %s are read".formatted(count, MOST));
        }
        long[] addresses = new long[Math.toIntExact(count)];
        long[] values = new long[addresses.length];
        int next = 0;
        boolean sorted = true;
        for (Relocations table : tables) {
            for (long i = 0; i < table.count(); i++) {
                if (table.type(i) == wanted) {
                    addresses[next] = table.offset(i);
                    values[next] = table.addend(i);
                    sorted &= next == 0 || addresses[next - 1] <= addresses[next];
                    next++;
                }
            }
        }
        return sorted ? new DynamicRelocations(addresses, values) : sorted(addresses, values);
    }

    private static DynamicRelocations sorted(long[] addresses, long[] values) {
        Integer[] order = new Integer[addresses.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(addresses[a], addresses[b]));
        long[] sortedAddresses = new long[addresses.length];
        long[] sortedValues = new long[addresses.length];
        for (int i = 0; i < order.length; i++) {
            sortedAddresses[i] = addresses[order[i]];
            sortedValues[i] = values[order[i]];
        }
        return new DynamicRelocations(sortedAddresses, sortedValues);
    }

    boolean touches(long start, long size) {
        int first = first(start);
        return first < addresses.length && inside(addresses[first] - start, size);
    }

    /// Writes every value that lies wholly inside `bytes`, which start at address `start`.
    void apply(long start, MemorySegment bytes) {
        for (int i = first(start); i < addresses.length && inside(addresses[i] - start, bytes.byteSize() - 7); i++) {
            bytes.set(U64, addresses[i] - start, values[i]);
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
