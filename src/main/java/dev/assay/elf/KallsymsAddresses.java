package dev.assay.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The addresses of kallsyms, in the forms that Linux `scripts/kallsyms.c` has given them; in order.
final class KallsymsAddresses {
    /// How an address is stored.
    enum Form {
        /// `kallsyms_offsets` from each entry to its symbol (Linux 7).
        SELF_RELATIVE("self-relative"),
        /// `kallsyms_offsets` from `kallsyms_relative_base` (`CONFIG_KALLSYMS_BASE_RELATIVE`, Linux 4.6 to 6).
        BASE_RELATIVE("base-relative"),
        /// The same, where positive numbers are addresses of their own (`CONFIG_KALLSYMS_ABSOLUTE_PERCPU`).
        BASE_RELATIVE_PERCPU("base-relative with absolute per-cpu symbols"),
        /// `kallsyms_addresses`.
        ABSOLUTE("absolute");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /// No kernel is larger, and no per-cpu area.
    private static final long LARGEST = 1L << 30;

    private final Form form;
    private final long[] values;

    private KallsymsAddresses(Form form, long[] values) {
        this.form = form;
        this.values = values;
    }

    /// In which they are stored.
    Form form() {
        return form;
    }

    /// Addresses; of [Form#SELF_RELATIVE] in a flat image, offsets in it.
    long[] values() {
        return values;
    }

    /// Reads them where they follow the token index, and `kallsyms_seqs_of_names` follows them (since Linux 6.4).
    static Optional<KallsymsAddresses> after(KallsymsPlace place, long end, int alignment, int count,
            KallsymsWork work) {
        long start = place.up(end, alignment);
        List<KallsymsAddresses> found = new ArrayList<>();
        if (isOrder(place, place.up(start + 4L * count, alignment), count, work)) {
            selfRelative(place, start, count, work).ifPresent(found::add);
        }
        long base = place.up(start + 4L * count, alignment);
        if (isOrder(place, place.up(base + 8, alignment), count, work)) {
            baseRelative(place, start, base, count, work).ifPresent(found::add);
        }
        if (isOrder(place, place.up(start + 8L * count, alignment), count, work)) {
            absolute(place, start, count, work).ifPresent(found::add);
        }
        return one(found);
    }

    /// Reads them where they end at `kallsyms_num_syms` (up to Linux 6.3).
    static Optional<KallsymsAddresses> before(KallsymsPlace place, long end, int alignment, int count,
            KallsymsWork work) {
        List<KallsymsAddresses> found = new ArrayList<>();
        long base = place.down(end - 8, alignment);
        baseRelative(place, place.down(base - 4L * count, alignment), base, count, work).ifPresent(found::add);
        absolute(place, place.down(end - 8L * count, alignment), count, work).ifPresent(found::add);
        return one(found);
    }

    private static Optional<KallsymsAddresses> one(List<KallsymsAddresses> found) {
        return found.size() == 1 ? Optional.of(found.getFirst()) : Optional.empty();
    }

    /// Whether `kallsyms_seqs_of_names` is there: each symbol's number once, as three bytes, highest first.
    static boolean isOrder(KallsymsPlace place, long start, int count, KallsymsWork work) {
        if (!place.contains(start, 3L * count) || !work.spend(count)) {
            return false;
        }
        byte[] bytes = place.bytes().copy(start, 3L * count);
        boolean[] seen = new boolean[count];
        for (int at = 0; at < bytes.length; at += 3) {
            int symbol = (bytes[at] & 0xff) << 16 | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff);
            if (symbol >= count || seen[symbol]) {
                return false;
            }
            seen[symbol] = true;
        }
        return true;
    }

    private static Optional<KallsymsAddresses> selfRelative(KallsymsPlace place, long start, int count,
            KallsymsWork work) {
        if (!place.contains(start, 4L * count) || !work.spend(count)) {
            return Optional.empty();
        }
        int[] offsets = place.words(start, count);
        long[] values = new long[count];
        long entry = place.address() + start;
        for (int i = 0; i < count; i++, entry += 4) {
            values[i] = entry + offsets[i];
        }
        return isOrdered(values, 0) && isInside(place, values, 0)
                ? Optional.of(new KallsymsAddresses(Form.SELF_RELATIVE, values))
                : Optional.empty();
    }

    private static Optional<KallsymsAddresses> baseRelative(KallsymsPlace place, long start, long baseAt, int count,
            KallsymsWork work) {
        if (!place.contains(start, 4L * count) || !place.contains(baseAt, 8) || !work.spend(count)) {
            return Optional.empty();
        }
        long base = place.relocated().applyAsLong(baseAt);
        int[] offsets = place.words(start, count);
        int absolute = 0;
        while (absolute < count && offsets[absolute] >= 0) {
            absolute++;
        }
        // The base is the first address, but for those that stand for themselves.
        boolean perCpu = absolute < count && offsets[absolute] == -1;
        if (!perCpu && offsets[0] != 0) {
            return Optional.empty();
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] =
                    !perCpu ? base + (offsets[i] & 0xffff_ffffL) : i < absolute ? offsets[i] : base - 1 - offsets[i];
        }
        int first = perCpu ? absolute : 0;
        boolean inside = isOrdered(values, 0) && values[first] == base
                && (first == 0 || values[first - 1] < LARGEST)
                && (place.isFlat() ? isFlatRange(place, values, first)
                        : isInside(place, values, first));
        return inside
                ? Optional.of(new KallsymsAddresses(perCpu ? Form.BASE_RELATIVE_PERCPU : Form.BASE_RELATIVE, values))
                : Optional.empty();
    }

    private static Optional<KallsymsAddresses> absolute(KallsymsPlace place, long start, int count,
            KallsymsWork work) {
        if (!place.contains(start, 8L * count) || !work.spend(count)) {
            return Optional.empty();
        }
        long[] values = place.longs(start, count);
        int first = 0;
        // Per-cpu symbols of x86-64 before Linux 6.15 come first.
        while (first < count && values[first] >= 0 && values[first] < LARGEST) {
            first++;
        }
        boolean inside = first < count && isOrdered(values, 0)
                && (place.isFlat() ? isFlatRange(place, values, first)
                        : isInside(place, values, first));
        return inside ? Optional.of(new KallsymsAddresses(Form.ABSOLUTE, values)) : Optional.empty();
    }

    private static boolean isOrdered(long[] values, int first) {
        for (int i = first + 1; i < values.length; i++) {
            if (Long.compareUnsigned(values[i - 1], values[i]) > 0) {
                return false;
            }
        }
        return true;
    }

    /// Whether ordered values are addresses of the kernel.
    private static boolean isInside(KallsymsPlace place, long[] values, int first) {
        return first < values.length && Long.compareUnsigned(values[first], place.low()) >= 0
                && Long.compareUnsigned(values[values.length - 1], place.high()) <= 0;
    }

    /// Whether ordered values are kernel addresses no further apart than the image is large.
    private static boolean isFlatRange(KallsymsPlace place, long[] values, int first) {
        return first < values.length && values[first] < 0
                && values[values.length - 1] - values[first] <= place.high() - place.low();
    }
}
