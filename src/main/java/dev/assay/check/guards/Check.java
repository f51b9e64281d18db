package dev.assay.check.guards;

import dev.assay.machine.Condition;
import dev.assay.machine.Operation;
import org.jspecify.annotations.Nullable;

/// A conditional branch, one way of which leads to a panic site.
///
/// @param branch    the instruction, in bytes from the start of its function
/// @param compared  the instruction that computes what the branch depends on, likewise; -1 where none was found
/// @param operation what that one does with `left` and `right`
/// @param width     of the operands, in bits
/// @param condition under which the site is reached; of [Operation#COMPARE] and [Operation#SUBTRACT] it relates left to
///                  right, of others the result to 0
/// @param left      null if not known
/// @param right     null if there is none, or it is not known
public record Check(int branch, int compared, Operation operation, int width, Condition condition,
        @Nullable Term left, @Nullable Term right) {

    /// `index rdi = i: u32, bound 40 (reached if rdi >= 40, unsigned; branch at +0x5c)`.
    public String text() {
        String place = "branch at +0x%x".formatted(branch);
        if (left == null || condition == Condition.UNKNOWN) {
            String what = left == null ? "a condition" : left.text() + (right == null ? "" : ", " + right.text());
            return "%s that is not followed (%s)".formatted(what, place);
        }
        StringBuilder text = new StringBuilder(left.text());
        if (right != null && !isPlainNumber(right)) {
            text.append(", ").append(right.text());
        }
        return text.append(" (reached if ").append(reason(left)).append("; ").append(place).append(')').toString();
    }

    /// One that the condition shows, and of which there is no more to say.
    private static boolean isPlainNumber(Term term) {
        return term.constant() != null && term.place() == null && term.role().equals(Roles.RIGHT);
    }

    /// What it is compared with; a number as the comparison sees it.
    private String second() {
        if (right == null) {
            return "";
        }
        Long constant = right.constant();
        if (constant == null || constant >= 0 || right.place() != null || !condition.isUnsigned()) {
            return right.shortText();
        }
        return "0x" + Long.toHexString(width < Long.SIZE ? constant & ((1L << width) - 1) : constant);
    }

    private String reason(Term first) {
        String second = second();
        String relation = condition.text() + " " + (operation.isComparison() ? second : "0");
        String sign = condition.isUnsigned() ? ", unsigned" : condition.isSigned() ? ", signed" : "";
        String one = first.shortText();
        return switch (operation) {
            case COMPARE, SUBTRACT -> condition.isRelation() ? one + " " + relation + sign
                    : "%s - %s %s".formatted(one, second, condition.text());
            case BIT_TEST -> "bit %s of %s %s".formatted(second, one, condition.text());
            case NEGATE -> "-%s %s".formatted(one, condition.isRelation() ? relation : condition.text());
            default -> {
                String result = second.equals(one) && operation == Operation.TEST ? one
                        : "%s %s %s".formatted(one, operation.text(), second);
                yield result + " " + (condition.isRelation() ? relation + sign : condition.text());
            }
        };
    }
}
