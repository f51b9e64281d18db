package dev.assay.machine;

import static dev.assay.machine.X86Operand.RAX;
import static dev.assay.machine.X86Operand.RBX;
import static dev.assay.machine.X86Operand.RCX;
import static dev.assay.machine.X86Operand.RDI;
import static dev.assay.machine.X86Operand.RDX;
import static dev.assay.machine.X86Operand.RSI;
import static dev.assay.machine.X86Operand.RSP;

/// What the system instructions after `0f` do to registers: descriptors, control and model-specific registers,
/// virtual machines, saved states (Intel SDM volume 2, tables; AMD APM volume 3, chapter 4).
final class X86SystemEffects {
    private static final int R8 = 8;
    private static final int R10 = 10;
    private static final int R11 = 11;
    private static final int REGISTERS = 16;

    private final X86Instruction instruction;
    private final X86Operand operand;

    X86SystemEffects(X86Instruction instruction, X86Operand operand) {
        this.instruction = instruction;
        this.operand = operand;
    }

    void report(Effects effects) {
        switch (instruction.opcode) {
            case 0x00 -> descriptors(effects);
            case 0x01 -> {
                if (operand.isRegister()) {
                    group7(effects);
                } else {
                    group7Memory(effects);
                }
            }
            case 0x02, 0x03 -> { // lar, lsl
                operand.use(2, effects);
                effects.unknown(instruction.register());
            }
            case 0x05, 0x34 -> systemCall(effects);
            case 0x20, 0x21 -> effects.unknown(controlOperand());
            case 0x22, 0x23 -> effects.use(controlOperand());
            case 0x30 -> use(effects, RCX, RAX, RDX);
            case 0x31 -> unknown(effects, RAX, RDX, RDX);
            case 0x32, 0x33 -> {
                effects.use(RCX);
                unknown(effects, RAX, RDX, RDX);
            }
            case 0x37 -> { // getsec
                use(effects, RAX, RBX, RCX);
                unknown(effects, RAX, RBX, RCX);
                effects.unknown(RDX);
            }
            case 0xa6, 0xa7 -> padLock(effects);
            case 0xae -> savedState(effects);
            case 0xc7 -> group9(effects);
            default -> {} // clts, invd, wbinvd, sysret and the like
        }
    }

    /// These have no memory form: the two upper bits of their ModRM are ignored.
    private int controlOperand() {
        return (instruction.byteAt(instruction.immediateAt) & 7) | (instruction.rex & 1) << 3;
    }

    private static void use(Effects effects, int first, int second, int third) {
        effects.use(first);
        effects.use(second);
        effects.use(third);
    }

    private static void unknown(Effects effects, int first, int second, int third) {
        effects.unknown(first);
        effects.unknown(second);
        effects.unknown(third);
    }

    /// Arguments and result as Linux has them (psABI, appendix A.2.1).
    private static void systemCall(Effects effects) {
        use(effects, RAX, RDI, RSI);
        use(effects, RDX, R10, R8);
        effects.use(R8 + 1);
        unknown(effects, RAX, RCX, R11);
    }

    private void descriptors(Effects effects) {
        if (instruction.group() < 2) {
            operand.overwrite(operand.isRegister() ? 8 : 2, effects);
        } else {
            operand.use(2, effects);
        }
    }

    private void group7Memory(Effects effects) {
        switch (instruction.group()) {
            case 0, 1 -> operand.storeUnknown(10, effects);
            case 4 -> operand.storeUnknown(2, effects);
            case 5 -> operand.modify(8, effects); // rstorssp
            default -> operand.useAddress(effects);
        }
    }

    private void group7(Effects effects) {
        switch (instruction.modrm) {
            case 0xc2, 0xc3, 0xc4, 0xca, 0xcb, 0xcc, 0xd5, 0xd6, 0xdc, 0xdd, 0xe8, 0xe9, 0xea, 0xec, 0xee, 0xef, 0xf8 ->
                    plainOrKeys(effects);
            case 0xc6 -> {
                if (instruction.mandatory == X86Instruction.NO_PREFIX) {
                    use(effects, RCX, RAX, RDX); // wrmsrns
                } else {
                    use(effects, RCX, RSI, RDI);
                    effects.unknown(RCX);
                }
            }
            case 0xc8, 0xfa, 0xd1 -> use(effects, RAX, RCX, RDX); // monitor, monitorx, xsetbv
            case 0xc9, 0xd4, 0xde, 0xdf -> { // mwait, vmfunc, skinit, invlpga
                effects.use(RAX);
                effects.use(RCX);
            }
            case 0xfb -> use(effects, RAX, RCX, RBX); // mwaitx
            case 0xda, 0xdb -> effects.use(RAX); // vmload, vmsave
            case 0xd0, 0xfd -> { // xgetbv, rdpru
                effects.use(RCX);
                unknown(effects, RAX, RDX, RDX);
            }
            case 0xf9 -> unknown(effects, RAX, RCX, RDX); // rdtscp
            case 0xfc -> { // clzero: the 64 bytes around the address
                effects.use(RAX);
                if (!instruction.has(X86Instruction.SEGMENT | X86Instruction.ADDRESS_32)) {
                    effects.storeUnknown(RAX, -63, 127);
                }
            }
            case 0xfe, 0xff -> { // invlpgb, tlbsync; with a prefix rmpadjust, rmpupdate, psmash, pvalidate
                use(effects, RAX, RCX, RDX);
                if (instruction.mandatory >= X86Instruction.PREFIX_F3) {
                    effects.unknown(RAX);
                }
            }
            case 0xc0, 0xc5, 0xc7, 0xcf, 0xd7 -> {
                if (instruction.modrm == 0xcf && instruction.mandatory == X86Instruction.PREFIX_66) {
                    leaveKernel(effects); // seamcall
                } else {
                    sealed(effects);
                }
            }
            case 0xc1, 0xcd, 0xce, 0xd8, 0xd9 -> leaveKernel(effects);
            default -> group7Rest(effects);
        }
    }

