package dev.assay.machine;

/// Major opcodes of 32-bit instructions, bits 2 to 6 (Volume I, "RV32/64G Instruction Set Listings", the opcode map).
final class RiscvOpcode {
    static final int LOAD = 0x00;
    static final int LOAD_FP = 0x01;
    static final int MISC_MEM = 0x03;
    static final int OP_IMM = 0x04;
    static final int AUIPC = 0x05;
    static final int OP_IMM_32 = 0x06;
    static final int STORE = 0x08;
    static final int STORE_FP = 0x09;
    static final int AMO = 0x0b;
    static final int OP = 0x0c;
    static final int LUI = 0x0d;
    static final int OP_32 = 0x0e;
    static final int MADD = 0x10;
    static final int MSUB = 0x11;
    static final int NMSUB = 0x12;
    static final int NMADD = 0x13;
    static final int OP_FP = 0x14;
    static final int OP_V = 0x15;
    static final int BRANCH = 0x18;
    static final int JALR = 0x19;
    static final int JAL = 0x1b;
    static final int SYSTEM = 0x1c;
    static final int OP_VE = 0x1d;

    private RiscvOpcode() {}
}
