package dev.assay.machine;

/// 64-bit Arm (AArch64, the A64 instruction set) with the procedure call standard AAPCS64.
///
/// Registers 0 to 30 are `x0` to `x30`, 31 is `sp`. The zero register has no number: a read of it is the constant 0,
/// a write to it is no write.
public record AArch64() implements Machine {
    /// gABI, "Machine Information": `EM_AARCH64`.
    private static final int EM_AARCH64 = 183;

    private static final int PLATFORM_REGISTER = 18;
    private static final int FRAME_POINTER = 29;
    private static final int STACK_POINTER = 31;
    private static final int ARGUMENTS = 8;

    @Override
    public String name() {
        return "aarch64";
    }

    @Override
    public int elfMachine() {
        return EM_AARCH64;
    }

    @Override
    public Decoder decoder() {
        return new AArch64Decoder();
    }

    @Override
    public TransferPatterns transferPatterns() {
        return new A64TransferPatterns();
    }

    @Override
    public boolean needsVeneers() {
        return true;
    }

    @Override
    public int linkageAlignment() {
        return 8; // entries have 16 or 24 bytes
    }

    @Override
    public int instructionAlignment() {
        return AArch64Decoder.LENGTH;
    }

    @Override
    public int registers() {
        return STACK_POINTER + 1;
    }

    @Override
    public String registerName(int register) {
        return register == STACK_POINTER ? "sp" : "x" + register;
    }

    @Override
    public int stackPointer() {
        return STACK_POINTER;
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
        return index;
    }

    /// `x19` to `x29` and `sp` (AAPCS64, "General-purpose Registers"). Also `x18`: Linux reserves it
    /// (`-ffixed-x18`), for the shadow call stack, so that no compiled function changes it for its caller.
    @Override
    public boolean isPreserved(int register) {
        return (register >= PLATFORM_REGISTER && register <= FRAME_POINTER) || register == STACK_POINTER;
    }

    /// "DWARF for the Arm 64-bit Architecture", "DWARF register names": as ours.
    @Override
    public int fromDwarf(int number) {
        return number >= 0 && number < registers() ? number : -1;
    }
}
