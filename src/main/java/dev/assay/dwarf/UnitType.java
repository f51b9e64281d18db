package dev.assay.dwarf;

/// What a unit holds (DWARF 5 §7.5.1, Table 7.2). Units before version 5 have no type of their own; in `.debug_info`
/// they are `DW_UT_compile`.
public final class UnitType {
    public static final int DW_UT_compile = 0x01;
    public static final int DW_UT_type = 0x02;
    public static final int DW_UT_partial = 0x03;
    public static final int DW_UT_skeleton = 0x04;
    public static final int DW_UT_split_compile = 0x05;
    public static final int DW_UT_split_type = 0x06;

    private UnitType() {}

    /// The spelling of the standard, or `DW_UT_0x…` for a number that is not known here.
    public static String name(int code) {
        return switch (code) {
            case DW_UT_compile -> "DW_UT_compile";
            case DW_UT_type -> "DW_UT_type";
            case DW_UT_partial -> "DW_UT_partial";
            case DW_UT_skeleton -> "DW_UT_skeleton";
            case DW_UT_split_compile -> "DW_UT_split_compile";
            case DW_UT_split_type -> "DW_UT_split_type";
            default -> "DW_UT_0x" + Integer.toHexString(code);
        };
    }
}
