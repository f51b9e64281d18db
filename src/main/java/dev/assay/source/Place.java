package dev.assay.source;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a source file has at a place.
///
/// @param line          from 1
/// @param column        in characters, from 1; 0 if only the line is known
/// @param begins        what begins there; empty if nothing does that could panic
/// @param text          what stands there on the line, for a message
/// @param function      name of the innermost function around it; null if there is none, or if a macro may name it
/// @param unsafe        whether an `unsafe` block or an `unsafe fn` encloses it
/// @param constFn       whether that function is a `const fn`
/// @param test          whether `#[cfg(test)]`, `#[test]` or the kernel's `#[kunit_tests]` encloses it
/// @param justification why its author accepts a panic there; null if nothing says so
public record Place(int line, int column, Set<Beginning> begins, String text, @Nullable String function, boolean unsafe,
        boolean constFn, boolean test, @Nullable Justification justification) {
    /// What an expression that can panic begins with.
    public enum Beginning {
        /// An index, or the bracket of one: `a[i]`.
        INDEX,
        /// A sign between or before operands: `a + b`, `a += b`, `-a`, `a?`.
        OPERATOR,
        /// A call, or the name of the method that is called.
        CALL,
        /// A macro, something inside one, or an attribute: anything may come of it.
        MACRO
    }

    public Place {
        begins = Set.copyOf(begins);
    }
}
