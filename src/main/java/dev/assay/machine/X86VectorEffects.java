package dev.assay.machine;

import static dev.assay.machine.X86Operand.NONE;
import static dev.assay.machine.X86Operand.RDI;
import static dev.assay.machine.X86Operand.RDX;

/// What instructions with a VEX or EVEX prefix do to general registers and to memory
/// (Intel SDM volume 2 §2.3, §2.7). Most do nothing to registers and only read memory.
final class X86VectorEffects {
    private final X86Instruction instruction;
    private final X86Operand operand;

    X86VectorEffects(X86Instruction instruction, X86Operand operand) {
        this.instruction = instruction;
        this.operand = operand;
    }

    void report(Effects effects) {
        switch (instruction.map) {
            case 1, 5 -> map1(effects);
            case 2 -> map2(effects);
            case 3 -> map3(effects);
            default -> operand.useAddress(effects);
        }
    }

    private boolean isEvex() {
        return instruction.encoding == X86Instruction.EVEX;
    }

    /// A store of `size` bytes. EVEX counts a displacement of one byte in units of what is stored
    /// (SDM volume 2 §2.7.5), and for all stores, but those that compress, that is `size`.
    private void store(int size, Effects effects) {
        store(size, size, effects);
    }

    private void store(int size, int unit, Effects effects) {
        if (isEvex() && instruction.modrm >> 6 == 1) {
            operand.displacement *= unit;
        }
        operand.vectorStore(size, effects);
    }

    /// Into a general register, or a store of `size` bytes.
    private void extract(int size, Effects effects) {
        if (operand.isRegister()) {
            effects.unknown(operand.register);
        } else {
            store(size, effects);
        }
    }

    private void toRegister(Effects effects) {
        operand.useAddress(effects);
        effects.unknown(instruction.register());
    }

    /// The tables of the first map and of EVEX map 5 (half precision) have the same shape.
    private void map1(Effects effects) {
        int mandatory = instruction.mandatory;
        boolean isScalar = mandatory >= X86Instruction.PREFIX_F3;
        boolean isHalf = instruction.map == 5;
        switch (instruction.opcode) {
            case 0x11 -> store(scalarSize(), effects);
            case 0x13, 0x17, 0xd6 -> store(8, effects);
            case 0x29, 0x2b, 0xe7 -> {
                if (isHalf) {
                    operand.useAddress(effects);
                } else {
                    store(instruction.vectorLength, effects);
                }
            }
            case 0x7f -> store(instruction.vectorLength, effects);
            case 0x2a, 0x7b -> operand.use(8, isScalar, effects);
            case 0x6e -> operand.use(8, effects);
            case 0x2c, 0x2d -> {
                if (isScalar) {
                    toRegister(effects);
                } else {
                    operand.useAddress(effects);
                }
            }
            case 0x78, 0x79 -> {
                if (isEvex() && isScalar) {
                    toRegister(effects);
                } else {
                    operand.useAddress(effects);
                }
            }
            case 0x50, 0xc5, 0xd7, 0x93 -> toRegister(effects);
            case 0x7e -> {
                if (mandatory == X86Instruction.PREFIX_66) {
                    extract(isHalf ? 2 : instruction.isWide() ? 8 : 4, effects);
                } else {
                    operand.useAddress(effects);
                }
            }
            case 0x91 -> store(maskSize(), effects);
            case 0x92 -> operand.use(8, effects);
            case 0xae -> {
                if (instruction.group() == 3) {
                    store(4, effects);
                } else {
                    operand.useAddress(effects);
                }
            }
            case 0xc4 -> operand.use(4, effects);
            case 0xf7 -> {
                if (instruction.has(X86Instruction.SEGMENT | X86Instruction.ADDRESS_32)) {
                    effects.use(RDI);
                } else {
                    effects.storeUnknown(RDI, 0, 16);
                }
            }
            default -> operand.useAddress(effects);
        }
    }

    private int scalarSize() {
        return switch (instruction.mandatory) {
            case X86Instruction.PREFIX_F3 -> instruction.map == 5 ? 2 : 4;
            case X86Instruction.PREFIX_F2 -> 8;
            default -> instruction.vectorLength;
        };
    }

    /// `kmovb`, `kmovw`, `kmovd`, `kmovq`.
    private int maskSize() {
        boolean is66 = instruction.mandatory == X86Instruction.PREFIX_66;
        return instruction.isWide() ? is66 ? 4 : 8 : is66 ? 1 : 2;
    }

