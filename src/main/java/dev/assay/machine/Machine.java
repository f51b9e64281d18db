package dev.assay.machine;

/// An instruction set with the calling convention that the kernel and rustc use on it.
///
/// General registers are numbered from 0; other registers have no number here.
public interface Machine {
    /// As the design names it: `x86-64`, `aarch64`.
    String name();

    /// `e_machine` of an ELF file for it (gABI, "ELF Header").
    int elfMachine();

    /// A fresh decoder, for one thread.
    Decoder decoder();

    /// What direct transfers look like in plain bytes.
    TransferPatterns transferPatterns();

    /// Instructions start at multiples of this, in bytes.
    int instructionAlignment();

    /// Whether a direct transfer reaches less than a whole kernel, so that linkers put stubs between.
    boolean needsVeneers();

    /// Entries of a procedure linkage table start at multiples of this, in bytes.
    int linkageAlignment();

    /// How many general registers are numbered.
    int registers();

    String registerName(int register);

    int stackPointer();

    /// How many arguments travel in general registers.
    int arguments();

    /// The register that carries argument `index`, from 0.
    int argument(int index);

    /// Whether a called function gives the register back unchanged.
    boolean isPreserved(int register);

    /// The number here of the general register that DWARF numbers `number`; -1 if that is no general register.
    int fromDwarf(int number);
}
