package dev.assay.machine;

import static dev.assay.machine.A64Fields.ZERO_OR_SP;
import static dev.assay.machine.A64Fields.bit;
import static dev.assay.machine.A64Fields.bits;
import static dev.assay.machine.A64Fields.overwrite;
import static dev.assay.machine.A64Fields.ra;
import static dev.assay.machine.A64Fields.rd;
import static dev.assay.machine.A64Fields.read;
import static dev.assay.machine.A64Fields.rm;
import static dev.assay.machine.A64Fields.rn;
import static dev.assay.machine.A64Fields.signed;

/// What the A64 loads and stores do to general registers and memory (Arm ARM C4.1, "Loads and Stores").
///
/// The base of an address may be `sp`, what is loaded or stored may be the zero register. The base is written back
/// last, also where the new base is the address: the effects before it then have the distance to the old one.
final class A64LoadsAndStores {
    private static final int POST_INDEX = 1;
    private static final int PRE_INDEX = 3;

    private A64LoadsAndStores() {}

    static void effects(int word, long address, Effects effects) {
        boolean vector = bit(word, 26);
        switch (bits(word, 28, 2)) {
            case 0b00 -> {
                if (vector) {
                    structures(word, effects);
                } else {
                    A64Atomics.exclusive(word, effects);
                }
            }
            case 0b01 -> {
                if (bit(word, 24)) {
                    laterExtensions(word, effects);
                } else {
                    literal(word, address, effects);
                }
            }
            case 0b10 -> pair(word, effects);
            default -> single(word, effects);
        }
    }

    private static void literal(int word, long address, Effects effects) {
        int to = rd(word);
        int kind = bits(word, 30, 2);
        if (bit(word, 26) || kind == 3 || to == ZERO_OR_SP) {
            // A vector register or a prefetch
            return;
        }
        if (kind == 1) {
            effects.loadConstantAddress(to, address + 4L * signed(word, 5, 19));
        } else {
            effects.unknown(to);
        }
    }

    private static void pair(int word, Effects effects) {
        int kind = bits(word, 30, 2);
        int mode = bits(word, 23, 2);
        boolean vector = bit(word, 26);
        boolean load = bit(word, 22);
        boolean tagged = !vector && kind == 1 && !load;
        // Kind 3 is the unprivileged form of kind 2
        int width = vector ? 4 << Math.min(kind, 2) : kind == 0 || (kind == 1 && load) ? 4 : 8;
        long offset = (long) signed(word, 15, 7) * (tagged ? 16 : width);
        long displacement = mode == POST_INDEX ? 0 : offset;
        if (vector) {
            vectorAccess(load, rn(word), displacement, 2 * width, effects);
        } else if (load) {
            loadPair(rd(word), ra(word), rn(word), displacement, width, effects);
        } else {
            storePair(rd(word), ra(word), rn(word), displacement, width, effects);
        }
        if ((mode & 1) != 0) {
            boolean baseLoaded = load && !vector && (rd(word) == rn(word) || ra(word) == rn(word));
            writeBack(rn(word), offset, baseLoaded, effects);
        }
    }

    /// The register that is also the base is loaded last, so that both loads see the base as it was.
    static void loadPair(int first, int second, int base, long displacement, int width, Effects effects) {
        if (width == 4) {
            effects.use(base);
            overwrite(effects, first);
            overwrite(effects, second);
        } else if (first == base) {
            load(second, base, displacement + 8, effects);
            load(first, base, displacement, effects);
        } else {
            load(first, base, displacement, effects);
            load(second, base, displacement + 8, effects);
        }
    }

    static void storePair(int first, int second, int base, long displacement, int width, Effects effects) {
        if (width == 4) {
            read(effects, first);
            read(effects, second);
            effects.storeUnknown(base, displacement, 8);
        } else {
            store(base, displacement, first, effects);
            store(base, displacement + 8, second, effects);
        }
    }

    /// One register at an immediate distance or at an index; atomic operations; loads with authentication.
    private static void single(int word, Effects effects) {
        boolean vector = bit(word, 26);
        int mode = bits(word, 10, 2);
        if (bit(word, 24)) {
            access(word, (long) bits(word, 10, 12) << scale(word), effects);
        } else if (!bit(word, 21)) {
            indexed(word, mode, effects);
        } else if (mode == 2) {
            registerOffset(word, effects);
        } else if (mode == 0) {
            A64Atomics.readModifyWrite(word, effects);
        } else if (!vector) {
            // ldraa, ldrab: the base is authenticated first, and that is what is written back
            effects.use(rn(word));
            overwrite(effects, rd(word));
            if (bit(word, 11)) {
                effects.unknown(rn(word));
            }
        }
    }

    private static void indexed(int word, int mode, Effects effects) {
        long offset = signed(word, 12, 9);
        access(word, mode == POST_INDEX ? 0 : offset, effects);
        if (mode == POST_INDEX || mode == PRE_INDEX) {
            boolean baseLoaded = !bit(word, 26) && bits(word, 22, 2) != 0 && rd(word) == rn(word);
            writeBack(rn(word), offset, baseLoaded, effects);
        }
    }

    /// Binary logarithm of the width of one register in memory.
    private static int scale(int word) {
        return bit(word, 26) && bit(word, 23) ? 4 : bits(word, 30, 2);
    }

    private static boolean isPrefetch(int word) {
        return !bit(word, 26) && bits(word, 30, 2) == 3 && bits(word, 22, 2) == 2;
    }

