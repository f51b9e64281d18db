package dev.assay.dwarf;

import java.util.Arrays;

/// What a single walk over a unit keeps: the entries that give others a name space, each with the one it is in, and
/// which of them are functions with code. Entries do not say who their parent is (DWARF 5 §2.3), so paths like
/// `core::num::{impl#12}` can only be had this way.
///
/// Offsets are from the start of the unit, in bytes, and ascend.
final class Outline {
    static final int NONE = -1;

    private int[] offsets = new int[256];
    private int[] parents = new int[256];
    private int count;
    private int[] withCode = new int[64];
    private int withCodeCount;

    /// The scopes that the walk is inside of, and their depths.
    private int[] open = new int[16];

    private int[] openDepths = new int[16];
    private int openCount;

    private Outline() {}

    static Outline of(Unit unit) {
        Outline outline = new Outline();
        EntryCursor entry = unit.entries();
        while (entry.next()) {
            Abbreviation shape = entry.current();
            outline.leave(entry.depth());
            if (isScope(shape.tag)) {
                outline.add(entry, shape);
            }
        }
        return outline;
    }

    /// The scope around the entry at `offset`, itself a scope; [#NONE] if it is directly in the unit, or no scope.
    int parent(int offset) {
        int index = Arrays.binarySearch(offsets, 0, count, offset);
        if (index < 0 || parents[index] == NONE) {
            return NONE;
        }
        return offsets[parents[index]];
    }

    /// Offsets of the subprograms that have code.
    int[] withCode() {
        return Arrays.copyOf(withCode, withCodeCount);
    }

    /// Closes the scopes that an entry at `depth` is not inside of.
    private void leave(int depth) {
        while (openCount > 0 && openDepths[openCount - 1] >= depth) {
            openCount--;
        }
    }

    private void add(EntryCursor entry, Abbreviation shape) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, 2 * count);
            parents = Arrays.copyOf(parents, 2 * count);
        }
        offsets[count] = entry.unitOffset();
        parents[count] = openCount == 0 ? NONE : open[openCount - 1];
        if (shape.tag == Tag.DW_TAG_subprogram && shape.hasCode) {
            if (withCodeCount == withCode.length) {
                withCode = Arrays.copyOf(withCode, 2 * withCodeCount);
            }
            withCode[withCodeCount++] = entry.unitOffset();
        }
        if (shape.hasChildren) {
            if (openCount == open.length) {
                open = Arrays.copyOf(open, 2 * openCount);
                openDepths = Arrays.copyOf(openDepths, 2 * openCount);
            }
            open[openCount] = count;
            openDepths[openCount++] = entry.depth();
        }
        count++;
    }

    private static boolean isScope(int tag) {
        return switch (tag) {
            case Tag.DW_TAG_namespace, Tag.DW_TAG_module, Tag.DW_TAG_structure_type, Tag.DW_TAG_union_type,
                    Tag.DW_TAG_enumeration_type, Tag.DW_TAG_class_type, Tag.DW_TAG_interface_type,
                    Tag.DW_TAG_subprogram -> true;
            default -> false;
        };
    }
}
