package dev.assay.machine;

import static dev.assay.machine.RiscvFields.ZERO;
import static dev.assay.machine.RiscvFields.bits;
import static dev.assay.machine.RiscvFields.funct3;
import static dev.assay.machine.RiscvFields.immediateS;
import static dev.assay.machine.RiscvFields.opcode;
import static dev.assay.machine.RiscvFields.overwrite;
import static dev.assay.machine.RiscvFields.rd;
import static dev.assay.machine.RiscvFields.read;
import static dev.assay.machine.RiscvFields.rs1;
import static dev.assay.machine.RiscvFields.rs2;

/// What floating-point and vector instructions do to the general registers (Volume I, "F", "D", "Zfa", "V").
final class RiscvVectorEffects {
    /// Eight registers of 65,536 bits each, the most that the specification allows.
    private static final int LONGEST_VECTOR = 8 * 65_536 / 8;

    private RiscvVectorEffects() {}

    /// Loads and stores.
    static void access(int word, Effects effects) {
        boolean stores = opcode(word) == RiscvOpcode.STORE_FP;
        int width = funct3(word);
        if (!RiscvEncodings.isVectorWidth(width)) {
            if (stores && rs1(word) != ZERO) {
                effects.storeUnknown(rs1(word), immediateS(word), 1 << width);
            } else {
                read(effects, rs1(word));
            }
            return;
        }
        int addressing = bits(word, 26, 2);
        if (addressing == 2) {
            // The distance between elements
            read(effects, rs2(word));
        }
        if (stores && addressing == 0 && rs1(word) != ZERO) {
            effects.storeUnknown(rs1(word), 0, LONGEST_VECTOR);
        } else {
            read(effects, rs1(word));
        }
    }

    /// Arithmetic, comparisons, moves and conversions.
    static void floats(int word, Effects effects) {
        switch (word >>> 27) {
            // Comparisons, conversions to integers, fmv.x, fclass, fmvh.x
            case 0x14, 0x18, 0x1c -> overwrite(effects, rd(word));
            // fmvp.d.x
            case 0x16 -> {
                read(effects, rs1(word));
                read(effects, rs2(word));
            }
            // Conversions from integers
            case 0x1a -> read(effects, rs1(word));
            // fmv.*.x; fli has a number there
            case 0x1e -> {
                if (rs2(word) == 0) {
                    read(effects, rs1(word));
                }
            }
            default -> {}
        }
    }

    /// Arithmetic, and the setting of the vector length.
    static void vectors(int word, Effects effects) {
        switch (funct3(word)) {
            case 4, 6 -> read(effects, rs1(word));
            case 7 -> setLength(word, effects);
            case 2 -> {
                if (word >>> 26 == 0x10) {
                    // vmv.x.s, vcpop.m, vfirst.m
                    overwrite(effects, rd(word));
                }
            }
            default -> {}
        }
    }

    /// `vsetvli`, `vsetivli`, `vsetvl`.
    private static void setLength(int word, Effects effects) {
        if (bits(word, 30, 2) != 3) {
            read(effects, rs1(word));
        }
        if (bits(word, 30, 2) == 2) {
            read(effects, rs2(word));
        }
        overwrite(effects, rd(word));
    }
}
