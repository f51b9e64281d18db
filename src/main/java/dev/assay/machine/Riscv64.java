package dev.assay.machine;

/// 64-bit RISC-V (RV64GC and the extensions that kernels use) with the calling convention of its psABI, LP64.
///
/// Registers have their architectural numbers. `x0` is always zero: a read of it is the constant 0, a write to it is no
/// write.
public record Riscv64() implements Machine {
    /// gABI, "Machine Information": `EM_RISCV`.
    private static final int EM_RISCV = 243;

    private static final int ARGUMENTS = RiscvFields.LAST_ARGUMENT - RiscvFields.FIRST_ARGUMENT + 1;
    /// RISC-V psABI, "Integer Register Convention".
    private static final String[] NAMES = {"zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0", "a1",
        "a2",
        "a3", "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "t3", "t4", "t5",
        "t6"};

    @Override
    public String name() {
        return "riscv64";
    }

    @Override
    public int elfMachine() {
        return EM_RISCV;
    }

    @Override
    public Decoder decoder() {
        return new RiscvDecoder();
    }

    @Override
    public TransferPatterns transferPatterns() {
        return new RiscvTransferPatterns();
    }

    @Override
    public boolean needsVeneers() {
        return true;
    }

    @Override
    public int linkageAlignment() {
        return 16; // entries have 16 bytes, the first 32
    }

    @Override
    public int instructionAlignment() {
        return RiscvDecoder.SHORT;
    }

    @Override
    public int registers() {
        return NAMES.length;
    }

    @Override
    public String registerName(int register) {
        return NAMES[register];
    }

    @Override
    public int stackPointer() {
        return RiscvFields.STACK_POINTER;
    }

    @Override
    public int arguments() {
        return ARGUMENTS;
    }

    @Override
    public int argument(int index) {
        if (index < 0 || index >= ARGUMENTS) {
            throw new IllegalArgumentException("argument " + index);
        }
        return RiscvFields.FIRST_ARGUMENT + index;
    }

    /// `sp` and `s0` to `s11`; also `gp` and `tp`, which no compiled function changes.
    @Override
    public boolean isPreserved(int register) {
        return (register >= 2 && register <= 4) || register == 8 || register == 9
                || (register >= 18 && register <= 27);
    }

    /// RISC-V psABI, "DWARF Register Numbers": as ours.
    @Override
    public int fromDwarf(int number) {
        return number >= 0 && number < registers() ? number : -1;
    }
}
