package dev.assay.machine;

import dev.assay.bytes.Slice;
import java.util.Optional;

/// Decodes 64-bit x86 code, as Intel's processors and the kernel's own decoder read it: the prefix 66 changes nothing
/// about a near branch (on AMD's it cuts the displacement to 16 bits; no compiler writes that).
///
/// Undefined: what the manuals do not define, and the extensions XOP (AMD, gone since Zen) and APX (not yet in
/// any kernel). `hlt`, `int n`, `syscall` continue with the next instruction. Writes to memory whose extent is not
/// known (`rep stos`, `xsave`) are reported with a width of [Integer#MAX_VALUE].
final class X86Decoder implements Decoder {
    private final X86Instruction instruction = new X86Instruction();
    private final X86Operand operand = new X86Operand();
    private final X86Effects legacy = new X86Effects(instruction, operand);
    private final X86EscapeEffects escaped = new X86EscapeEffects(instruction, operand);
    private final X86VectorEffects vector = new X86VectorEffects(instruction, operand);
    private final X86Computations computations = new X86Computations(instruction, operand);
    private long address;

    @Override
    public void decode(Slice code, long offset, long newAddress) {
        address = newAddress;
        instruction.read(code, offset);
    }

    @Override
    public int length() {
        return instruction.length;
    }

    @Override
    public Flow flow() {
        return instruction.flow;
    }

    @Override
    public long target() {
        return instruction.flow.isDirect() ? address + instruction.length + instruction.immediate() : 0;
    }

    @Override
    public long targetSlot() {
        if (!isIndirect() || instruction.group() == 3 || instruction.group() == 5) {
            return 0; // a far pointer is not an 8-byte destination
        }
        operand.read(instruction, address);
        return operand.isConstant ? operand.displacement : 0;
    }

    @Override
    public int targetRegister() {
        if (!isIndirect()) {
            return -1;
        }
        operand.read(instruction, address);
        return operand.register;
    }

    @Override
    public int slotBase() {
        if (!isIndirect() || instruction.group() == 3 || instruction.group() == 5) {
            return X86Operand.NONE;
        }
        operand.read(instruction, address);
        return operand.isBased ? operand.base : X86Operand.NONE;
    }

    @Override
    public long slotDisplacement() {
        return slotBase() == X86Operand.NONE ? 0 : operand.displacement;
    }

    @Override
    public long targetTable() {
        if (instruction.flow != Flow.INDIRECT_JUMP || instruction.group() == 5) {
            return 0;
        }
        operand.read(instruction, address);
        return operand.base == X86Operand.NONE && operand.index != X86Operand.NONE ? operand.displacement : 0;
    }

    private boolean isIndirect() {
        return instruction.flow == Flow.INDIRECT_CALL || instruction.flow == Flow.INDIRECT_JUMP;
    }

    @Override
    public void effects(Effects effects) {
        if (instruction.flow == Flow.INVALID || instruction.flow == Flow.TRAP) {
            return;
        }
        operand.read(instruction, address);
        if (instruction.encoding != X86Instruction.LEGACY) {
            vector.report(effects);
        } else if (instruction.map == 0) {
            legacy.report(effects);
        } else {
            escaped.report(effects);
        }
    }

    @Override
    public Optional<Computation> computation() {
        operand.read(instruction, address);
        return computations.computation();
    }

    @Override
    public Condition condition(Operation flags) {
        return computations.condition(flags);
    }
}
