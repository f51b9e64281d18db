package dev.assay.machine;

import static dev.assay.machine.X86Operand.RAX;
import static dev.assay.machine.X86Operand.RCX;
import static dev.assay.machine.X86Operand.RDI;
import static dev.assay.machine.X86Operand.RDX;
import static dev.assay.machine.X86Operand.RSI;

/// What `movs`, `stos`, `ins` and the like do: they move `rsi` and `rdi`, and `rcx` when repeated.
final class X86StringEffects {
    private final X86Instruction instruction;

    X86StringEffects(X86Instruction instruction) {
        this.instruction = instruction;
    }

    void report(Effects effects) {
        int size = (instruction.opcode & 1) == 0 ? 1 : instruction.operandSize();
        boolean isRepeated = instruction.has(X86Instruction.REPEAT);
        if (isRepeated) {
            effects.use(RCX);
        }
        switch (instruction.opcode & 0xfe) {
            case 0x6c -> {
                effects.use(RDX);
                store(Math.min(size, 4), isRepeated, effects);
            }
            case 0x6e -> {
                effects.use(RDX);
                effects.use(RSI);
                effects.unknown(RSI);
            }
            case 0xa4 -> {
                effects.use(RSI);
                store(size, isRepeated, effects);
                effects.unknown(RSI);
            }
            case 0xa6 -> {
                effects.use(RSI);
                effects.use(RDI);
                effects.unknown(RSI);
                effects.unknown(RDI);
            }
            case 0xaa -> {
                effects.use(RAX);
                store(size, isRepeated, effects);
            }
            case 0xac -> {
                effects.use(RSI);
                effects.unknown(RSI);
                effects.unknown(RAX);
            }
            default -> { // ae, scas
                effects.use(RAX);
                effects.use(RDI);
                effects.unknown(RDI);
            }
        }
        if (isRepeated) {
            effects.unknown(RCX);
        }
    }

    /// Upwards from `rdi`: the direction flag is clear at every call, and the kernel sets it nowhere else.
    private void store(int size, boolean isRepeated, Effects effects) {
        if (instruction.has(X86Instruction.ADDRESS_32)) {
            effects.use(RDI);
        } else {
            effects.storeUnknown(RDI, 0, isRepeated ? Integer.MAX_VALUE : size);
        }
        effects.unknown(RDI);
    }
}
