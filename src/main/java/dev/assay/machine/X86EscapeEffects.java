package dev.assay.machine;

import static dev.assay.machine.X86Operand.RAX;
import static dev.assay.machine.X86Operand.RBX;
import static dev.assay.machine.X86Operand.RCX;
import static dev.assay.machine.X86Operand.RDI;
import static dev.assay.machine.X86Operand.RDX;

/// What the instructions after `0f` do to registers and stack (Intel SDM volume 2, table A-3).
final class X86EscapeEffects {
    private final X86Instruction instruction;
    private final X86Operand operand;
    private final X86SystemEffects system;
    private final X86LongEscapeEffects longer;
    private final X86StackEffects stack;

    X86EscapeEffects(X86Instruction instruction, X86Operand operand) {
        this.instruction = instruction;
        this.operand = operand;
        this.system = new X86SystemEffects(instruction, operand);
        this.longer = new X86LongEscapeEffects(instruction, operand);
        this.stack = new X86StackEffects(instruction, operand);
    }

    void report(Effects effects) {
        switch (instruction.map) {
            case 2 -> longer.after0f38(effects);
            case 3 -> longer.after0f3a(effects);
            default -> after0f(effects);
        }
    }

    private void after0f(Effects effects) {
        int opcode = instruction.opcode;
        switch (opcode >> 4) {
            case 0, 2, 3 -> lowRows(opcode, effects);
            case 1 -> row1(opcode, effects);
            case 4 -> conditionalMove(effects);
            case 5 -> {
                if (opcode == 0x50) {
                    effects.unknown(instruction.register());
                } else {
                    operand.useAddress(effects);
                }
            }
            case 6 -> operand.use(8, opcode == 0x6e, effects);
            case 7 -> row7(opcode, effects);
            case 8 -> {} // branches
            case 9 -> operand.overwrite(1, effects);
            case 0xa -> rowA(opcode, effects);
            case 0xb -> rowB(opcode, effects);
            case 0xc -> rowC(opcode, effects);
            default -> vectors(opcode, effects);
        }
    }

    /// Rows 0, 2 and 3: system instructions and a few vector ones between them.
    private void lowRows(int opcode, Effects effects) {
        boolean isScalar = instruction.mandatory >= X86Instruction.PREFIX_F3;
        switch (opcode) {
            case 0x0d, 0x0f, 0x28, 0x2e, 0x2f -> operand.useAddress(effects);
            case 0x29 -> operand.vectorStore(16, effects);
            case 0x2a -> operand.use(8, isScalar, effects);
            case 0x2b -> operand.vectorStore(scalarSize(16), effects);
            case 0x2c, 0x2d -> {
                operand.useAddress(effects);
                if (isScalar) {
                    effects.unknown(instruction.register());
                }
            }
            default -> system.report(effects);
        }
    }

    /// What a vector instruction moves: 4 bytes with f3, 8 with f2.
    private int scalarSize(int otherwise) {
        return switch (instruction.mandatory) {
            case X86Instruction.PREFIX_F3 -> 4;
            case X86Instruction.PREFIX_F2 -> 8;
            default -> otherwise;
        };
    }

    private void row1(int opcode, Effects effects) {
        switch (opcode) {
            case 0x11 -> operand.vectorStore(scalarSize(16), effects);
            case 0x13, 0x17 -> operand.vectorStore(8, effects);
            case 0x1a, 0x1c -> operand.useAddress(effects);
            case 0x1b -> { // MPX: bndmov writes
                operand.useAddress(effects);
                operand.vectorStore(16, effects);
            }
            case 0x1e -> {
                boolean readsShadowStack = instruction.mandatory == X86Instruction.PREFIX_F3
                        && instruction.group() == 1 && operand.isRegister();
                if (readsShadowStack) {
                    effects.unknown(operand.register);
                }
            }
            case 0x19, 0x1d, 0x1f -> {} // `nop` of any length: reads nothing
            default -> operand.useAddress(effects);
        }
    }

    private void conditionalMove(Effects effects) {
        int to = instruction.register();
        int size = instruction.operandSize();
        if (operand.isRegister() && size == 8) {
            effects.maybeCopy(to, operand.register);
            return;
        }
        operand.use(size, effects);
        effects.use(to);
        effects.unknown(to);
    }

