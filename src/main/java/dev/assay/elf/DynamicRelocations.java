package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The relative relocations of a position-independent linked file: `R_*_RELATIVE` in `.rela.dyn`, which replace the
/// field by the addend (an arm64 kernel with `CONFIG_RELOCATABLE` leaves zeros there). `.relr.dyn` keeps its
/// addends in place, so at the file's own addresses it changes nothing and is not read.
final class DynamicRelocations {
    static final DynamicRelocations NONE = new DynamicRelocations(new long[0], new long[0]);
    private static final int R_X86_64_RELATIVE = 8;
    private static final int R_AARCH64_RELATIVE = 1027;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final long[] addresses; // sorted; kernel addresses are all negative, user ones all positive
    private final long[] values;

    private DynamicRelocations(long[] addresses, long[] values) {
        this.addresses = addresses;
        this.values = values;
    }

    static DynamicRelocations of(Elf elf) {
        int wanted = elf.machine() == 62 ? R_X86_64_RELATIVE : R_AARCH64_RELATIVE;
        for (Section section : elf.sections()) {
            if (section.type().equals(SectionType.RELA) && section.isAllocated() && section.size() > 0) {
                Slice bytes = elf.raw(section);
                return read(Relocations.of(bytes), wanted);
            }
        }
        return NONE;
    }

    private static DynamicRelocations read(Relocations table, int wanted) {
        long[] addresses = new long[Math.toIntExact(table.count())];
        long[] values = new long[addresses.length];
        int count = 0;
        boolean sorted = true;
        for (long i = 0; i < table.count(); i++) {
            if (table.type(i) == wanted) {
                addresses[count] = table.offset(i);
                values[count] = table.addend(i);
                sorted &= count == 0 || addresses[count - 1] <= addresses[count];
                count++;
            }
        }
        return sorted ? new DynamicRelocations(Arrays.copyOf(addresses, count), Arrays.copyOf(values, count))
                : sorted(addresses, values, count);
    }

    private static DynamicRelocations sorted(long[] addresses, long[] values, int count) {
        Integer[] order = new Integer[count];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Long.compare(addresses[a], addresses[b]));
        long[] sortedAddresses = new long[count];
        long[] sortedValues = new long[count];
        for (int i = 0; i < count; i++) {
            sortedAddresses[i] = addresses[order[i]];
            sortedValues[i] = values[order[i]];
        }
        return new DynamicRelocations(sortedAddresses, sortedValues);
    }

    boolean touches(long start, long size) {
        int first = first(start);
        return first < addresses.length && addresses[first] - start < size;
    }

    /// Writes every value that lies wholly inside `bytes`, which start at address `start`.
    void apply(long start, MemorySegment bytes) {
        for (int i = first(start); i < addresses.length; i++) {
            long offset = addresses[i] - start;
            if (offset < 0 || offset > bytes.byteSize() - 8) {
                break;
            }
            bytes.set(U64, offset, values[i]);
        }
    }

    private int first(long start) {
        int found = Arrays.binarySearch(addresses, start);
        int index = found < 0 ? -found - 1 : found;
        while (index > 0 && addresses[index - 1] == start) {
            index--;
        }
        return index;
    }
}
