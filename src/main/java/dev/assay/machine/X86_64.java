package dev.assay.machine;

/// The 64-bit mode of x86, with the calling convention of the System V ABI
/// (AMD64 psABI 1.0 §3.2.1, "Registers"; §3.2.3, "Parameter Passing"), which both C and Rust use in the kernel.
///
/// Registers have the numbers by which instructions name them: `rax rcx rdx rbx rsp rbp rsi rdi r8` … `r15`.
/// That is not the order of DWARF.
public final class X86_64 implements Machine {
    private static final int EM_X86_64 = 62;
    private static final String[] NAMES = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
    };
    private static final int[] ARGUMENTS = {7, 6, 2, 1, 8, 9};
    /// psABI figure 3.36, "DWARF Register Number Mapping": `rax rdx rcx rbx rsi rdi rbp rsp r8` … `r15`.
    private static final int[] DWARF = {0, 2, 1, 3, 6, 7, 5, 4, 8, 9, 10, 11, 12, 13, 14, 15};
    /// `rbx`, `rsp`, `rbp`, `r12` to `r15`: one bit each.
    private static final int PRESERVED = 0xf038;

    @Override
    public String name() {
        return "x86-64";
    }

    @Override
    public int elfMachine() {
        return EM_X86_64;
    }

    @Override
    public Decoder decoder() {
        return new X86Decoder();
    }

    @Override
    public TransferPatterns transferPatterns() {
        return new X86TransferPatterns();
    }

    @Override
    public boolean needsVeneers() {
        return false;
    }

    @Override
    public int linkageAlignment() {
        return 16;
    }

    @Override
    public int instructionAlignment() {
        return 1;
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
        return X86Operand.RSP;
    }

    @Override
    public int arguments() {
        return ARGUMENTS.length;
    }

    @Override
    public int argument(int index) {
        return ARGUMENTS[index];
    }

    @Override
    public boolean isPreserved(int register) {
        return (PRESERVED >>> register & 1) != 0;
    }

    @Override
    public int fromDwarf(int number) {
        return number >= 0 && number < DWARF.length ? DWARF[number] : -1;
    }
}