    /// Those with nothing to report, apart from `rdpkru`, `wrpkru`, `tdcall` and the TDX instructions.
    private void plainOrKeys(Effects effects) {
        boolean isPlain = instruction.mandatory == X86Instruction.NO_PREFIX;
        if (instruction.modrm == 0xcc && !isPlain) {
            leaveKernel(effects); // tdcall
        } else if (instruction.modrm == 0xee && isPlain) {
            effects.use(RCX);
            unknown(effects, RAX, RDX, RDX);
        } else if (instruction.modrm == 0xef && isPlain) {
            use(effects, RAX, RCX, RDX);
        }
    }

    private void group7Rest(Effects effects) {
        switch (instruction.group()) {
            case 4 -> effects.unknown(operand.register); // smsw
            case 6 -> effects.use(operand.register); // lmsw
            default -> sealed(effects);
        }
    }

    /// Enclaves, `pconfig`, and whatever may come in this group: their operands are `rax` to `rdx`.
    private static void sealed(Effects effects) {
        use(effects, RAX, RBX, RCX);
        effects.use(RDX);
        unknown(effects, RAX, RBX, RCX);
        effects.unknown(RDX);
    }

    /// To a hypervisor or guest, which may leave anything in any register but the stack pointer.
    private static void leaveKernel(Effects effects) {
        for (int register = 0; register < REGISTERS; register++) {
            if (register != RSP) {
                effects.use(register);
            }
        }
        for (int register = 0; register < REGISTERS; register++) {
            if (register != RSP) {
                effects.unknown(register);
            }
        }
    }

    /// `xstore`, `rep xcrypt…`, `rep xsha…` and `rep montmul` of VIA's processors.
    private static void padLock(Effects effects) {
        sealed(effects);
        effects.use(RSI);
        effects.storeUnknown(RDI, 0, Integer.MAX_VALUE);
        effects.unknown(RSI);
        effects.unknown(RDI);
    }

    private void savedState(Effects effects) {
        int group = instruction.group();
        if (operand.isRegister()) {
            savedStateRegister(group, effects);
            return;
        }
        boolean isPlain = instruction.mandatory == X86Instruction.NO_PREFIX;
        switch (group) {
            case 0 -> operand.storeUnknown(512, effects);
            case 3 -> operand.storeUnknown(4, effects);
            case 4 -> {
                if (isPlain) {
                    save(effects);
                } else {
                    operand.useAddress(effects); // ptwrite
                }
            }
            case 5 -> {
                effects.use(RAX);
                effects.use(RDX);
                operand.useAddress(effects);
            }
            case 6 -> {
                if (isPlain) {
                    save(effects);
                } else {
                    operand.modify(8, effects); // clwb, clrssbsy
                }
            }
            default -> operand.useAddress(effects);
        }
    }

    private void savedStateRegister(int group, Effects effects) {
        boolean isPlain = instruction.mandatory == X86Instruction.NO_PREFIX;
        if (isPlain) {
            return; // fences
        }
        if (group < 2) {
            effects.unknown(operand.register); // rdfsbase, rdgsbase
            return;
        }
        effects.use(operand.register);
        if (group == 6 && instruction.mandatory != X86Instruction.PREFIX_F3) { // tpause, umwait
            effects.use(RAX);
            effects.use(RDX);
        }
    }

    private void save(Effects effects) {
        effects.use(RAX);
        effects.use(RDX);
        operand.useAddress(effects);
        operand.storeUnknown(Integer.MAX_VALUE, effects); // as large as the processor's state
    }

    private void group9(Effects effects) {
        int group = instruction.group();
        if (operand.isRegister()) {
            boolean isInterrupt = group == 6 && instruction.mandatory == X86Instruction.PREFIX_F3;
            if (isInterrupt) {
                effects.use(operand.register); // senduipi
            } else {
                effects.unknown(operand.register); // rdrand, rdseed, rdpid
            }
            return;
        }
        switch (group) {
            case 1 -> {
                use(effects, RAX, RBX, RCX);
                effects.use(RDX);
                operand.modify(instruction.isWide() ? 16 : 8, effects);
                effects.unknown(RAX);
                effects.unknown(RDX);
            }
            case 4, 5 -> save(effects);
            case 3 -> {
                effects.use(RAX);
                effects.use(RDX);
                operand.useAddress(effects);
            }
            case 7 -> operand.storeUnknown(8, effects);
            default -> operand.useAddress(effects);
        }
    }
}
