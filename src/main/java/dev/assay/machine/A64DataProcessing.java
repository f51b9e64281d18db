package dev.assay.machine;

import static dev.assay.machine.A64Fields.ZERO_OR_SP;
import static dev.assay.machine.A64Fields.bit;
import static dev.assay.machine.A64Fields.bits;
import static dev.assay.machine.A64Fields.isWide;
import static dev.assay.machine.A64Fields.overwrite;
import static dev.assay.machine.A64Fields.ra;
import static dev.assay.machine.A64Fields.rd;
import static dev.assay.machine.A64Fields.read;
import static dev.assay.machine.A64Fields.rm;
import static dev.assay.machine.A64Fields.rn;
import static dev.assay.machine.A64Fields.signed;

/// What the A64 data processing instructions on general registers do to them (Arm ARM C4.1, "Data Processing --
/// Immediate" and "Data Processing -- Register").
///
/// A 32-bit form zeroes the upper half of its destination, so it is a copy or a sum of nothing.
final class A64DataProcessing {
    private A64DataProcessing() {}

    static void immediate(int word, long address, Effects effects) {
        int to = rd(word);
        switch (bits(word, 23, 3)) {
            case 0b000, 0b001 -> {
                if (to != ZERO_OR_SP) {
                    effects.constant(to, pcRelative(word, address));
                }
            }
            case 0b010 -> addImmediate(word, effects);
            case 0b011 -> tagOrExtreme(word, effects);
            case 0b100 -> logicalImmediate(word, effects);
            case 0b101 -> moveWide(word, effects);
            case 0b110 -> {
                read(effects, rn(word));
                if (bits(word, 29, 2) == 1) {
                    // bfm keeps the bits it does not insert
                    read(effects, to);
                }
                overwrite(effects, to);
            }
            default -> extract(word, effects);
        }
    }

    static void register(int word, Effects effects) {
        if (bit(word, 28)) {
            conditionalOrManySources(word, effects);
        } else if (!bit(word, 24)) {
            logicalRegister(word, effects);
        } else {
            addRegister(word, effects);
        }
    }

    /// `adr`, `adrp`.
    private static long pcRelative(int word, long address) {
        long offset = ((long) signed(word, 5, 19) << 2) | bits(word, 29, 2);
        return isWide(word) ? (address & ~0xfffL) + (offset << 12) : address + offset;
    }

    private static void addImmediate(int word, Effects effects) {
        int to = rd(word);
        int from = rn(word);
        boolean setsFlags = bit(word, 29);
        if (!isWide(word) || (setsFlags && to == ZERO_OR_SP)) {
            effects.use(from);
            if (!(setsFlags && to == ZERO_OR_SP)) {
                effects.unknown(to);
            }
            return;
        }
        long amount = (long) bits(word, 10, 12) << (bit(word, 22) ? 12 : 0);
        if (amount == 0) {
            effects.copy(to, from);
        } else {
            effects.add(to, from, bit(word, 30) ? -amount : amount);
        }
    }

    /// `addg`, `subg` (from and to `x` or `sp`); `smax` and its kin of an immediate.
    private static void tagOrExtreme(int word, Effects effects) {
        if (bit(word, 22)) {
            read(effects, rn(word));
            overwrite(effects, rd(word));
        } else {
            effects.use(rn(word));
            effects.unknown(rd(word));
        }
    }

    private static void logicalImmediate(int word, Effects effects) {
        int to = rd(word);
        int from = rn(word);
        int operation = bits(word, 29, 2);
        boolean setsFlags = operation == 3;
        long mask = bitmask(word);
        if (from == ZERO_OR_SP && mask != 0) {
            if (!(setsFlags && to == ZERO_OR_SP)) {
                effects.constant(to, operation == 1 || operation == 2 ? mask : 0);
            }
            return;
        }
        read(effects, from);
        if (!(setsFlags && to == ZERO_OR_SP)) {
            effects.unknown(to);
        }
    }

    /// The immediate of a logical instruction: a run of ones, rotated, repeated (Arm ARM, `DecodeBitMasks`).
    ///
    /// @return 0 if the encoding is unallocated, which no allocated one gives
    static long bitmask(int word) {
        int ones = bits(word, 10, 6);
        int selector = (bits(word, 22, 1) << 6) | (~ones & 0x3f);
        int log = 31 - Integer.numberOfLeadingZeros(selector);
        if (log < 1 || (log == 6 && !isWide(word))) {
            return 0;
        }
        int size = 1 << log;
        ones &= size - 1;
        int rotation = bits(word, 16, 6) & (size - 1);
        if (ones == size - 1) {
            return 0;
        }
        long element = (1L << (ones + 1)) - 1;
        long value = size == 64
                ? Long.rotateRight(element, rotation)
                : ((element >>> rotation) | (element << (size - rotation))) & (1L << size) - 1;
        for (int width = size; width < 64; width *= 2) {
            value |= value << width;
        }
        return isWide(word) ? value : value & 0xffff_ffffL;
    }

    /// `movn`, `movz`, `movk`.
    private static void moveWide(int word, Effects effects) {
        int to = rd(word);
        int shift = bits(word, 21, 2) * 16;
        int value = bits(word, 5, 16);
        int operation = bits(word, 29, 2);
        if (to == ZERO_OR_SP) {
            return;
        }
        if (operation == 1 || (!isWide(word) && shift > 16)) {
            effects.unknown(to);
        } else if (operation == 3) {
            effects.insert16(to, shift, value);
            if (!isWide(word)) {
                effects.insert16(to, 32, 0);
                effects.insert16(to, 48, 0);
            }
        } else {
            long full = (long) value << shift;
            long result = operation == 0 ? ~full : full;
            effects.constant(to, isWide(word) ? result : result & 0xffff_ffffL);
        }
    }

