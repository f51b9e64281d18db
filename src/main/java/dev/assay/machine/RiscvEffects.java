package dev.assay.machine;

import static dev.assay.machine.RiscvFields.ZERO;
import static dev.assay.machine.RiscvFields.bits;
import static dev.assay.machine.RiscvFields.funct12;
import static dev.assay.machine.RiscvFields.funct3;
import static dev.assay.machine.RiscvFields.funct7;
import static dev.assay.machine.RiscvFields.immediateI;
import static dev.assay.machine.RiscvFields.immediateS;
import static dev.assay.machine.RiscvFields.immediateU;
import static dev.assay.machine.RiscvFields.opcode;
import static dev.assay.machine.RiscvFields.overwrite;
import static dev.assay.machine.RiscvFields.rd;
import static dev.assay.machine.RiscvFields.read;
import static dev.assay.machine.RiscvFields.rs1;
import static dev.assay.machine.RiscvFields.rs2;

/// What 32-bit instructions do to the general registers, and to memory at one of them plus a constant.
final class RiscvEffects {
    private RiscvEffects() {}

    /// @param word   of a valid instruction
    /// @param length in memory, in bytes: 2 if it was compressed
    static void of(int word, long address, int length, Effects effects) {
        int to = rd(word);
        switch (opcode(word)) {
            case RiscvOpcode.LUI -> constant(effects, to, immediateU(word));
            case RiscvOpcode.AUIPC -> constant(effects, to, address + immediateU(word));
            case RiscvOpcode.OP_IMM -> immediate(word, effects);
            case RiscvOpcode.OP_IMM_32 -> wordImmediate(word, effects);
            case RiscvOpcode.OP -> registers(word, effects);
            case RiscvOpcode.OP_32 -> {
                read(effects, rs1(word));
                read(effects, rs2(word));
                overwrite(effects, to);
            }
            case RiscvOpcode.LOAD -> load(word, effects);
            case RiscvOpcode.STORE -> store(word, effects);
            case RiscvOpcode.AMO -> atomic(word, effects);
            case RiscvOpcode.BRANCH -> {
                read(effects, rs1(word));
                read(effects, rs2(word));
            }
            case RiscvOpcode.JAL -> link(word, address + length, effects);
            case RiscvOpcode.JALR -> {
                read(effects, rs1(word));
                link(word, address + length, effects);
            }
            case RiscvOpcode.MISC_MEM -> cache(word, effects);
            case RiscvOpcode.SYSTEM -> system(word, effects);
            case RiscvOpcode.LOAD_FP, RiscvOpcode.STORE_FP -> RiscvVectorEffects.access(word, effects);
            case RiscvOpcode.OP_FP -> RiscvVectorEffects.floats(word, effects);
            case RiscvOpcode.OP_V -> RiscvVectorEffects.vectors(word, effects);
            default -> {
                // Floating point and vector registers only.
            }
        }
    }

    private static void constant(Effects effects, int to, long value) {
        if (to != ZERO) {
            effects.constant(to, value);
        }
    }

    /// The return address is the caller's own business if it is in `ra`. In another register it replaces what that had.
    private static void link(int word, long behind, Effects effects) {
        if (rd(word) != RiscvFields.LINK_REGISTER) {
            constant(effects, rd(word), behind);
        }
    }

    private static void immediate(int word, Effects effects) {
        int to = rd(word);
        int from = rs1(word);
        if (to == ZERO || funct3(word) != 0) {
            read(effects, from);
            overwrite(effects, to);
        } else if (from == ZERO) {
            effects.constant(to, immediateI(word));
        } else if (immediateI(word) == 0) {
            effects.copy(to, from);
        } else {
            effects.add(to, from, immediateI(word));
        }
    }

    private static void wordImmediate(int word, Effects effects) {
        int to = rd(word);
        int from = rs1(word);
        if (to == ZERO || funct3(word) != 0) {
            read(effects, from);
            overwrite(effects, to);
        } else if (from == ZERO) {
            effects.constant(to, immediateI(word));
        } else {
            effects.addSigned32(to, from, immediateI(word));
        }
    }

