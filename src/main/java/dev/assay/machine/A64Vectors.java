package dev.assay.machine;

import static dev.assay.machine.A64Fields.bit;
import static dev.assay.machine.A64Fields.bits;
import static dev.assay.machine.A64Fields.overwrite;
import static dev.assay.machine.A64Fields.rd;
import static dev.assay.machine.A64Fields.read;
import static dev.assay.machine.A64Fields.rm;
import static dev.assay.machine.A64Fields.rn;

/// What the A64 vector and floating-point instructions do to general registers (Arm ARM C4.1, "Data Processing --
/// Scalar Floating-Point and Advanced SIMD", "SVE encodings", "SME encodings").
///
/// SVE and SME are taken by whole rows of the encoding table: every row that holds an instruction with a general
/// register as destination counts as writing it. The kernel has a few dozen of them, all in context switches.
final class A64Vectors {
    private A64Vectors() {}

    static void simd(int word, Effects effects) {
        if ((word & 0x7f20_fc00) == 0x1e20_0000) {
            betweenFloatAndInteger(word, effects);
        } else if ((word & 0x7f20_0000) == 0x1e00_0000) {
            betweenFloatAndFixedPoint(word, effects);
        } else if ((word & 0xbfe0_8400) == 0x0e00_0400) {
            copyOfElement(word, effects);
        }
    }

    /// `scvtf`, `ucvtf` and `fmov` from a general register; else `fcvt…` and `fmov` to one.
    private static void betweenFloatAndInteger(int word, Effects effects) {
        int rounding = bits(word, 19, 2);
        int operation = bits(word, 16, 3);
        if (((operation == 2 || operation == 3) && rounding == 0) || operation == 7) {
            read(effects, rn(word));
        } else {
            overwrite(effects, rd(word));
        }
    }

    private static void betweenFloatAndFixedPoint(int word, Effects effects) {
        if (bits(word, 17, 2) == 1) {
            read(effects, rn(word));
        } else {
            overwrite(effects, rd(word));
        }
    }

    private static void copyOfElement(int word, Effects effects) {
        switch (bits(word, 11, 4)) {
            // dup, ins from a general register; smov, umov to one
            case 0b0001, 0b0011 -> read(effects, rn(word));
            case 0b0101, 0b0111 -> overwrite(effects, rd(word));
            default -> {}
        }
    }

    static void sve(int word, Effects effects) {
        int row = word >>> 24;
        if (row == 0x04 && bit(word, 21)) {
            lengthOrIndex(word, effects);
        } else if (row == 0x05 || row == 0x25) {
            effects.use(rn(word));
            read(effects, rm(word));
            read(effects, rd(word));
            overwrite(effects, rd(word));
        } else if (row >= 0x84) {
            // Loads and stores, none of which writes its base back
            effects.use(rn(word));
            read(effects, rm(word));
        }
    }

    /// `addvl`, `addpl` (to and from `x` or `sp`), `rdvl`; `cntb`, `incb` and so on; `index` from general registers.
    private static void lengthOrIndex(int word, Effects effects) {
        switch (bits(word, 12, 4)) {
            case 0b0100 -> {
                read(effects, rn(word));
                read(effects, rm(word));
            }
            case 0b0101 -> {
                if (bit(word, 23)) {
                    overwrite(effects, rd(word));
                } else {
                    effects.use(rm(word));
                    effects.unknown(rd(word));
                }
            }
            case 0b1100, 0b1101, 0b1110, 0b1111 -> {
                read(effects, rd(word));
                overwrite(effects, rd(word));
            }
            default -> {}
        }
    }

    static void sme(int word, Effects effects) {
        int row = word >>> 24;
        if (row == 0xc0) {
            // movt is among these
            read(effects, rd(word));
            overwrite(effects, rd(word));
        } else if (row >= 0xe0 || row == 0xa0 || row == 0xa1) {
            effects.use(rn(word));
            read(effects, rm(word));
        }
    }
}
