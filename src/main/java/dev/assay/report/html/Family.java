package dev.assay.report.html;

import dev.assay.check.panics.Kind;
import java.util.Locale;

/// Kinds of checks that share a colour.
enum Family {
    ARITHMETIC("arithmetic"),
    INDEXING("indexing"),
    UNWRAPPING("unwrapping"),
    WRITTEN("written by hand"), //
    SAFETY("safety checks"),
    OTHER("other");

    private final String title;

    Family(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /// The class by which the style sheet knows it.
    String style() {
        return "k-" + name().toLowerCase(Locale.ROOT);
    }

    static Family of(Kind kind) {
        return switch (kind) {
            case ADD_OVERFLOW, SUB_OVERFLOW, MUL_OVERFLOW, NEG_OVERFLOW, SHL_OVERFLOW, SHR_OVERFLOW, DIV_OVERFLOW,
                    REM_OVERFLOW, DIV_BY_ZERO, REM_BY_ZERO -> ARITHMETIC;
            case BOUNDS_CHECK, SLICE_INDEX, SLICE_COPY_LENGTH, STR_BOUNDARY -> INDEXING;
            case UNWRAP_NONE, UNWRAP_ERR, EXPECT, BORROW -> UNWRAPPING;
            case ASSERT, EXPLICIT, BUILD_ERROR -> WRITTEN;
            case UNSAFE_PRECONDITION, MISALIGNED_POINTER, NULL_POINTER, INVALID_ENUM, NO_UNWIND,
                    COROUTINE_RESUMED -> SAFETY;
            case OTHER -> OTHER;
        };
    }
}
