package dev.assay.machine;

import static dev.assay.machine.X86Operand.RAX;
import static dev.assay.machine.X86Operand.RBX;
import static dev.assay.machine.X86Operand.RCX;
import static dev.assay.machine.X86Operand.RDX;
import static dev.assay.machine.X86Operand.RSP;

/// What the instructions without an escape byte do to registers and stack
/// (Intel SDM volume 2, table A-2, "One-byte Opcode Map").
///
/// Writes of less than 4 bytes keep the rest of the register, but their destination does not count as used: compilers
/// write `setcc %al` into a register that held nothing.
final class X86Effects {
    private final X86Instruction instruction;
    private final X86Operand operand;
    private final X86StringEffects strings;
    private final X86StackEffects stack;

    X86Effects(X86Instruction instruction, X86Operand operand) {
        this.instruction = instruction;
        this.operand = operand;
        this.strings = new X86StringEffects(instruction);
        this.stack = new X86StackEffects(instruction, operand);
    }

    void report(Effects effects) {
        int opcode = instruction.opcode;
        switch (opcode >> 4) {
            case 0, 1, 2, 3 -> arithmetic(opcode, effects);
            case 5 -> stack.pushOrPop(opcode, opcodeRegister(), effects);
            case 6 -> row6(opcode, effects);
            case 8 -> row8(opcode, effects);
            case 9 -> row9(opcode, effects);
            case 0xa -> rowA(opcode, effects);
            case 0xb -> moveImmediate(opcode, effects);
            case 0xc -> rowC(opcode, effects);
            case 0xd -> rowD(opcode, effects);
            case 0xe -> rowE(opcode, effects);
            case 0xf -> rowF(opcode, effects);
            default -> {} // 7: branches
        }
    }

    /// `add`, `or`, `adc`, `sbb`, `and`, `sub`, `xor`, `cmp` in their six forms.
    private void arithmetic(int opcode, Effects effects) {
        int operation = opcode >> 3;
        int size = (opcode & 1) == 0 ? 1 : instruction.operandSize();
        int register = sized(size);
        switch (opcode & 7) {
            case 0, 1 -> {
                if (operand.isRegister()) {
                    X86Arithmetic.registers(operation, size, operand.register(size), register, isSame(), effects);
                } else {
                    effects.use(register);
                    X86Arithmetic.memory(operation, size, operand, effects);
                }
            }
            case 2, 3 -> {
                if (operand.isRegister()) {
                    X86Arithmetic.registers(operation, size, register, operand.register(size), isSame(), effects);
                } else {
                    operand.useAddress(effects);
                    effects.use(register);
                    if (operation != X86Arithmetic.COMPARE) {
                        effects.unknown(register);
                    }
                }
            }
            default -> X86Arithmetic.immediate(operation, size, RAX, instruction.immediate(), effects);
        }
    }

    /// The register operand, of `size` bytes.
    private int sized(int size) {
        return instruction.byteRegister(instruction.register(), size);
    }

    private boolean isSame() {
        return operand.register == instruction.register();
    }

    /// The register in the last bits of the opcode.
    private int opcodeRegister() {
        return (instruction.opcode & 7) | (instruction.rex & 1) << 3;
    }

    private void row6(int opcode, Effects effects) {
        switch (opcode) {
            case 0x63 -> moveWithExtension(4, effects);
            case 0x68, 0x6a -> stack.pushConstant(effects);
            case 0x69, 0x6b -> moveWithExtension(instruction.operandSize(), effects);
            default -> strings.report(effects); // 6c … 6f
        }
    }

    /// `to = f(operand)`: `movsxd`, and `imul` by a constant as well.
    private void moveWithExtension(int size, Effects effects) {
        operand.use(size, effects);
        effects.unknown(instruction.register());
    }

    private void row8(int opcode, Effects effects) {
        int size = (opcode & 1) == 0 ? 1 : instruction.operandSize();
        switch (opcode) {
            case 0x80, 0x81, 0x83 -> {
                if (operand.isRegister()) {
                    X86Arithmetic.immediate(instruction.group(), size, operand.register(size),
                            instruction.immediate(), effects);
                } else {
                    X86Arithmetic.memory(instruction.group(), size, operand, effects);
                }
            }
            case 0x84, 0x85 -> {
                effects.use(sized(size));
                operand.use(size, effects);
            }
            case 0x86, 0x87 -> exchange(size, effects);
            case 0x88, 0x89 -> store(size, effects);
            case 0x8a, 0x8b -> load(size, effects);
            case 0x8c -> operand.overwrite(2, effects);
            case 0x8d -> loadAddress(effects);
            case 0x8e -> operand.use(2, effects);
            default -> stack.popOperand(effects); // 8f
        }
    }

