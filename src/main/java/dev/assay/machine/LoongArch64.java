package dev.assay.machine;

/// 64-bit LoongArch (LA64) with the calling convention of the LoongArch ELF psABI (lp64s in the kernel).
///
/// Registers 0 to 31 are `r0` to `r31`, named as the psABI does. `r0` is the constant 0: its reads and writes are not
/// reported.
public record LoongArch64() implements Machine {
    /// gABI, "Machine Information": `EM_LOONGARCH`.
    private static final int EM_LOONGARCH = 258;

    static final int RETURN_ADDRESS = 1;
    static final int FIRST_ARGUMENT = 4;
    static final int ARGUMENTS = 8;
    static final int FIRST_TEMPORARY = 12;
    static final int LAST_TEMPORARY = 20;

    private static final int REGISTERS = 32;
    private static final int THREAD_POINTER = 2;
    private static final int STACK_POINTER = 3;
    private static final int PER_CPU_BASE = 21;
    private static final int FRAME_POINTER = 22;
    private static final int FIRST_SAVED = 23;

    @Override
    public String name() {
        return "loongarch64";
    }

    @Override
    public int elfMachine() {
        return EM_LOONGARCH;
    }

    @Override
    public Decoder decoder() {
        return new LoongArchDecoder();
    }

    @Override
    public TransferPatterns transferPatterns() {
        return new LoongArchTransferPatterns();
    }

    @Override
    public int instructionAlignment() {
        return LoongArchDecoder.LENGTH;
    }

    @Override
    public boolean needsVeneers() {
        return true;
    }

    @Override
    public int linkageAlignment() {
        return 16;
    }

    @Override
    public int registers() {
        return REGISTERS;
    }

    @Override
    public String registerName(int register) {
        return switch (register) {
            case 0 -> "zero";
            case RETURN_ADDRESS -> "ra";
            case THREAD_POINTER -> "tp";
            case STACK_POINTER -> "sp";
            case PER_CPU_BASE -> "r21";
            case FRAME_POINTER -> "fp";
            default -> register < FIRST_TEMPORARY ? "a" + (register - FIRST_ARGUMENT)
                    : register <= LAST_TEMPORARY ? "t" + (register - FIRST_TEMPORARY)
                    : "s" + (register - FIRST_SAVED);
        };
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
        return FIRST_ARGUMENT + index;
    }

    /// `fp`, `s0` to `s8` and `sp` (psABI, "Integer Calling Convention"); `tp` and `r21`, which no function changes:
    /// the kernel keeps the base of the per-cpu data in the latter.
    @Override
    public boolean isPreserved(int register) {
        return register == 0 || register == THREAD_POINTER || register == STACK_POINTER || register >= PER_CPU_BASE;
    }

    /// LoongArch psABI, "DWARF Register Numbers": as ours.
    @Override
    public int fromDwarf(int number) {
        return number >= 0 && number < registers() ? number : -1;
    }
}
