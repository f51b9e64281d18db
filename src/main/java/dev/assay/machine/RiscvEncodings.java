package dev.assay.machine;

import static dev.assay.machine.RiscvFields.bits;
import static dev.assay.machine.RiscvFields.funct12;
import static dev.assay.machine.RiscvFields.funct3;
import static dev.assay.machine.RiscvFields.funct7;
import static dev.assay.machine.RiscvFields.opcode;
import static dev.assay.machine.RiscvFields.rd;
import static dev.assay.machine.RiscvFields.rs1;
import static dev.assay.machine.RiscvFields.rs2;

/// Which 32-bit encodings are instructions: of RV64GCQ, the bit manipulation, scalar cryptography, conditional, cache,
/// compare-and-swap, may-be and shadow stack extensions, and of the privileged architecture with its hypervisor.
///
/// Floating point and vectors are told by group only: an encoding that their tables reserve passes for an instruction.
/// So does one with bits set that a fence or a cache operation ignores. The opcodes left to vendors are none.
final class RiscvEncodings {
    /// By `funct3`: the values of `funct7` that [RiscvOpcode#OP] has.
    private static final int[][] OP = {
        {0x00, 0x20, 0x01, 0x19, 0x1b, 0x1d, 0x1f, 0x38, 0x58, 0x78, 0x18, 0x3a, 0x5a, 0x7a, 0x1a, 0x3f},
        {0x00, 0x01, 0x05, 0x14, 0x24, 0x30, 0x34},
        {0x00, 0x01, 0x05, 0x10, 0x14},
        {0x00, 0x01, 0x05},
        {0x00, 0x01, 0x04, 0x05, 0x10, 0x14, 0x20},
        {0x00, 0x01, 0x05, 0x07, 0x20, 0x24, 0x30},
        {0x00, 0x01, 0x05, 0x10, 0x20},
        {0x00, 0x01, 0x04, 0x05, 0x07, 0x20},
    };
    /// The same of [RiscvOpcode#OP_32].
    private static final int[][] OP_32 = {
        {0x00, 0x20, 0x01, 0x04}, {0x00, 0x30}, {0x10}, {}, {0x01, 0x04, 0x10}, {0x00, 0x20, 0x01, 0x30},
        {0x01, 0x10}, {0x01},
    };
    /// `funct12` of the instructions of [RiscvOpcode#OP_IMM] with one operand, `funct3` 1: `clz`, `ctz`, `cpop`,
    /// `sext.b`, `sext.h`, the sums of SHA-256, SHA-512 and SM3, `aes64im`.
    private static final int[] UNARY_LEFT = {0x600, 0x601, 0x602, 0x604, 0x605, 0x100, 0x101, 0x102, 0x103, 0x104,
        0x105, 0x106, 0x107, 0x108, 0x109, 0x300};
    /// `funct3` 5: `orc.b`, `rev8`, `brev8`.
    private static final int[] UNARY_RIGHT = {0x287, 0x6b8, 0x687};
    /// `funct5` of [RiscvOpcode#AMO]: add, swap, lr, sc, xor, cas, or, swap of the shadow stack, and, min, max, minu,
    /// maxu, load-acquire, store-release.
    private static final int ATOMICS = 1 << 0 | 1 << 1 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 7 | 1 << 8
            | 1 << 9 | 1 << 12 | 1 << 16 | 1 << 20 | 1 << 24 | 1 << 28;
    /// `funct5` of [RiscvOpcode#OP_FP].
    private static final int FLOATS = 0x3f | 1 << 0x08 | 1 << 0x0b | 1 << 0x14 | 1 << 0x16 | 1 << 0x18 | 1 << 0x1a
            | 1 << 0x1c | 1 << 0x1e;

    private RiscvEncodings() {}

    /// Whether `word`, whose two lowest bits are set, is an instruction.
    static boolean isInstruction(int word) {
        int funct3 = funct3(word);
        return switch (opcode(word)) {
            case RiscvOpcode.LUI, RiscvOpcode.AUIPC, RiscvOpcode.JAL -> true;
            case RiscvOpcode.LOAD -> funct3 != 7;
            case RiscvOpcode.STORE -> funct3 <= 3;
            case RiscvOpcode.LOAD_FP, RiscvOpcode.STORE_FP -> isVectorWidth(funct3) || funct3 >= 1;
            case RiscvOpcode.MISC_MEM -> funct3 <= 1 || (funct3 == 2 && isCacheOperation(word));
            case RiscvOpcode.OP_IMM -> isImmediate(word);
            case RiscvOpcode.OP_IMM_32 -> isWordImmediate(word);
            case RiscvOpcode.OP -> contains(OP[funct3], funct7(word));
            case RiscvOpcode.OP_32 -> contains(OP_32[funct3], funct7(word));
            case RiscvOpcode.AMO -> isAtomic(word);
            case RiscvOpcode.BRANCH -> funct3 != 2 && funct3 != 3;
            case RiscvOpcode.JALR -> funct3 == 0;
            case RiscvOpcode.MADD, RiscvOpcode.MSUB, RiscvOpcode.NMSUB, RiscvOpcode.NMADD -> isRounding(funct3);
            case RiscvOpcode.OP_FP -> (FLOATS >>> (word >>> 27) & 1) != 0;
            case RiscvOpcode.OP_V, RiscvOpcode.OP_VE -> true;
            case RiscvOpcode.SYSTEM -> isSystem(word);
            default -> false;
        };
    }

