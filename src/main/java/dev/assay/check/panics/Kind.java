package dev.assay.check.panics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a panic site checks, as the reader of a report names it.
///
/// Closed: every renderer and every advice page covers all of them. `OTHER` always comes with the entry's name.
public enum Kind {
    BOUNDS_CHECK(true),
    ADD_OVERFLOW(true),
    SUB_OVERFLOW(true),
    MUL_OVERFLOW(true),
    NEG_OVERFLOW(true),
    SHL_OVERFLOW(true),
    SHR_OVERFLOW(true),
    DIV_OVERFLOW(true),
    REM_OVERFLOW(true),
    DIV_BY_ZERO(true),
    REM_BY_ZERO(true),
    SLICE_INDEX(true),
    SLICE_COPY_LENGTH(true),
    STR_BOUNDARY(true),
    UNWRAP_NONE(true),
    UNWRAP_ERR(true),
    EXPECT(true),
    BORROW(true),
    ASSERT(false),
    EXPLICIT(false),
    UNSAFE_PRECONDITION(true),
    MISALIGNED_POINTER(true),
    NULL_POINTER(true),
    INVALID_ENUM(true),
    NO_UNWIND(true),
    COROUTINE_RESUMED(true),
    BUILD_ERROR(false),
    OTHER(true);

    private final boolean implicit;

    Kind(boolean implicit) {
        this.implicit = implicit;
    }

    /// Whether the check comes from the compiler or the library, not from a written `panic!`, `assert!` or the like.
    public boolean isImplicit() {
        return implicit;
    }

    /// The kebab-case name used in every output.
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Kind> byId(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
    }

    @Override
    public String toString() {
        return id();
    }
}
