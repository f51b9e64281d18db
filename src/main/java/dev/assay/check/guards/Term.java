package dev.assay.check.guards;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One side of a comparison.
///
/// @param role     what it is to the check: `index`, `bound`, `divisor`, …; else `left` or `right`
/// @param place    what the instruction reads: a register, `[rdi+0x10]`; null where it is part of the instruction, or
///                 not described
/// @param constant what it always is, as far as data flow tells; else null
/// @param names    source variables that are there, of the function first, then of what was inlined into it
public record Term(String role, @Nullable String place, @Nullable Long constant, List<Named> names) {
    private static final int SHOWN = 3;
    private static final long SMALL = 0x1_0000;

    public Term {
        names = List.copyOf(names);
    }

    /// A variable.
    ///
    /// @param name of it, or of a part: `bytes.length`
    /// @param type as DWARF names it; `?` if not told
    public record Named(String name, String type) {
        String text() {
            return type.equals("?") ? name : name + ": " + type;
        }
    }

    /// `index rdi = i: u32`, `bound 40`.
    String text() {
        StringBuilder text = new StringBuilder(role);
        if (place != null) {
            text.append(' ').append(place);
        }
        if (constant != null) {
            text.append(place == null ? " " : " = ").append(number(constant));
        } else if (place == null && names.isEmpty()) {
            text.append(" ?");
        }
        for (int i = 0; i < Math.min(SHOWN, names.size()); i++) {
            text.append(" = ").append(names.get(i).text());
        }
        return text.toString();
    }

    /// As it stands in the condition: where it is, or what.
    String shortText() {
        return place != null ? place : constant != null ? number(constant) : "?";
    }

    static String number(long value) {
        return value > -SMALL && value < SMALL ? Long.toString(value)
                : value < 0 && value > Integer.MIN_VALUE - SMALL ? "-0x" + Long.toHexString(-value)
                : "0x" + Long.toHexString(value);
    }

    Term withRole(String newRole) {
        return new Term(newRole, place, constant, names);
    }
}
