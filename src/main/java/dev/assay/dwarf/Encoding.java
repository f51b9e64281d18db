package dev.assay.dwarf;

/// How wide the numbers of a unit are (DWARF 5 §7.4): it follows from the version and from the 32-bit or 64-bit format.
///
/// @param version 2 to 5
/// @param wide    whether the unit is in the 64-bit format
record Encoding(int version, boolean wide) {
    static final int ADDRESS_SIZE = 8;

    /// Of an offset into a section, in bytes.
    int offsetSize() {
        return wide ? 8 : 4;
    }

    /// Of a `DW_FORM_ref_addr`, in bytes: in version 2 it was an address (DWARF 2 §7.5.4).
    int referenceSize() {
        return version == 2 ? ADDRESS_SIZE : offsetSize();
    }
}
