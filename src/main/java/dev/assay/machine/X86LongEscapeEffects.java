package dev.assay.machine;

import static dev.assay.machine.X86Operand.RAX;
import static dev.assay.machine.X86Operand.RCX;
import static dev.assay.machine.X86Operand.RDX;

/// What the instructions after `0f 38` and `0f 3a` do to registers and memory
/// (Intel SDM volume 2, tables ). Most are vector instructions, which only read memory.
final class X86LongEscapeEffects {
    private final X86Instruction instruction;
    private final X86Operand operand;

    X86LongEscapeEffects(X86Instruction instruction, X86Operand operand) {
        this.instruction = instruction;
        this.operand = operand;
    }

    void after0f38(Effects effects) {
        int register = instruction.register();
        int mandatory = instruction.mandatory;
        switch (instruction.opcode) {
            case 0x80, 0x81, 0x82 -> { // invept, invvpid, invpcid
                effects.use(register);
                operand.useAddress(effects);
            }
            case 0xf0, 0xf1 -> {
                if (mandatory == X86Instruction.PREFIX_F2) { // crc32
                    operand.use(instruction.opcode == 0xf0 ? 1 : instruction.operandSize(), effects);
                    effects.use(register);
                    effects.unknown(register);
                } else if (instruction.opcode == 0xf0) { // movbe
                    operand.use(instruction.operandSize(), effects);
                    effects.unknown(register);
                } else {
                    effects.use(register);
                    operand.overwrite(instruction.operandSize(), effects);
                }
            }
            case 0xf5 -> storeUnknown(effects); // wruss
            case 0xf6 -> {
                if (mandatory == X86Instruction.NO_PREFIX) { // wrss
                    storeUnknown(effects);
                } else { // adcx, adox
                    operand.use(instruction.operandSize(), effects);
                    effects.use(register);
                    effects.unknown(register);
                }
            }
            case 0xf8 -> { // movdir64b, enqcmd, enqcmds: the register holds the address of the destination
                operand.useAddress(effects);
                if (mandatory == X86Instruction.PREFIX_66 && !instruction.has(X86Instruction.ADDRESS_32)) {
                    effects.storeUnknown(register, 0, 64);
                } else {
                    effects.use(register);
                }
            }
            case 0xf9 -> {
                if (instruction.isWide() && operand.isBased) { // movdiri
                    effects.store(operand.base, operand.displacement, register);
                } else {
                    storeUnknown(effects);
                }
            }
            case 0xfa, 0xfb -> { // encodekey128, encodekey256
                operand.use(4, effects);
                effects.unknown(register);
            }
            case 0xfc -> { // aadd, aand, aor, axor
                effects.use(register);
                operand.modify(instruction.isWide() ? 8 : 4, effects);
            }
            default -> operand.useAddress(effects);
        }
    }

    private void storeUnknown(Effects effects) {
        effects.use(instruction.register());
        operand.storeUnknown(instruction.isWide() ? 8 : 4, effects);
    }

    void after0f3a(Effects effects) {
        switch (instruction.opcode) {
            case 0x14, 0x15 -> { // pextrb, pextrw: into a whole register, never into `ah` and its like
                if (operand.isRegister()) {
                    effects.unknown(operand.register);
                } else {
                    operand.storeUnknown(instruction.opcode - 0x13, effects);
                }
            }
            case 0x16 -> operand.overwrite(instruction.isWide() ? 8 : 4, effects);
            case 0x17 -> operand.overwrite(4, effects);
            case 0x20, 0x22 -> operand.use(4, effects);
            case 0x60, 0x61, 0x62, 0x63 -> compareStrings(operand, instruction.opcode, effects);
            case 0xf0 -> effects.use(RAX);
            default -> operand.useAddress(effects);
        }
    }

    /// `pcmpestrm`, `pcmpestri`, `pcmpistrm`, `pcmpistri`: the lengths come in, and an index goes out, in registers.
    static void compareStrings(X86Operand operand, int opcode, Effects effects) {
        operand.useAddress(effects);
        if (opcode < 0x62) {
            effects.use(RAX);
            effects.use(RDX);
        }
        if ((opcode & 1) != 0) {
            effects.unknown(RCX);
        }
    }
}