    /// `extr`; with a bit that it never has set, `autiasppc` and `autibsppc`, which check `x30`.
    private static void extract(int word, Effects effects) {
        if (bits(word, 29, 2) == 0) {
            read(effects, rn(word));
            read(effects, rm(word));
            overwrite(effects, rd(word));
        } else {
            effects.use(30);
            effects.use(ZERO_OR_SP);
            effects.unknown(30);
            overwrite(effects, rd(word));
        }
    }

    private static void logicalRegister(int word, Effects effects) {
        int to = rd(word);
        int from = rm(word);
        // orr of the zero register and an unshifted one
        boolean isMove = (word & 0x7fe0_ffe0) == 0x2a00_03e0;
        if (isMove && to != ZERO_OR_SP && from == ZERO_OR_SP) {
            effects.constant(to, 0);
        } else if (isMove && to != ZERO_OR_SP && isWide(word)) {
            effects.copy(to, from);
        } else if (isMove && to != ZERO_OR_SP) {
            effects.copyLow(to, from);
        } else {
            read(effects, rn(word));
            read(effects, from);
            overwrite(effects, to);
        }
    }

    private static void addRegister(int word, Effects effects) {
        boolean extended = bit(word, 21);
        boolean setsFlags = bit(word, 29);
        if (extended) {
            effects.use(rn(word));
        } else {
            read(effects, rn(word));
        }
        read(effects, rm(word));
        if (extended && !setsFlags) {
            effects.unknown(rd(word));
        } else {
            overwrite(effects, rd(word));
        }
    }

    private static void conditionalOrManySources(int word, Effects effects) {
        if (bit(word, 24)) {
            // madd and its kin; smulh and umulh add nothing
            read(effects, rn(word));
            read(effects, rm(word));
            if (bits(word, 21, 2) != 2) {
                read(effects, ra(word));
            }
            overwrite(effects, rd(word));
            return;
        }
        switch (bits(word, 21, 3)) {
            case 0b000 -> addWithCarry(word, effects);
            case 0b010 -> {
                read(effects, rn(word));
                if (!bit(word, 11)) {
                    // ccmp, ccmn of a register
                    read(effects, rm(word));
                }
            }
            case 0b100 -> select(word, effects);
            case 0b110 -> {
                if (bit(word, 30)) {
                    oneSource(word, effects);
                } else {
                    twoSources(word, effects);
                }
            }
            default -> {
                read(effects, rn(word));
                read(effects, rm(word));
                overwrite(effects, rd(word));
            }
        }
    }

    /// `adc`, `sbc`; `addpt`, `subpt`; `rmif`, `setf8`, `setf16`, which write only flags.
    private static void addWithCarry(int word, Effects effects) {
        if (bits(word, 10, 6) == 0) {
            read(effects, rn(word));
            read(effects, rm(word));
            overwrite(effects, rd(word));
        } else if (bits(word, 13, 3) == 1) {
            effects.use(rn(word));
            read(effects, rm(word));
            effects.unknown(rd(word));
        } else {
            read(effects, rn(word));
        }
    }

    private static void select(int word, Effects effects) {
        int to = rd(word);
        int one = rn(word);
        int other = rm(word);
        boolean plain = isWide(word) && !bit(word, 30) && bits(word, 10, 2) == 0;
        if (!plain || to == ZERO_OR_SP || one == ZERO_OR_SP || other == ZERO_OR_SP) {
            read(effects, one);
            read(effects, other);
            overwrite(effects, to);
        } else if (to == other) {
            effects.maybeCopy(to, one);
        } else {
            if (to != one) {
                effects.copy(to, one);
            }
            effects.maybeCopy(to, other);
        }
    }

    private static void twoSources(int word, Effects effects) {
        int operation = bits(word, 10, 6);
        // subp, irg and gmi take sp as their first operand; subp and pacga as their second
        boolean firstMayBeSp = operation == 0b000000 || operation == 0b000100 || operation == 0b000101;
        boolean secondMayBeSp = operation == 0b000000 || operation == 0b001100;
        if (firstMayBeSp) {
            effects.use(rn(word));
        } else {
            read(effects, rn(word));
        }
        if (secondMayBeSp) {
            effects.use(rm(word));
        } else {
            read(effects, rm(word));
        }
        if (operation == 0b000100) {
            effects.unknown(rd(word));
        } else {
            overwrite(effects, rd(word));
        }
    }

    /// `rbit`, `clz` and so on; with `bits(20, 16) == 1` pointer authentication, which changes its operand in place.
    private static void oneSource(int word, Effects effects) {
        if (rm(word) == 0) {
            read(effects, rn(word));
            overwrite(effects, rd(word));
            return;
        }
        read(effects, rd(word));
        if (bits(word, 13, 3) == 0) {
            effects.use(rn(word));
        } else {
            read(effects, rn(word));
        }
        overwrite(effects, rd(word));
        if (bit(word, 15)) {
            // paciasppc and its kin name x30; pacia171615 and its kin sign x17, and name x30 all the same
            effects.unknown(17);
        }
    }
}