    private static void access(int word, long displacement, Effects effects) {
        int base = rn(word);
        int width = 1 << scale(word);
        int operation = bits(word, 22, 2);
        if (bit(word, 26)) {
            vectorAccess((operation & 1) != 0, base, displacement, width, effects);
        } else if (isPrefetch(word)) {
            effects.use(base);
        } else if (operation == 0) {
            storeOne(word, displacement, width, effects);
        } else {
            loadOne(word, displacement, width, effects);
        }
    }

    static void loadOne(int word, long displacement, int width, Effects effects) {
        if (width == 8) {
            load(rd(word), rn(word), displacement, effects);
        } else {
            effects.use(rn(word));
            overwrite(effects, rd(word));
        }
    }

    static void storeOne(int word, long displacement, int width, Effects effects) {
        if (width == 8) {
            store(rn(word), displacement, rd(word), effects);
        } else {
            read(effects, rd(word));
            effects.storeUnknown(rn(word), displacement, width);
        }
    }

    private static void registerOffset(int word, Effects effects) {
        effects.use(rn(word));
        read(effects, rm(word));
        if (bit(word, 26) || isPrefetch(word)) {
            return;
        }
        if (bits(word, 22, 2) == 0) {
            read(effects, rd(word));
        } else {
            overwrite(effects, rd(word));
        }
    }

    /// Loads and stores of one to four vector registers, whole or one element of each.
    private static void structures(int word, Effects effects) {
        int base = rn(word);
        int size = bit(word, 24) ? elementsSize(word) : registersSize(word);
        vectorAccess(bit(word, 22), base, 0, size, effects);
        if (bit(word, 23)) {
            if (rm(word) == ZERO_OR_SP) {
                effects.add(base, base, size);
            } else {
                effects.use(rm(word));
                effects.unknown(base);
            }
        }
    }

    private static int registersSize(int word) {
        int registers = switch (bits(word, 12, 4)) {
            case 0b0000, 0b0010 -> 4;
            case 0b0100, 0b0110 -> 3;
            case 0b1000, 0b1010 -> 2;
            default -> 1;
        };
        return registers * (bit(word, 30) ? 16 : 8);
    }

    private static int elementsSize(int word) {
        int registers = ((bits(word, 13, 1) << 1) | bits(word, 21, 1)) + 1;
        int scale = bits(word, 14, 2);
        int size = bits(word, 10, 2);
        // Scale 2 with an odd size has 8 bytes; scale 3 loads one element into all lanes
        int width = scale == 3 ? 1 << size : scale == 2 && (size & 1) != 0 ? 8 : 1 << scale;
        return registers * width;
    }

    /// What shares bits 29 to 24 with the memory tags: FEAT_MTE, FEAT_MOPS, FEAT_LRCPC2 and 3, FEAT_GCS, FEAT_THE.
    private static void laterExtensions(int word, Effects effects) {
        boolean vector = bit(word, 26);
        int size = bits(word, 30, 2);
        int mode = bits(word, 10, 2);
        if (bit(word, 21)) {
            if (!vector && size == 3) {
                tags(word, mode, effects);
            } else if (!vector) {
                A64Atomics.tableEntry(word, effects);
            }
        } else if (mode == 0 || (mode == 2 && vector)) {
            access(word, signed(word, 12, 9), effects);
        } else if (mode == 1 && size == 0) {
            copyOrFill(word, effects);
        } else if (mode == 2 && size >= 2) {
            A64Atomics.ordered(word, effects);
        } else if (!vector) {
            // gcsstr, gcssttr; the rest is unallocated
            read(effects, rd(word));
            effects.storeUnknown(rn(word), 0, 8);
            overwrite(effects, rd(word));
        }
    }

    /// `cpy…` and `set…` move their pointers and count down in place. How much they store is not known here, so
    /// the store itself is not told.
    private static void copyOrFill(int word, Effects effects) {
        boolean fill = bits(word, 22, 2) == 3;
        read(effects, rd(word));
        read(effects, rn(word));
        read(effects, rm(word));
        overwrite(effects, rd(word));
        overwrite(effects, rn(word));
        if (!fill) {
            overwrite(effects, rm(word));
        }
    }

    private static void tags(int word, int mode, Effects effects) {
        int base = rn(word);
        int operation = bits(word, 22, 2);
        if (mode == 0) {
            // ldg keeps the address bits; ldgm, stgm, stzgm work on whole blocks
            effects.use(base);
            read(effects, rd(word));
            if ((operation & 1) != 0) {
                overwrite(effects, rd(word));
            }
            return;
        }
        long offset = signed(word, 12, 9) * 16L;
        effects.use(rd(word));
        if ((operation & 1) != 0) {
            // stzg, stz2g also zero the memory
            effects.storeUnknown(base, mode == POST_INDEX ? 0 : offset, operation == 3 ? 32 : 16);
        } else {
            effects.use(base);
        }
        if (mode == POST_INDEX || mode == PRE_INDEX) {
            effects.add(base, base, offset);
        }
    }

    private static void vectorAccess(boolean load, int base, long displacement, int width, Effects effects) {
        if (load) {
            effects.use(base);
        } else {
            effects.storeUnknown(base, displacement, width);
        }
    }

    /// A load that writes its own base back leaves it unpredictable.
    private static void writeBack(int base, long offset, boolean baseLoaded, Effects effects) {
        if (baseLoaded && base != ZERO_OR_SP) {
            effects.unknown(base);
        } else {
            effects.add(base, base, offset);
        }
    }

    static void load(int to, int base, long displacement, Effects effects) {
        if (to == ZERO_OR_SP) {
            effects.use(base);
        } else {
            effects.load(to, base, displacement);
        }
    }

    static void store(int base, long displacement, int from, Effects effects) {
        if (from == ZERO_OR_SP) {
            effects.storeConstant(base, displacement, 0);
        } else {
            effects.store(base, displacement, from);
        }
    }
}