    private static void registers(int word, Effects effects) {
        int to = rd(word);
        int one = rs1(word);
        int other = rs2(word);
        boolean sum = funct7(word) == 0 && funct3(word) == 0;
        if (sum && to != ZERO && (one == ZERO || other == ZERO)) {
            int from = one | other;
            if (from == ZERO) {
                effects.constant(to, 0);
            } else {
                effects.copy(to, from);
            }
        } else {
            read(effects, one);
            read(effects, other);
            overwrite(effects, to);
        }
    }

    private static void load(int word, Effects effects) {
        int to = rd(word);
        int base = rs1(word);
        boolean wide = funct3(word) == 3;
        if (wide && to != ZERO && base != ZERO) {
            effects.load(to, base, immediateI(word));
        } else if (wide && to != ZERO) {
            effects.loadConstantAddress(to, immediateI(word));
        } else {
            read(effects, base);
            overwrite(effects, to);
        }
    }

    private static void store(int word, Effects effects) {
        int from = rs2(word);
        int base = rs1(word);
        int width = 1 << funct3(word);
        if (base == ZERO) {
            read(effects, from);
        } else if (from == ZERO && width == 8) {
            effects.storeConstant(base, immediateS(word), 0);
        } else if (width == 8) {
            effects.store(base, immediateS(word), from);
        } else {
            read(effects, from);
            effects.storeUnknown(base, immediateS(word), width);
        }
    }

    /// Zaamo, Zalrsc, Zabha, Zacas, Zalasr. A compare-and-swap compares `rd`; that of 16 bytes has pairs of registers.
    private static void atomic(int word, Effects effects) {
        int operation = word >>> 27;
        int width = 1 << funct3(word);
        boolean swaps = operation == 5;
        boolean pairs = swaps && width == 16;
        boolean loadsOnly = operation == 2 || operation == 6;
        read(effects, rs2(word));
        if (pairs && rs2(word) != ZERO) {
            effects.use(rs2(word) + 1);
        }
        if (swaps) {
            read(effects, rd(word));
        }
        if (pairs && rd(word) != ZERO) {
            effects.use(rd(word) + 1);
        }
        if (loadsOnly) {
            read(effects, rs1(word));
        } else if (rs1(word) != ZERO) {
            effects.storeUnknown(rs1(word), 0, width);
        }
        overwrite(effects, rd(word));
        if (pairs && rd(word) != ZERO) {
            effects.unknown(rd(word) + 1);
        }
    }

    /// Fences read nothing. A cache operation may clear the block around the address; the largest is taken to have
    /// 4096 bytes.
    private static void cache(int word, Effects effects) {
        if (funct3(word) == 2) {
            read(effects, rs1(word));
            if (funct12(word) == 4 && rs1(word) != ZERO) {
                effects.storeUnknown(rs1(word), -4095, 8191);
            }
        }
    }

    private static void system(int word, Effects effects) {
        switch (funct3(word)) {
            case 0 -> privileged(word, effects);
            case 4 -> {
                boolean oneOperand = RiscvEncodings.isMayBeOperation(word) && bits(word, 25, 1) == 0;
                boolean twoOperands = RiscvEncodings.isMayBeOperation(word) && bits(word, 25, 1) == 1;
                boolean stores = RiscvEncodings.isHypervisorAccess(word) && bits(word, 25, 1) == 1;
                read(effects, rs1(word));
                if (twoOperands || stores) {
                    read(effects, rs2(word));
                }
                if (oneOperand || twoOperands || !stores) {
                    overwrite(effects, rd(word));
                }
            }
            case 1, 2, 3 -> {
                read(effects, rs1(word));
                overwrite(effects, rd(word));
            }
            default -> overwrite(effects, rd(word));
        }
    }

    /// A call of the firmware takes its arguments from the registers that a function does, and gives `a0` and `a1`
    /// (RISC-V Supervisor Binary Interface Specification, "Binary Encoding").
    private static void privileged(int word, Effects effects) {
        if (funct12(word) == 0) {
            for (int register = RiscvFields.FIRST_ARGUMENT; register <= RiscvFields.LAST_ARGUMENT; register++) {
                effects.use(register);
            }
            effects.unknown(RiscvFields.FIRST_ARGUMENT);
            effects.unknown(RiscvFields.FIRST_ARGUMENT + 1);
        } else if ((funct7(word) & 1) == 1) {
            // Fences of address translation; the others have no bit set there.
            read(effects, rs1(word));
            read(effects, rs2(word));
        }
    }
}
