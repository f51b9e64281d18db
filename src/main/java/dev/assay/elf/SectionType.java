package dev.assay.elf;

import org.jspecify.annotations.Nullable;

/// `sh_type`: what a section holds (gABI, "Sections"). Open: a file may use numbers that nobody here has heard of.
public record SectionType(int code) {
    public static final SectionType NULL = new SectionType(0);
    public static final SectionType PROGBITS = new SectionType(1);
    public static final SectionType SYMTAB = new SectionType(2);
    public static final SectionType STRTAB = new SectionType(3);
    public static final SectionType RELA = new SectionType(4);
    public static final SectionType NOTE = new SectionType(7);
    public static final SectionType NOBITS = new SectionType(8);
    public static final SectionType REL = new SectionType(9);
    public static final SectionType DYNSYM = new SectionType(11);
    public static final SectionType SYMTAB_SHNDX = new SectionType(18);
    public static final SectionType RELR = new SectionType(19);
    /// LLVM's compact relocations, experimental.
    public static final SectionType CREL = new SectionType(0x40000014);

    /// Written out, like the others: what a record gets by itself the JVM must make at every start.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SectionType type && type.code == code;
    }

    @Override
    public int hashCode() {
        return code;
    }

    @Override
    public String toString() {
        return switch (code) {
            case 0 -> "SHT_NULL";
            case 1 -> "SHT_PROGBITS";
            case 2 -> "SHT_SYMTAB";
            case 3 -> "SHT_STRTAB";
            case 4 -> "SHT_RELA";
            case 5 -> "SHT_HASH";
            case 6 -> "SHT_DYNAMIC";
            case 7 -> "SHT_NOTE";
            case 8 -> "SHT_NOBITS";
            case 9 -> "SHT_REL";
            case 11 -> "SHT_DYNSYM";
            case 14 -> "SHT_INIT_ARRAY";
            case 15 -> "SHT_FINI_ARRAY";
            case 17 -> "SHT_GROUP";
            case 18 -> "SHT_SYMTAB_SHNDX";
            case 19 -> "SHT_RELR";
            case 0x40000014 -> "SHT_CREL";
            default -> "SHT_0x" + Integer.toHexString(code);
        };
    }
}