    private void exchange(int size, Effects effects) {
        int register = sized(size);
        if (operand.isRegister()) {
            effects.use(register);
            effects.use(operand.register(size));
            effects.unknown(operand.register(size));
        } else {
            operand.useAddress(effects);
            if (size == 8 && operand.isBased) {
                effects.store(operand.base, operand.displacement, register);
            } else {
                effects.use(register);
                operand.storeUnknown(size, effects);
            }
        }
        effects.unknown(register);
    }

    private void store(int size, Effects effects) {
        int from = sized(size);
        if (operand.isRegister()) {
            move(operand.register(size), from, size, effects);
        } else if (size == 8 && operand.isBased) {
            effects.store(operand.base, operand.displacement, from);
        } else if (size == 8 && operand.isConstant) {
            effects.storeAt(operand.displacement, from);
        } else {
            effects.use(from);
            operand.storeUnknown(size, effects);
        }
    }

    private void load(int size, Effects effects) {
        int to = sized(size);
        if (operand.isRegister()) {
            move(to, operand.register(size), size, effects);
        } else if (size == 8 && operand.isBased) {
            effects.load(to, operand.base, operand.displacement);
        } else if (size == 8 && operand.isConstant) {
            effects.loadConstantAddress(to, operand.displacement);
        } else {
            operand.useAddress(effects);
            effects.unknown(to);
        }
    }

    private static void move(int to, int from, int size, Effects effects) {
        if (size == 8) {
            effects.copy(to, from);
        } else {
            effects.use(from);
            effects.unknown(to);
        }
    }

    private void loadAddress(Effects effects) {
        int to = instruction.register();
        int size = instruction.operandSize();
        // A segment plays no part here, so the operand's own flags are too careful.
        boolean isFull = !instruction.has(X86Instruction.ADDRESS_32);
        if (operand.index < 0 && isFull && operand.base < 0 && size >= 4) {
            effects.constant(to, size == 8 ? operand.displacement : operand.displacement & 0xffff_ffffL);
        } else if (operand.index < 0 && isFull && operand.base >= 0 && size == 8) {
            effects.add(to, operand.base, operand.displacement);
        } else {
            operand.useAddress(effects);
            effects.unknown(to);
        }
    }

    private void row9(int opcode, Effects effects) {
        switch (opcode) {
            case 0x98 -> {
                effects.use(RAX);
                effects.unknown(RAX);
            }
            case 0x99 -> {
                effects.use(RAX);
                effects.unknown(RDX);
            }
            case 0x9b -> {}
            case 0x9c -> stack.push(effects);
            case 0x9d -> stack.drop(effects);
            case 0x9e -> effects.use(RAX);
            case 0x9f -> effects.unknown(RAX);
            default -> {
                int register = opcodeRegister();
                if (register != RAX) { // `xchg %eax,%eax` is `nop`, and clears nothing
                    effects.use(RAX);
                    effects.use(register);
                    effects.unknown(RAX);
                    effects.unknown(register);
                }
            }
        }
    }

    private void rowA(int opcode, Effects effects) {
        switch (opcode) {
            case 0xa0, 0xa1 -> {
                boolean isFollowed = opcode == 0xa1 && instruction.isWide()
                        && !instruction.has(X86Instruction.SEGMENT | X86Instruction.ADDRESS_32);
                if (isFollowed) {
                    effects.loadConstantAddress(RAX, instruction.immediate());
                } else {
                    effects.unknown(RAX);
                }
            }
            case 0xa2, 0xa3, 0xa8, 0xa9 -> effects.use(RAX);
            default -> strings.report(effects);
        }
    }

    private void moveImmediate(int opcode, Effects effects) {
        int register = opcodeRegister();
        if (opcode < 0xb8) {
            effects.unknown(instruction.byteRegister(register, 1));
        } else {
            constant(register, effects);
        }
    }

