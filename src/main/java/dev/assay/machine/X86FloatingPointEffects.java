package dev.assay.machine;

/// What the floating-point instructions `d8` … `df` do to memory and, one of them, to `rax`
/// (Intel SDM volume 2, tables ).
final class X86FloatingPointEffects {
    private X86FloatingPointEffects() {}

    static void report(X86Instruction instruction, X86Operand operand, Effects effects) {
        int opcode = instruction.opcode;
        if (operand.isRegister()) {
            if (opcode == 0xdf && instruction.modrm == 0xe0) { // fnstsw %ax
                effects.unknown(X86Operand.RAX);
            }
            return;
        }
        boolean isShort = instruction.has(X86Instruction.OPERAND_16);
        int stored = switch (opcode << 4 | instruction.group()) {
            case 0xd92, 0xd93, 0xdb1, 0xdb2, 0xdb3 -> 4;
            case 0xd96 -> isShort ? 14 : 28; // fnstenv
            case 0xd97, 0xdd7, 0xdf1, 0xdf2, 0xdf3 -> 2;
            case 0xdb7, 0xdf6 -> 10;
            case 0xdd1, 0xdd2, 0xdd3, 0xdf7 -> 8;
            case 0xdd6 -> isShort ? 94 : 108; // fnsave
            default -> 0;
        };
        if (stored == 0) {
            operand.useAddress(effects);
        } else {
            operand.storeUnknown(stored, effects);
        }
    }
}