    /// Whether a load or store of the floating-point opcodes is one of vectors (Volume I, "V", "Width Encoding").
    static boolean isVectorWidth(int funct3) {
        return funct3 == 0 || funct3 >= 5;
    }

    private static boolean isRounding(int funct3) {
        return funct3 != 5 && funct3 != 6;
    }

    /// `cbo.inval`, `cbo.clean`, `cbo.flush`, `cbo.zero`.
    private static boolean isCacheOperation(int word) {
        int operation = funct12(word);
        return rd(word) == 0 && (operation <= 2 || operation == 4);
    }

    private static boolean isImmediate(int word) {
        int high = word >>> 26;
        return switch (funct3(word)) {
            // slli, bseti, bclri, binvi; aes64ks1i
            case 1 -> high == 0 || high == 0x0a || high == 0x12 || high == 0x1a || contains(UNARY_LEFT, funct12(word))
                    || (funct12(word) >= 0x310 && funct12(word) <= 0x31f);
            // srli, srai, bexti, rori
            case 5 -> high == 0 || high == 0x10 || high == 0x12 || high == 0x18 || contains(UNARY_RIGHT, funct12(word));
            default -> true;
        };
    }

    private static boolean isWordImmediate(int word) {
        int funct7 = funct7(word);
        return switch (funct3(word)) {
            case 0 -> true;
            // slliw, slli.uw, clzw, ctzw, cpopw
            case 1 -> funct7 == 0 || word >>> 26 == 2 || (funct7 == 0x30 && rs2(word) <= 2);
            // srliw, sraiw, roriw
            case 5 -> funct7 == 0 || funct7 == 0x20 || funct7 == 0x30;
            default -> false;
        };
    }

    private static boolean isAtomic(int word) {
        int operation = word >>> 27;
        int width = funct3(word);
        if ((ATOMICS >>> operation & 1) == 0 || width > 4) {
            return false;
        }
        return switch (operation) {
            case 2 -> (width == 2 || width == 3) && rs2(word) == 0;
            case 3, 9 -> width == 2 || width == 3;
            case 5 -> width < 4 || (rd(word) % 2 == 0 && rs2(word) % 2 == 0);
            // They must acquire, or release
            case 6 -> width < 4 && rs2(word) == 0 && bits(word, 26, 1) != 0;
            case 7 -> width < 4 && rd(word) == 0 && bits(word, 25, 1) != 0;
            default -> width < 4;
        };
    }

    private static boolean isSystem(int word) {
        return switch (funct3(word)) {
            case 0 -> rd(word) == 0 && isPrivileged(word);
            case 4 -> isHypervisorAccess(word) || isMayBeOperation(word);
            default -> true;
        };
    }

    private static boolean isPrivileged(int word) {
        return switch (funct7(word)) {
            // sfence.vma, sinval.vma, hfence.vvma, hfence.gvma, hinval.vvma, hinval.gvma
            case 0x09, 0x0b, 0x11, 0x31, 0x13, 0x33 -> true;
            default -> rs1(word) == 0 && switch (funct12(word)) {
                // ecall, ebreak, wrs.nto, wrs.sto, sret, mret, mnret, dret, wfi, sctrclr, sfence.w.inval,
                // sfence.inval.ir
                case 0x000, 0x001, 0x00d, 0x01d, 0x102, 0x302, 0x702, 0x7b2, 0x105, 0x104, 0x180, 0x181 -> true;
                default -> false;
            };
        };
    }

    /// `hlv.*`, `hlvx.*`, `hsv.*`.
    static boolean isHypervisorAccess(int word) {
        int kind = rs2(word);
        return switch (funct7(word)) {
            case 0x30 -> kind <= 1;
            case 0x32, 0x34 -> kind == 0 || kind == 1 || kind == 3;
            case 0x36 -> kind == 0;
            case 0x31, 0x33, 0x35, 0x37 -> rd(word) == 0;
            default -> false;
        };
    }

    /// Zimop; some of them belong to the shadow stack (Zicfiss).
    static boolean isMayBeOperation(int word) {
        boolean oneOperand = (word & 0xb3c0_0000) == 0x81c0_0000;
        boolean twoOperands = (word & 0xb200_0000) == 0x8200_0000;
        return oneOperand || twoOperands;
    }

    private static boolean contains(int[] values, int value) {
        for (int candidate : values) {
            if (candidate == value) {
                return true;
            }
        }
        return false;
    }
}
