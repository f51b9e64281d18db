package dev.assay.check.gate;

import dev.assay.check.panics.Kind;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Kinds of checks that a policy can name by one word.
public enum KindGroup {
    /// What the compiler or the library put in.
    IMPLICIT,
    /// What somebody wrote. It is not called `explicit`, because a kind is.
    WRITTEN,
    /// Arithmetic whose result does not fit its type.
    OVERFLOW,
    /// What a division can fail for.
    DIVISION,
    /// A place in an array, a slice or a string that is not there.
    INDEX,
    /// An `Option` or a `Result` without the value that was wanted.
    UNWRAP,
    /// What rustc checks of unsafe code where debug assertions are on.
    UNSAFE;

    /// As a policy spells it.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The kinds that the word stands for.
    public Set<Kind> kinds() {
        return switch (this) {
            case IMPLICIT -> of(true);
            case WRITTEN -> of(false);
            case OVERFLOW -> EnumSet.of(Kind.ADD_OVERFLOW, Kind.SUB_OVERFLOW, Kind.MUL_OVERFLOW, Kind.NEG_OVERFLOW,
                    Kind.SHL_OVERFLOW, Kind.SHR_OVERFLOW, Kind.DIV_OVERFLOW, Kind.REM_OVERFLOW);
            case DIVISION -> EnumSet.of(Kind.DIV_BY_ZERO, Kind.REM_BY_ZERO, Kind.DIV_OVERFLOW, Kind.REM_OVERFLOW);
            case INDEX -> EnumSet.of(Kind.BOUNDS_CHECK, Kind.SLICE_INDEX, Kind.SLICE_COPY_LENGTH, Kind.STR_BOUNDARY);
            case UNWRAP -> EnumSet.of(Kind.UNWRAP_NONE, Kind.UNWRAP_ERR, Kind.EXPECT);
            case UNSAFE -> EnumSet.of(Kind.UNSAFE_PRECONDITION, Kind.MISALIGNED_POINTER, Kind.NULL_POINTER,
                    Kind.INVALID_ENUM);
        };
    }

    private static Set<Kind> of(boolean implicit) {
        return Arrays.stream(Kind.values()).filter(kind -> kind.isImplicit() == implicit).collect(Collectors.toSet());
    }

    static Optional<KindGroup> byId(String id) {
        return Arrays.stream(values()).filter(group -> group.id().equals(id)).findFirst();
    }
}
