package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.OptionalLong;

/// Finds the address that a flat kernel image was linked for; its header does not tell.
///
/// Two witnesses: pointers in the image that must point at symbols, and list heads, which point at themselves as long as
/// they are empty.
final class FlatBase {
    /// Kernels are linked to a multiple of it.
    static final long ALIGNMENT = 0x1_0000;
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_POINTERS = 1 << 14;
    private static final int MOST_WITNESSES = 256;
    private static final int FEWEST_WITNESSES = 16;
    private static final int CHUNK = 4096;

    private final Slice image;
    private final long memory;
    private final long[] pointers = new long[MOST_POINTERS];
    private final long[] places = new long[MOST_POINTERS];
    private int count;

    FlatBase(Slice image, FlatHeader header, FlatRelocations relocations) {
        this.image = image;
        this.memory = header.memory(image);
        long step = Math.max(1, relocations.count() / (MOST_POINTERS / 2));
        for (long i = 0; i < relocations.count() && count < MOST_POINTERS / 2; i += step) {
            pointers[count++] = relocations.value(i);
        }
        Arrays.fill(places, 0, count, -1);
        addPointers(header);
    }

    /// From the end: data is there.
    private void addPointers(FlatHeader header) {
        long[] words = new long[CHUNK];
        for (long end = image.size() / Long.BYTES; end > 0 && count < MOST_POINTERS; end -= CHUNK) {
            long first = Math.max(0, end - CHUNK);
            int length = (int) (end - first);
            MemorySegment.copy(image.segment(), U64, first * Long.BYTES, words, 0, length);
            for (int i = 0; i < length && count < MOST_POINTERS; i++) {
                if (header.isAddress(words[i])) {
                    pointers[count] = words[i];
                    places[count++] = (first + i) * Long.BYTES;
                }
            }
        }
    }

    /// The address for which most pointers point at symbols; empty if no address stands out.
    ///
    /// @param symbols their offsets in the image, in order
    OptionalLong bySymbols(long[] symbols) {
        long[] sorted = Arrays.copyOf(pointers, count);
        Arrays.sort(sorted);
        int first = 0;
        int most = 0;
        for (int low = 0, high = 0; high < sorted.length; high++) {
            while (sorted[high] - sorted[low] >= memory || sorted[high] - sorted[low] < 0) {
                low++;
            }
            if (high - low + 1 > most) {
                most = high - low + 1;
                first = low;
            }
        }
        if (most < FEWEST_WITNESSES) {
            return OptionalLong.empty();
        }
        long[] witnesses = new long[Math.min(most, MOST_WITNESSES)];
        for (int i = 0; i < witnesses.length; i++) {
            witnesses[i] = sorted[first + (int) ((long) i * most / witnesses.length)];
        }
        return best(witnesses, symbols);
    }

    private OptionalLong best(long[] witnesses, long[] symbols) {
        // Some numbers at the edges only look like pointers into the kernel.
        int edge = witnesses.length / 16;
        long low = witnesses[edge];
        long high = witnesses[witnesses.length - 1 - edge];
        long best = 0;
        int bestHits = 0;
        int secondHits = 0;
        long last = Math.floorDiv(low, ALIGNMENT) * ALIGNMENT;
        for (long base = Math.floorDiv(high - memory, ALIGNMENT) * ALIGNMENT; base <= last; base += ALIGNMENT) {
            int hits = 0;
            for (long witness : witnesses) {
                hits += Arrays.binarySearch(symbols, witness - base) >= 0 ? 1 : 0;
            }
            if (hits > bestHits) {
                secondHits = bestHits;
                bestHits = hits;
                best = base;
            } else {
                secondHits = Math.max(secondHits, hits);
            }
        }
        boolean clear = bestHits >= FEWEST_WITNESSES && bestHits >= witnesses.length / 8 && bestHits > 2 * secondHits;
        return clear ? OptionalLong.of(best) : OptionalLong.empty();
    }

    /// The address for which most pointers point at themselves; empty if no address stands out.
    OptionalLong byListHeads() {
        long[] distances = new long[count];
        int length = 0;
        for (int i = 0; i < count; i++) {
            long distance = pointers[i] - places[i];
            if (places[i] >= 0 && distance % ALIGNMENT == 0) {
                distances[length++] = distance;
            }
        }
        Arrays.sort(distances, 0, length);
        long best = 0;
        int bestHits = 0;
        int secondHits = 0;
        for (int first = 0, last; first < length; first = last) {
            last = first + 1;
            while (last < length && distances[last] == distances[first]) {
                last++;
            }
            if (last - first > bestHits) {
                secondHits = bestHits;
                bestHits = last - first;
                best = distances[first];
            } else {
                secondHits = Math.max(secondHits, last - first);
            }
        }
        return bestHits >= FEWEST_WITNESSES && bestHits > 2 * secondHits ? OptionalLong.of(best)
                : OptionalLong.empty();
    }
}
