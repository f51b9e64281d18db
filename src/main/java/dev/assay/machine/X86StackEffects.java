package dev.assay.machine;

import static dev.assay.machine.X86Operand.RBP;
import static dev.assay.machine.X86Operand.RSP;

/// What `push`, `pop`, `enter` and `leave` do to stack and registers (Intel SDM volume 1 §6.2, §6.6).
final class X86StackEffects {
    private final X86Instruction instruction;
    private final X86Operand operand;

    X86StackEffects(X86Instruction instruction, X86Operand operand) {
        this.instruction = instruction;
        this.operand = operand;
    }

    /// Size of what `push` and its like move: 8 bytes without any prefix.
    private int stackSize() {
        return instruction.has(X86Instruction.OPERAND_16) && !instruction.isWide() ? 2 : 8;
    }

    /// `push` and `pop` of a register, opcodes 50 to 5f.
    void pushOrPop(int opcode, int register, Effects effects) {
        int size = stackSize();
        if (opcode < 0x58) {
            if (size == 8) {
                effects.store(RSP, -8, register);
            } else {
                effects.use(register);
                effects.storeUnknown(RSP, -size, size);
            }
            effects.add(RSP, RSP, -size);
            return;
        }
        // In this order `pop %rsp` comes out right as well: the value popped is what remains.
        effects.add(RSP, RSP, size);
        if (size == 8) {
            effects.load(register, RSP, -8);
        } else {
            effects.use(RSP);
            effects.unknown(register);
        }
    }

    /// Pushes something not followed.
    void push(Effects effects) {
        int size = stackSize();
        effects.storeUnknown(RSP, -size, size);
        effects.add(RSP, RSP, -size);
    }

    void pushConstant(Effects effects) {
        if (stackSize() == 8) {
            effects.storeConstant(RSP, -8, instruction.immediate());
            effects.add(RSP, RSP, -8);
        } else {
            push(effects);
        }
    }

    /// Pops something that goes to no general register.
    void drop(Effects effects) {
        effects.use(RSP);
        effects.add(RSP, RSP, stackSize());
    }

    /// `pop` to memory or, in its long form, to a register.
    void popOperand(Effects effects) {
        int size = stackSize();
        effects.use(RSP);
        effects.add(RSP, RSP, size); // before the address is computed (SDM, "POP")
        operand.overwrite(size, effects);
    }

    void enter(Effects effects) {
        long locals = instruction.immediate();
        int levels = instruction.byteAt(instruction.immediateAt + 2) & 31;
        if (stackSize() != 8) {
            effects.use(RBP);
            effects.storeUnknown(RSP, -2 - 2L * levels, 2 + 2 * levels);
            effects.unknown(RBP);
            effects.unknown(RSP);
            return;
        }
        effects.store(RSP, -8, RBP);
        if (levels > 0) {
            effects.use(RBP); // the frame pointers of the enclosing functions are copied from there
            effects.storeUnknown(RSP, -8 - 8L * levels, 8 * levels);
        }
        effects.add(RBP, RSP, -8);
        effects.add(RSP, RSP, -8 - 8L * levels - locals);
    }

    void leave(Effects effects) {
        effects.copy(RSP, RBP);
        if (stackSize() == 8) {
            effects.load(RBP, RSP, 0);
        } else {
            effects.unknown(RBP);
        }
        effects.add(RSP, RSP, stackSize());
    }
}