    private void map2(Effects effects) {
        int opcode = instruction.opcode;
        boolean isF3 = instruction.mandatory == X86Instruction.PREFIX_F3;
        int row = opcode >> 4;
        if (isEvex()) {
            if (isF3 && row >= 1 && row <= 3 && (opcode & 15) < 6) {
                store(narrowed(opcode), effects);
            } else {
                evexMap2(opcode, effects);
            }
            return;
        }
        if (row == 0xe) { // cmp…xadd
            effects.use(instruction.register());
            effects.use(instruction.extra);
            operand.modify(instruction.isWide() ? 8 : 4, effects);
            effects.unknown(instruction.register());
        } else if (row == 0xf) {
            bitManipulation(opcode, effects);
        } else {
            vexMap2(opcode, isF3, effects);
        }
    }

    private void vexMap2(int opcode, boolean isF3, Effects effects) {
        switch (opcode) {
            case 0x2e, 0x2f, 0x8e -> store(instruction.vectorLength, effects);
            case 0x49 -> {
                if (instruction.mandatory == X86Instruction.PREFIX_66) {
                    store(64, effects); // sttilecfg
                } else {
                    operand.useAddress(effects);
                }
            }
            case 0x4b -> {
                operand.useAddress(effects);
                if (isF3) { // tilestored: rows at a stride from a register
                    operand.storeUnknown(Integer.MAX_VALUE, effects);
                }
            }
            case 0x90, 0x91, 0x92, 0x93 -> useBase(effects);
            default -> operand.useAddress(effects);
        }
    }

    /// The index of a gather or scatter is a vector.
    private void useBase(Effects effects) {
        if (operand.base != NONE && !isBaseTheIndex()) {
            effects.use(operand.base);
        }
    }

    /// Without a base, [X86Operand] takes the index for one.
    private boolean isBaseTheIndex() {
        return instruction.modrm >> 6 == 0 && (instruction.byteAt(instruction.opcodeAt + 2) & 7) == 5;
    }

    private void evexMap2(int opcode, Effects effects) {
        boolean isWide = instruction.isWide();
        switch (opcode) {
            case 0x63 -> store(instruction.vectorLength, isWide ? 2 : 1, effects); // vpcompressb, vpcompressw
            case 0x8a, 0x8b -> store(instruction.vectorLength, isWide ? 8 : 4, effects);
            case 0x7a, 0x7b, 0x7c -> operand.use(8, effects);
            case 0x90, 0x91, 0x92, 0x93, 0xa0, 0xa1, 0xa2, 0xa3, 0xc6, 0xc7 -> useBase(effects);
            default -> operand.useAddress(effects);
        }
    }

    /// What `vpmov…` stores: a half, quarter or eighth of the vector.
    private int narrowed(int opcode) {
        return switch (opcode & 15) {
            case 0, 3, 5 -> instruction.vectorLength / 2;
            case 1, 4 -> instruction.vectorLength / 4;
            default -> instruction.vectorLength / 8;
        };
    }

    /// `andn`, `blsi` and the like, `bzhi`, `pext`, `pdep`, `mulx`, `bextr`, `sarx`, `shlx`, `shrx`.
    private void bitManipulation(int opcode, Effects effects) {
        operand.use(8, effects);
        if (opcode == 0xf3) {
            effects.unknown(instruction.extra);
            return;
        }
        if (opcode == 0xf6) {
            effects.use(RDX);
            effects.unknown(instruction.extra);
        } else {
            effects.use(instruction.extra);
        }
        effects.unknown(instruction.register());
    }

    private void map3(Effects effects) {
        int opcode = instruction.opcode;
        switch (opcode) {
            case 0x14 -> extract(1, effects);
            case 0x15 -> extract(2, effects);
            case 0x16 -> extract(instruction.isWide() ? 8 : 4, effects);
            case 0x17 -> extract(4, effects);
            case 0x19, 0x39 -> store(16, effects);
            case 0x1b, 0x3b -> store(32, effects);
            case 0x1d -> store(instruction.vectorLength / 2, effects);
            case 0x20, 0x22 -> operand.use(4, effects);
            case 0x60, 0x61, 0x62, 0x63 -> {
                if (!isEvex()) {
                    X86LongEscapeEffects.compareStrings(operand, opcode, effects);
                } else {
                    operand.useAddress(effects);
                }
            }
            case 0xf0 -> { // rorx
                operand.use(8, effects);
                effects.unknown(instruction.register());
            }
            default -> operand.useAddress(effects);
        }
    }
}
