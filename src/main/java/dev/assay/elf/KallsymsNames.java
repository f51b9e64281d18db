package dev.assay.elf;

import java.util.Optional;

/// The packed names of kallsyms: `kallsyms_num_syms`, `kallsyms_names` and `kallsyms_markers` (Linux
/// `scripts/kallsyms.c`). A name is its length in tokens (ULEB128 of one or two bytes; two only since Linux 6.1), then the
/// tokens. A marker is the offset of each 256th name.
final class KallsymsNames {
    /// Of a name in characters, more than `KSYM_NAME_LEN` (512 since Linux 6.1) and its letter.
    static final int LONGEST = 1024;
    /// Ten times those of a kernel with everything built in.
    private static final int MOST = 1 << 22;
    /// The kernels with that order are known, and none has so many.
    private static final int MOST_IN_ORDER = 1 << 20;
    private static final int STRIDE = 256;
    /// Each name has a length and at least a letter.
    private static final long SHORTEST_STRIDE = 2 * STRIDE;
    private static final long LONGEST_STRIDE = STRIDE * (LONGEST + 2L);
    private static final long MOST_BYTES = 1 << 25;

    private final int count;
    private final long countAt;
    private final byte[] bytes;
    private final int start;
    private final long orderAt;

    private KallsymsNames(int count, long countAt, byte[] bytes, int start, long orderAt) {
        this.count = count;
        this.countAt = countAt;
        this.bytes = bytes;
        this.start = start;
        this.orderAt = orderAt;
    }

    /// Number of symbols.
    int count() {
        return count;
    }

    /// Offset of `kallsyms_num_syms`.
    long countAt() {
        return countAt;
    }

    /// That hold the names.
    byte[] bytes() {
        return bytes;
    }

    /// Of the first name in `bytes`.
    int start() {
        return start;
    }

    /// Offset of `kallsyms_seqs_of_names` where that follows the markers (Linux 6.2 and 6.3); else -1.
    long orderAt() {
        return orderAt;
    }

    /// Reads the names whose markers end at the token table.
    static Optional<KallsymsNames> before(KallsymsPlace place, long tokens, int alignment, KallsymsWork work) {
        for (long padding = 0; padding < alignment; padding += 4) {
            Optional<KallsymsNames> found =
                    beforeMarkersEnd(place, tokens - padding, alignment, new Count(1, MOST), -1, work);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Reads the names where `kallsyms_seqs_of_names`, 3 bytes for each symbol, lies between markers and tokens. Tries
    /// every place where that may start.
    static Optional<KallsymsNames> beforeOrder(KallsymsPlace place, long tokens, int alignment, KallsymsWork work) {
        long lowest = Math.max(8, tokens - 3L * MOST_IN_ORDER);
        for (long order = place.down(tokens - 1, alignment); order >= lowest && work.spend(1); order -= alignment) {
            // The count follows from the size but for the padding.
            Count count = new Count((tokens - order - alignment + 3) / 3, (tokens - order) / 3);
            for (int markers = strides(count.most()); markers > 0 && markers >= strides(count.least()); markers--) {
                for (long padding = 0; padding < alignment; padding += 4) {
                    long start = order - padding - 4L * markers;
                    if (start < 0 || place.bytes().u32(start) != 0 || !place.isAligned(start, alignment)
                            || (markers > 1 && !isStride(place.bytes().u32(start + 4)))) {
                        continue;
                    }
                    Optional<KallsymsNames> found = beforeMarkersEnd(place, order - padding, alignment, count, order,
                            work);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// How many symbols there can be.
    private record Count(long least, long most) {}

    private static int strides(long count) {
        return (int) ((count + STRIDE - 1) / STRIDE);
    }

    private static boolean isStride(long size) {
        return size >= SHORTEST_STRIDE && size <= LONGEST_STRIDE;
    }

    private static Optional<KallsymsNames> beforeMarkersEnd(KallsymsPlace place, long end, int alignment, Count count,
            long order, KallsymsWork work) {
        if (!place.contains(end - 4, 4)) {
            return Optional.empty();
        }
        long start = end - 4;
        long marker = place.bytes().u32(start);
        long last = marker;
        for (int markers = 1; marker != 0; markers++) {
            start -= 4;
            if (start < 0 || markers > MOST / STRIDE || !work.spend(1)) {
                return Optional.empty();
            }
            long previous = place.bytes().u32(start);
            if (!isStride(marker - previous)) {
                return Optional.empty();
            }
            marker = previous;
        }
        return place.isAligned(start, alignment) && last <= MOST_BYTES
                ? beforeMarkers(place, place.words(start, (int) ((end - start) / 4)), start, alignment, count, order,
                        work)
                : Optional.empty();
    }

    /// Goes down from the last place where the names can start to the first from which their lengths meet all markers.
    private static Optional<KallsymsNames> beforeMarkers(KallsymsPlace place, int[] markers, long end, int alignment,
            Count limits, long order, KallsymsWork work) {
        long highest = end - markers[markers.length - 1];
        long lowest = Math.max(place.up(alignment, alignment), place.up(highest - LONGEST_STRIDE, alignment));
        if (highest < lowest || !work.spend((end - lowest) / 8)) {
            return Optional.empty();
        }
        byte[] bytes = place.bytes().copy(lowest, end - lowest);
        long least = Math.max(limits.least(), STRIDE * (markers.length - 1L) + 1);
        long most = Math.min(limits.most(), STRIDE * (long) markers.length);
        for (long start = place.down(highest, alignment); start >= lowest && work.spend(1); start -= alignment) {
            long count = place.bytes().u32(start - alignment);
            boolean padded = alignment == 4 || place.bytes().u32(start - 4) == 0;
            if (padded && count >= least && count <= most
                    && meets(bytes, (int) (start - lowest), markers, (int) count, alignment, work)) {
                return Optional.of(new KallsymsNames((int) count, start - alignment, bytes, (int) (start - lowest),
                        order));
            }
        }
        return Optional.empty();
    }

    private static boolean meets(byte[] bytes, int start, int[] markers, int count, int alignment, KallsymsWork work) {
        int at = start;
        for (int i = 0; i < count; i++) {
            if (i % STRIDE == 0 && at - start != markers[i / STRIDE]) {
                return false;
            }
            if (at >= bytes.length || !work.spend(1)) {
                return false;
            }
            int length = bytes[at++];
            if (length < 0) {
                if (at >= bytes.length || bytes[at] <= 0) {
                    return false;
                }
                length = (length & 0x7f) | (bytes[at++] << 7);
            }
            if (length == 0 || length > LONGEST) {
                return false;
            }
            at += length;
        }
        if (at > bytes.length || bytes.length - at >= alignment) {
            return false;
        }
        while (at < bytes.length && bytes[at] == 0) {
            at++;
        }
        return at == bytes.length;
    }
}
