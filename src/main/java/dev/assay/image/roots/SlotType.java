package dev.assay.image.roots;

/// What a slot of a variable is, by the variable's type.
///
/// @param member path of members from the structure to the slot, each with a dot before it (`.driver.probe`); empty if
///               the slot is in no structure
/// @param type   name of the structure; empty with `member`
/// @param index  of the element where the variable is an array: `[3]`; else empty
record SlotType(String member, String type, String index) {
    /// `.probe of platform_driver foo[3]`.
    ///
    /// @param variable name of the variable, empty if it has none
    String name(String variable) {
        String end = variable.isEmpty() ? "" : " " + variable + index;
        return member.isEmpty() ? "function pointer" + end : member + " of " + type + end;
    }
}
