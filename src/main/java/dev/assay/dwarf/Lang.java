package dev.assay.dwarf;

/// Source languages of units (DWARF 5 §7.12, Table 7.17), as far as kernels have them.
public final class Lang {
    public static final int DW_LANG_C89 = 0x0001;
    public static final int DW_LANG_C = 0x0002;
    public static final int DW_LANG_C_plus_plus = 0x0004;
    public static final int DW_LANG_C99 = 0x000c;
    public static final int DW_LANG_Rust = 0x001c;
    public static final int DW_LANG_C11 = 0x001d;
    public static final int DW_LANG_C17 = 0x002c;
    /// Assembler, by GNU as and LLVM; from the range for vendors.
    public static final int DW_LANG_Mips_Assembler = 0x8001;

    /// Rust as `DW_AT_language_name` has it (DWARF 6, "Language Names"), which replaces `DW_AT_language`.
    static final int DW_LNAME_Rust = 0x0019;

    private Lang() {}

    /// The spelling of the standard, or `DW_LANG_0x…` for a number that is not known here.
    public static String name(int code) {
        return switch (code) {
            case DW_LANG_C89 -> "DW_LANG_C89";
            case DW_LANG_C -> "DW_LANG_C";
            case DW_LANG_C_plus_plus -> "DW_LANG_C_plus_plus";
            case DW_LANG_C99 -> "DW_LANG_C99";
            case DW_LANG_Rust -> "DW_LANG_Rust";
            case DW_LANG_C11 -> "DW_LANG_C11";
            case DW_LANG_C17 -> "DW_LANG_C17";
            case DW_LANG_Mips_Assembler -> "DW_LANG_Mips_Assembler";
            default -> "DW_LANG_0x" + Integer.toHexString(code);
        };
    }
}
