package dev.assay.dwarf;

/// Where a unit's parts of the other sections begin, as its root entry says (DWARF 5 §3.1.1, items 13 to 17).
/// Offsets are in bytes from the start of their sections.
///
/// @param lines         header of its line table in `.debug_line`; -1 if it has none
/// @param stringOffsets first offset in `.debug_str_offsets`
/// @param addresses     first address in `.debug_addr`
/// @param rangeLists    first offset in `.debug_rnglists`
/// @param locationLists first offset in `.debug_loclists`
record UnitBases(long lines, long stringOffsets, long addresses, long rangeLists, long locationLists) {
    /// Headers of the first contributions to the sections, which a unit without a base attribute means
    /// (DWARF 5 §7.26 to §7.29).
    private static final int SHORT_HEADER = 8;

    private static final int LONG_HEADER = 16;
    private static final int SHORT_LIST_HEADER = 12;
    private static final int LONG_LIST_HEADER = 20;

    /// @param root before the root entry of `unit`
    static UnitBases of(Unit unit, EntryCursor root) {
        boolean wide = unit.encoding().wide();
        int header = unit.version() < 5 ? 0 : wide ? LONG_HEADER : SHORT_HEADER;
        int listHeader = wide ? LONG_LIST_HEADER : SHORT_LIST_HEADER;
        if (!root.next()) {
            return new UnitBases(-1, header, header, listHeader, listHeader);
        }
        return new UnitBases(
                root.unsigned(At.DW_AT_stmt_list, -1),
                root.unsigned(At.DW_AT_str_offsets_base, header),
                root.unsigned(At.DW_AT_addr_base, root.unsigned(At.DW_AT_GNU_addr_base, header)),
                root.unsigned(At.DW_AT_rnglists_base, listHeader),
                root.unsigned(At.DW_AT_loclists_base, listHeader));
    }
}