    private void constant(int register, Effects effects) {
        switch (instruction.operandSize()) {
            case 2 -> effects.unknown(register);
            case 4 -> effects.constant(register, instruction.immediate() & 0xffff_ffffL);
            default -> effects.constant(register, instruction.immediate());
        }
    }

    private void rowC(int opcode, Effects effects) {
        switch (opcode) {
            case 0xc0, 0xc1 -> operand.modify(opcode == 0xc0 ? 1 : instruction.operandSize(), effects);
            case 0xc2, 0xc3 -> {
                effects.use(RSP);
                effects.add(RSP, RSP, 8 + instruction.immediate());
            }
            case 0xc6, 0xc7 -> moveToOperand(opcode, effects);
            case 0xc8 -> stack.enter(effects);
            case 0xc9 -> stack.leave(effects);
            case 0xcd -> effects.unknown(RAX); // a system call, by custom
            default -> { // ca, cb, cf: far returns
                effects.use(RSP);
                effects.unknown(RSP);
            }
        }
    }

    private void moveToOperand(int opcode, Effects effects) {
        int size = opcode == 0xc6 ? 1 : instruction.operandSize();
        if (instruction.modrm == 0xf8) { // xabort and xbegin: the status of an abort arrives in eax
            effects.unknown(RAX);
        } else if (operand.isRegister() && size > 1) {
            constant(operand.register, effects);
        } else if (size == 8 && operand.isBased) {
            effects.storeConstant(operand.base, operand.displacement, instruction.immediate());
        } else if (size == 8 && operand.isConstant) {
            effects.storeConstantAt(operand.displacement, instruction.immediate());
        } else {
            operand.overwrite(size, effects);
        }
    }

    private void rowD(int opcode, Effects effects) {
        switch (opcode) {
            case 0xd0, 0xd1 -> operand.modify((opcode & 1) == 0 ? 1 : instruction.operandSize(), effects);
            case 0xd2, 0xd3 -> {
                effects.use(RCX);
                operand.modify((opcode & 1) == 0 ? 1 : instruction.operandSize(), effects);
            }
            case 0xd7 -> {
                effects.use(RBX);
                effects.use(RAX);
                effects.unknown(RAX);
            }
            default -> X86FloatingPointEffects.report(instruction, operand, effects);
        }
    }

    private void rowE(int opcode, Effects effects) {
        switch (opcode) {
            case 0xe0, 0xe1, 0xe2 -> {
                if (instruction.has(X86Instruction.ADDRESS_32)) {
                    effects.use(RCX);
                    effects.unknown(RCX);
                } else {
                    effects.add(RCX, RCX, -1);
                }
            }
            case 0xe3 -> effects.use(RCX);
            case 0xe4, 0xe5 -> effects.unknown(RAX);
            case 0xe6, 0xe7 -> effects.use(RAX);
            case 0xec, 0xed -> {
                effects.use(RDX);
                effects.unknown(RAX);
            }
            case 0xee, 0xef -> {
                effects.use(RDX);
                effects.use(RAX);
            }
            default -> {} // call, jmp
        }
    }

    private void rowF(int opcode, Effects effects) {
        int size = (opcode & 1) == 0 ? 1 : instruction.operandSize();
        int group = instruction.group();
        switch (opcode) {
            case 0xf6, 0xf7 -> group3(size, group, effects);
            case 0xfe, 0xff -> {
                if (group < 2) {
                    long amount = group == 0 ? 1 : -1;
                    if (size == 8 && operand.isRegister()) {
                        effects.add(operand.register, operand.register, amount);
                    } else {
                        operand.modify(size, effects);
                    }
                } else {
                    operand.use(8, effects);
                    if (group == 6) {
                        stack.push(effects);
                    }
                }
            }
            default -> {} // hlt and flags
        }
    }

    private void group3(int size, int group, Effects effects) {
        switch (group) {
            case 0, 1 -> operand.use(size, effects);
            case 2, 3 -> operand.modify(size, effects);
            default -> { // mul, imul, div, idiv
                operand.use(size, effects);
                effects.use(RAX);
                if (size > 1) {
                    if (group >= 6) {
                        effects.use(RDX);
                    }
                    effects.unknown(RDX);
                }
                effects.unknown(RAX);
            }
        }
    }
}
