package dev.assay.elf;

import org.jspecify.annotations.Nullable;

/// `e_type`: what an ELF file is for (gABI, "ELF Header").
public record ElfType(int code) {
    public static final ElfType REL = new ElfType(1);
    public static final ElfType EXEC = new ElfType(2);
    public static final ElfType DYN = new ElfType(3);

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ElfType type && type.code == code;
    }

    @Override
    public int hashCode() {
        return code;
    }

    @Override
    public String toString() {
        return switch (code) {
            case 1 -> "ET_REL";
            case 2 -> "ET_EXEC";
            case 3 -> "ET_DYN";
            case 4 -> "ET_CORE";
            default -> "ET_" + code;
        };
    }
}
