package dev.assay.dwarf;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The shape of an entry (DWARF 5 §7.5.3): its tag and which attributes follow in which form, prepared for stepping
/// over entries without looking at their attributes.
final class Abbreviation {
    /// Real ones have about twenty. The limit keeps the cost of one entry in proportion to its bytes, for
    /// attributes can be without any.
    static final int MAX_ATTRIBUTES = 512;

    final long code;
    final int tag;
    final boolean hasChildren;

    /// Names of the attributes, and beside them their forms and, for `DW_FORM_implicit_const`, their values.
    final int[] attributes;

    final int[] forms;
    final long @Nullable [] constants;

    /// In bytes, or [Forms#VARIABLE], beside [#attributes].
    final int[] sizes;

    /// How to step over all values: a number of bytes, or the negated form of one value whose size varies.
    final int[] steps;

    /// Whether the entry says where its code lies.
    final boolean hasCode;

    /// @param constants beside `attributes`, or `null` if no form is `DW_FORM_implicit_const`
    /// @param encoding  of the units that use it; every form must be known
    Abbreviation(long code, int tag, boolean hasChildren, int[] attributes, int[] forms, long @Nullable [] constants,
            Encoding encoding) {
        this.code = code;
        this.tag = tag;
        this.hasChildren = hasChildren;
        this.attributes = attributes;
        this.forms = forms;
        this.constants = constants;
        this.sizes = new int[forms.length];
        for (int i = 0; i < forms.length; i++) {
            sizes[i] = Forms.size(forms[i], encoding);
        }
        this.steps = steps(forms, sizes);
        this.hasCode = indexOf(At.DW_AT_low_pc) >= 0 || indexOf(At.DW_AT_ranges) >= 0;
    }

    /// Where `attribute` is in [#attributes]; negative if it is not.
    int indexOf(int attribute) {
        for (int i = 0; i < attributes.length; i++) {
            if (attributes[i] == attribute) {
                return i;
            }
        }
        return -1;
    }

    /// Of all values in bytes; [Forms#VARIABLE] if entries differ.
    int fixedSize() {
        return steps.length == 0 ? 0 : steps.length == 1 && steps[0] >= 0 ? steps[0] : Forms.VARIABLE;
    }

    private static int[] steps(int[] forms, int[] sizes) {
        int[] steps = new int[forms.length];
        int count = 0;
        for (int i = 0; i < forms.length; i++) {
            if (sizes[i] == Forms.VARIABLE) {
                steps[count++] = -forms[i];
            } else if (count > 0 && steps[count - 1] >= 0) {
                steps[count - 1] += sizes[i];
            } else {
                steps[count++] = sizes[i];
            }
        }
        return Arrays.copyOf(steps, count);
    }
}
