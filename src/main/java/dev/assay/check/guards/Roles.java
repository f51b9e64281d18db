package dev.assay.check.guards;

import dev.assay.check.panics.Kind;
import dev.assay.machine.Condition;
import dev.assay.machine.Operand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the two sides of a comparison are to a check.
final class Roles {
    static final String LEFT = "left";
    static final String RIGHT = "right";
    static final String BOUND = "bound";
    private static final String INDEX = "index";

    private Roles() {}

    /// What the arguments of a panic entry are, before the location; none where they say nothing of the check.
    ///
    /// @param entry path of it (rustc 1.95.0, `library/core/src/panicking.rs` and `slice/index.rs`)
    static List<String> ofArguments(String entry) {
        return switch (entry.substring(entry.lastIndexOf(':') + 1)) {
            case "panic_bounds_check" -> List.of(INDEX, BOUND);
            case "slice_index_fail" -> List.of("start", "end", "length");
            case "slice_start_index_len_fail" -> List.of("start", "length");
            case "slice_end_index_len_fail" -> List.of("end", "length");
            case "slice_index_order_fail" -> List.of("start", "end");
            case "len_mismatch_fail" -> List.of("destination", "source");
            default -> List.of();
        };
    }

    /// The role that the kind and the condition give one side.
    ///
    /// @param isLeft whether it is the left one
    static String of(Kind kind, Comparison comparison, boolean isLeft) {
        String plain = isLeft ? LEFT : RIGHT;
        return switch (kind) {
            case BOUNDS_CHECK, SLICE_INDEX -> {
                @Nullable Boolean leftIsIndex = leftIsGreater(comparison.condition());
                yield leftIsIndex == null || !comparison.operation().isComparison() ? plain
                        : leftIsIndex == isLeft ? INDEX : BOUND;
            }
            case DIV_BY_ZERO, REM_BY_ZERO -> isAgainstConstant(comparison) && isLeft ? "divisor" : plain;
            case UNWRAP_NONE, UNWRAP_ERR, EXPECT, INVALID_ENUM ->
                    isAgainstConstant(comparison) && isLeft ? "discriminant" : plain;
            case SHL_OVERFLOW, SHR_OVERFLOW -> !isAgainstConstant(comparison) ? plain : isLeft ? "amount" : "bits";
            case BORROW -> isAgainstConstant(comparison) && isLeft ? "borrowed" : plain;
            case MISALIGNED_POINTER, NULL_POINTER -> isAgainstConstant(comparison) && isLeft ? "pointer" : plain;
            case NEG_OVERFLOW -> isLeft ? "operand" : plain;
            case ADD_OVERFLOW, SUB_OVERFLOW, MUL_OVERFLOW, DIV_OVERFLOW, REM_OVERFLOW, SLICE_COPY_LENGTH,
                    STR_BOUNDARY, ASSERT, EXPLICIT, UNSAFE_PRECONDITION, NO_UNWIND, COROUTINE_RESUMED, BUILD_ERROR,
                    OTHER -> plain;
        };
    }

    private static boolean isAgainstConstant(Comparison comparison) {
        return comparison.right() instanceof Operand.Constant || comparison.left().equals(comparison.right());
    }

    /// An index is out of bounds if it is greater; null if the condition does not say which one is.
    private static @Nullable Boolean leftIsGreater(Condition condition) {
        return switch (condition) {
            case ABOVE, ABOVE_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            case BELOW, BELOW_OR_EQUAL, LESS, LESS_OR_EQUAL -> false;
            default -> null;
        };
    }
}
