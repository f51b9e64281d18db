package dev.assay.elf;

/// One section header (gABI, "Sections"). Reading it touches none of the section's bytes.
///
/// @param index     in the section header table
/// @param name      from `.shstrtab`
/// @param type      what it holds
/// @param flags     `SHF_*` bits
/// @param address   in memory; 0 in a relocatable file
/// @param offset    in the file, in bytes
/// @param size      in bytes: in memory for `SHT_NOBITS`, in the file otherwise
/// @param link      index of a related section (a symbol table's strings, a relocation table's symbols)
/// @param info      index of another (the section that relocations apply to)
/// @param alignment of its address, in bytes; 0 and 1 mean none
/// @param entrySize of a table's entries, in bytes; 0 if it is not a table
public record Section(
        int index,
        String name,
        SectionType type,
        long flags,
        long address,
        long offset,
        long size,
        int link,
        int info,
        long alignment,
        long entrySize) {
    static final long SHF_WRITE = 0x1;
    static final long SHF_ALLOC = 0x2;
    static final long SHF_EXECINSTR = 0x4;
    static final long SHF_TLS = 0x400;
    static final long SHF_COMPRESSED = 0x800;
    private static final String FLAG_LETTERS = "WAXMSILOGTCRE";
    /// The last two are `SHF_GNU_RETAIN` and `SHF_EXCLUDE`.
    private static final long[] FLAG_BITS = {SHF_WRITE, SHF_ALLOC, SHF_EXECINSTR, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200,
        SHF_TLS, SHF_COMPRESSED, 0x20_0000, 0x8000_0000L};

    public boolean isAllocated() {
        return (flags & SHF_ALLOC) != 0;
    }

    public boolean isExecutable() {
        return (flags & SHF_EXECINSTR) != 0;
    }

    public boolean isWritable() {
        return (flags & SHF_WRITE) != 0;
    }

    public boolean isCompressed() {
        return (flags & SHF_COMPRESSED) != 0;
    }

    /// Whether the running kernel leaves its contents as they are once relocated: not writable, or made read-only
    /// after relocation (`.data.rel.ro`, psABI), or written by the dynamic linker alone (`.got`).
    ///
    /// `.rodata` counts although every linked kernel marks it writable: its linker script puts `__ro_after_init`
    /// data there too (Linux `RO_DATA` in `include/asm-generic/vmlinux.lds.h`), which init code does write to and
    /// which [AddressSpace#isConstant] therefore leaves out.
    public boolean isConstant() {
        return isAllocated() && (!isWritable() || name.equals(".rodata") || name.equals(".data.rel.ro")
                || name.startsWith(".data.rel.ro.") || name.equals(".got") || name.equals(".got.plt"));
    }

    /// Whether the file holds its bytes (gABI: `SHT_NOBITS` has a size, but none in the file).
    boolean hasBytes() {
        return !type.equals(SectionType.NOBITS) && !type.equals(SectionType.NULL);
    }

    /// `SHF_*` as letters, in the order of `readelf -S`; `x` for what has no letter.
    public String flagLetters() {
        StringBuilder letters = new StringBuilder();
        long unknown = flags;
        for (int i = 0; i < FLAG_LETTERS.length(); i++) {
            if ((flags & FLAG_BITS[i]) != 0) {
                letters.append(FLAG_LETTERS.charAt(i));
                unknown &= ~FLAG_BITS[i];
            }
        }
        return unknown == 0 ? letters.toString() : letters.append('x').toString();
    }
}
