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

/// The A64 loads and stores that other processors see as one step: exclusive, ordered, compare and swap, atomic
/// operations (Arm ARM C4.1, "Loads and Stores").
final class A64Atomics {
    private A64Atomics() {}

    /// `ldxr`, `stxr`, `ldar`, `stlr`, `cas`, `casp` and the unprivileged forms (FEAT_LSUI), which number the kinds
    /// in another way.
    static void exclusive(int word, Effects effects) {
        int width = 1 << bits(word, 30, 2);
        boolean narrow = width < 4;
        boolean unprivileged = bit(word, 24);
        boolean ordered = bit(word, 23);
        boolean load = bit(word, 22);
        boolean pair = bit(word, 21);
        if ((ordered && (unprivileged || pair)) || (pair && narrow)) {
            boolean two = narrow && (unprivileged || !ordered);
            compareAndSwap(word, two ? 4 * width : width, two, effects);
        } else if (ordered && load) {
            A64LoadsAndStores.loadOne(word, 0, width, effects);
        } else if (ordered) {
            A64LoadsAndStores.storeOne(word, 0, width, effects);
        } else if (load && pair) {
            A64LoadsAndStores.loadPair(rd(word), ra(word), rn(word), 0, width, effects);
        } else if (load) {
            A64LoadsAndStores.loadOne(word, 0, width, effects);
        } else {
            storeExclusive(word, width, pair, effects);
        }
    }

    /// Memory keeps its value or changes; `rm` becomes the status.
    private static void storeExclusive(int word, int width, boolean pair, Effects effects) {
        read(effects, rd(word));
        if (pair) {
            read(effects, ra(word));
        }
        effects.storeUnknown(rn(word), 0, pair ? 2 * width : width);
        overwrite(effects, rm(word));
    }

    /// Compares `rm` with memory, stores `rd` if equal, and loads `rm` in any case.
    ///
    /// @param width of one register in memory
    /// @param two   whether each operand is a pair: the named register, an even one, and the next
    private static void compareAndSwap(int word, int width, boolean two, Effects effects) {
        int compared = rm(word);
        int stored = rd(word);
        read(effects, compared);
        read(effects, stored);
        if (two) {
            readNext(effects, compared);
            readNext(effects, stored);
        }
        effects.storeUnknown(rn(word), 0, two ? 2 * width : width);
        overwrite(effects, compared);
        if (two) {
            overwriteNext(effects, compared);
        }
    }

    /// `ldadd` and its kin, `swp`, `ldapr`; transfers of 64 bytes (FEAT_LS64).
    static void readModifyWrite(int word, Effects effects) {
        int size = bits(word, 30, 2);
        int operation = bits(word, 12, 3);
        boolean other = bit(word, 15);
        if (bit(word, 26)) {
            // Atomic operations on vector registers (FEAT_LSFE)
            effects.storeUnknown(rn(word), 0, 1 << size);
        } else if (other && operation == 4) {
            A64LoadsAndStores.loadOne(word, 0, 1 << size, effects);
        } else if (other && operation != 0 && size == 3) {
            block(word, operation, effects);
        } else {
            // rcwclr, rcwset, rcwswp have 8 bytes, with two values of the size for with and without checks
            int width = other && operation != 0 ? 8 : 1 << size;
            read(effects, rm(word));
            effects.storeUnknown(rn(word), 0, width);
            overwrite(effects, rd(word));
        }
    }

    /// `ld64b` loads eight registers, `st64b` stores them; `st64bv`, `st64bv0` also give a status in `rm`.
    private static void block(int word, int operation, Effects effects) {
        int first = rd(word);
        int end = Math.min(first + 8, ZERO_OR_SP);
        if (operation == 5) {
            effects.use(rn(word));
        }
        for (int register = first; register < end; register++) {
            if (operation == 5) {
                effects.unknown(register);
            } else {
                effects.use(register);
            }
        }
        if (operation != 5) {
            effects.storeUnknown(rn(word), 0, 64);
            overwrite(effects, rm(word));
        }
    }

    /// `ldiapp`, `stilp`; `ldapr` and `stlr` with write-back, which is always by the width (FEAT_LRCPC3).
    static void ordered(int word, Effects effects) {
        int width = 1 << bits(word, 30, 2);
        int base = rn(word);
        boolean load = bit(word, 22);
        boolean pair = !bit(word, 23);
        boolean writesBack = !pair || bits(word, 12, 4) == 0;
        int size = pair ? 2 * width : width;
        long displacement = writesBack && !load ? -size : 0;
        if (pair && load) {
            A64LoadsAndStores.loadPair(rd(word), rm(word), base, displacement, width, effects);
        } else if (pair) {
            A64LoadsAndStores.storePair(rd(word), rm(word), base, displacement, width, effects);
        } else if (load) {
            A64LoadsAndStores.loadOne(word, displacement, width, effects);
        } else {
            A64LoadsAndStores.storeOne(word, displacement, width, effects);
        }
        if (writesBack) {
            effects.add(base, base, load ? size : -size);
        }
    }

    /// Atomic operations on 16 bytes, unprivileged ones, and those on entries of translation tables: `ldclrp`,
    /// `swpp`, `ldtadd`, `rcwcas`, `rcwcasp`.
    static void tableEntry(int word, Effects effects) {
        int kind = bits(word, 10, 2);
        int value = rd(word);
        int compared = rm(word);
        read(effects, compared);
        read(effects, value);
        if (kind == 3) {
            readNext(effects, compared);
            readNext(effects, value);
        }
        effects.storeUnknown(rn(word), 0, kind == 0 || kind == 3 ? 16 : 8);
        if (kind < 2) {
            overwrite(effects, value);
        }
        if (kind != 1) {
            overwrite(effects, compared);
        }
        if (kind == 3) {
            overwriteNext(effects, compared);
        }
    }

    private static void readNext(Effects effects, int register) {
        if (register + 1 < ZERO_OR_SP) {
            effects.use(register + 1);
        }
    }

    private static void overwriteNext(Effects effects, int register) {
        if (register + 1 < ZERO_OR_SP) {
            effects.unknown(register + 1);
        }
    }
}