    private void row7(int opcode, Effects effects) {
        boolean isPlain = instruction.mandatory == X86Instruction.NO_PREFIX;
        switch (opcode) {
            case 0x78 -> {
                if (isPlain) { // vmread
                    effects.use(instruction.register());
                    operand.overwrite(8, effects);
                }
            }
            case 0x79 -> {
                if (isPlain) { // vmwrite
                    operand.use(8, effects);
                    effects.use(instruction.register());
                }
            }
            case 0x7e -> {
                if (instruction.mandatory == X86Instruction.PREFIX_F3) {
                    operand.useAddress(effects);
                } else {
                    operand.overwrite(instruction.isWide() ? 8 : 4, effects);
                }
            }
            case 0x7f -> operand.vectorStore(isPlain ? 8 : 16, effects);
            case 0x77 -> {} // emms
            default -> operand.useAddress(effects);
        }
    }

    private void rowA(int opcode, Effects effects) {
        int size = instruction.operandSize();
        switch (opcode) {
            case 0xa0, 0xa8 -> stack.push(effects); // fs, gs
            case 0xa1, 0xa9 -> stack.drop(effects);
            case 0xa2 -> {
                effects.use(RAX);
                effects.use(RCX);
                effects.unknown(RAX);
                effects.unknown(RBX);
                effects.unknown(RCX);
                effects.unknown(RDX);
            }
            case 0xa3 -> {
                effects.use(instruction.register());
                operand.use(size, effects);
            }
            case 0xa4, 0xa5, 0xac, 0xad -> {
                effects.use(instruction.register());
                if ((opcode & 1) != 0) {
                    effects.use(RCX);
                }
                operand.modify(size, effects);
            }
            case 0xab -> bitAtRegister(effects);
            case 0xaf -> multiply(effects);
            default -> system.report(effects);
        }
    }

    /// `bts`, `btr`, `btc` with the number of the bit in a register: in memory that may be far from the address.
    private void bitAtRegister(Effects effects) {
        effects.use(instruction.register());
        operand.use(instruction.operandSize(), effects);
        if (operand.isRegister()) {
            effects.unknown(operand.register);
        }
    }

    private void multiply(Effects effects) {
        operand.use(instruction.operandSize(), effects);
        effects.use(instruction.register());
        effects.unknown(instruction.register());
    }

    private void rowB(int opcode, Effects effects) {
        int size = instruction.operandSize();
        switch (opcode) {
            case 0xb0, 0xb1 -> {
                int compared = opcode == 0xb0 ? 1 : size;
                effects.use(RAX);
                effects.use(instruction.byteRegister(instruction.register(), compared));
                operand.modify(compared, effects);
                effects.unknown(RAX);
            }
            case 0xb3, 0xbb -> bitAtRegister(effects);
            case 0xba -> {
                if (instruction.group() == 4) {
                    operand.use(size, effects);
                } else {
                    operand.modify(size, effects);
                }
            }
            case 0xb6, 0xbe -> extend(1, effects);
            case 0xb7, 0xbf -> extend(2, effects);
            default -> extend(size, effects); // far pointers, popcnt, bsf, bsr, tzcnt, lzcnt
        }
    }

    /// `to = f(operand)`.
    private void extend(int size, Effects effects) {
        operand.use(size, effects);
        effects.unknown(instruction.register());
    }

    private void rowC(int opcode, Effects effects) {
        int size = (opcode & 1) == 0 ? 1 : instruction.operandSize();
        switch (opcode) {
            case 0xc0, 0xc1 -> {
                int register = instruction.byteRegister(instruction.register(), size);
                effects.use(register);
                operand.modify(size, effects);
                effects.unknown(register);
            }
            case 0xc3 -> {
                if (instruction.isWide() && operand.isBased) {
                    effects.store(operand.base, operand.displacement, instruction.register());
                } else {
                    effects.use(instruction.register());
                    operand.storeUnknown(instruction.isWide() ? 8 : 4, effects);
                }
            }
            case 0xc4 -> operand.use(4, effects);
            case 0xc5 -> effects.unknown(instruction.register());
            case 0xc2, 0xc6 -> operand.useAddress(effects);
            case 0xc7 -> system.report(effects);
            default -> {
                int register = (opcode & 7) | (instruction.rex & 1) << 3;
                effects.use(register);
                effects.unknown(register);
            }
        }
    }

    /// Rows d, e and f.
    private void vectors(int opcode, Effects effects) {
        boolean is66 = instruction.mandatory == X86Instruction.PREFIX_66;
        switch (opcode) {
            case 0xd6 -> operand.vectorStore(8, effects);
            case 0xd7 -> effects.unknown(instruction.register());
            case 0xe7 -> operand.vectorStore(is66 ? 16 : 8, effects);
            case 0xf7 -> {
                if (instruction.has(X86Instruction.SEGMENT | X86Instruction.ADDRESS_32)) {
                    effects.use(RDI);
                } else {
                    effects.storeUnknown(RDI, 0, is66 ? 16 : 8);
                }
            }
            default -> operand.useAddress(effects);
        }
    }
}
