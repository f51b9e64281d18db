package dev.assay.machine;

/// What the ModRM byte of an instruction names: a register, or memory at an address
/// (Intel SDM volume 2 §2.1.5, §2.2.1).
///
/// Also the way to report what happens to it, so that every instruction reports alike.
final class X86Operand {
    static final int RAX = 0;
    static final int RCX = 1;
    static final int RDX = 2;
    static final int RBX = 3;
    static final int RSP = 4;
    static final int RBP = 5;
    static final int RSI = 6;
    static final int RDI = 7;
    static final int NONE = -1;

    private X86Instruction instruction = new X86Instruction();
    /// The register, [#NONE] for memory.
    int register = NONE;
    /// Registers of the address, or [#NONE].
    int base = NONE;
    int index = NONE;
    /// What [#index] is multiplied with.
    int scale = 1;
    /// Of the address; the whole of it if [#isConstant].
    long displacement;
    /// Whether the address is [#base] plus [#displacement] and no more.
    boolean isBased;
    /// Whether the address is known: relative to the instruction, or absolute.
    boolean isConstant;

    /// @param address of the instruction
    void read(X86Instruction from, long address) {
        instruction = from;
        base = NONE;
        index = NONE;
        scale = 1;
        displacement = 0;
        isBased = false;
        isConstant = false;
        register = NONE;
        if (!from.hasModrm) {
            return;
        }
        if (!from.isMemory()) {
            register = (from.modrm & 7) | (from.rex & 1) << 3;
            return;
        }
        readAddress(address);
        boolean isPlain = !from.has(X86Instruction.SEGMENT | X86Instruction.ADDRESS_32);
        isConstant = isPlain && base == NONE && index == NONE;
        isBased = isPlain && base != NONE && index == NONE;
    }

    private void readAddress(long address) {
        // The displacement stands right before the immediate.
        int mode = instruction.modrm >> 6;
        int low3 = instruction.modrm & 7;
        int at = instruction.immediateAt;
        if (mode == 1) {
            displacement = (byte) instruction.byteAt(at - 1);
        } else if (mode == 2) {
            displacement = (int) instruction.bytesAt(at - 4);
        } else if (low3 == 5) {
            displacement = (int) instruction.bytesAt(at - 4) + address + instruction.length;
            return;
        }
        if (low3 != 4) {
            base = low3 | (instruction.rex & 1) << 3;
            return;
        }
        int scaled = instruction.byteAt(instruction.opcodeAt + 2);
        if ((scaled & 7) == 5 && mode == 0) {
            displacement = (int) instruction.bytesAt(at - 4);
        } else {
            base = (scaled & 7) | (instruction.rex & 1) << 3;
        }
        int indexed = (scaled >> 3 & 7) | (instruction.rex & 2) << 2;
        if (indexed == RSP) {
            return;
        }
        if (base == NONE && scaled < 0x40) {
            base = indexed; // times one: as good as a base
        } else {
            index = indexed;
            scale = 1 << (scaled >> 6);
        }
    }

    boolean isRegister() {
        return register >= 0;
    }

    /// The register as an operand of `size` bytes: 4 to 7 without REX are `ah` to `bh`.
    int register(int size) {
        return instruction.byteRegister(register, size);
    }

    /// The registers of the address are read, or what they point to.
    void useAddress(Effects effects) {
        if (base >= 0) {
            effects.use(base);
        }
        if (index >= 0) {
            effects.use(index);
        }
    }

    void use(int size, Effects effects) {
        if (isRegister()) {
            effects.use(register(size));
        } else {
            useAddress(effects);
        }
    }

    /// Like [#use], where a register operand is a general one only if `isGeneral`.
    void use(int size, boolean isGeneral, Effects effects) {
        if (isGeneral || !isRegister()) {
            use(size, effects);
        }
    }

    /// `size` bytes at the address become something not followed, where a register operand is no general one.
    void vectorStore(int size, Effects effects) {
        if (!isRegister()) {
            storeUnknown(size, effects);
        }
    }

    /// `size` bytes at the address become something not followed; their old value plays no part.
    void storeUnknown(int size, Effects effects) {
        if (isBased) {
            effects.storeUnknown(base, displacement, size);
        } else {
            useAddress(effects);
        }
    }

    /// The operand becomes something not followed; its old value plays no part.
    void overwrite(int size, Effects effects) {
        if (isRegister()) {
            effects.unknown(register(size));
        } else {
            storeUnknown(size, effects);
        }
    }

    /// The operand changes into something not followed that depends on its old value.
    void modify(int size, Effects effects) {
        use(size, effects);
        if (isRegister()) {
            effects.unknown(register(size));
        } else if (isBased) {
            effects.storeUnknown(base, displacement, size);
        }
    }
}
