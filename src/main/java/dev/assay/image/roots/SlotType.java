package dev.assay.image.roots;

/// What a slot of a variable is, by the variable's type.
///
/// @param member path of members from the structure to the slot, each with a dot before it (`.driver.probe`); empty if
///               there is none, or if it is one of a union's that has no name itself
/// @param type   name of the structure; empty if the slot is in none
/// @param index  of the element where the variable is an array: `[3]`; else empty
record SlotType(String member, String type, String index) {
    private static final String OR = " or ";

    /// `.probe of platform_driver foo[3]`.
    ///
    /// @param variable name of the variable, empty if it has none
    String name(String variable) {
        String end = variable.isEmpty() ? "" : " " + variable + index;
        if (type.isEmpty()) {
            return "function pointer" + end;
        }
        return (member.isEmpty() ? "function pointer" : member) + " of " + type + end;
    }

    /// What may be said of a slot that is one of two members of a union: the path to the union, or both members where
    /// that has no name.
    static String either(String first, String second) {
        if (first.equals(second)) {
            return first;
        }
        int same = 0;
        int common = 0;
        while (same < first.length() && same < second.length() && first.charAt(same) == second.charAt(same)) {
            same++;
            boolean end = (same == first.length() || isBorder(first.charAt(same)))
                    && (same == second.length() || isBorder(second.charAt(same)));
            common = end ? same : common;
        }
        boolean many = first.contains(OR) || second.contains(OR);
        return common == 0 && !many ? first + OR + second : first.substring(0, common);
    }

    private static boolean isBorder(char character) {
        return character == '.' || character == '[';
    }
}
