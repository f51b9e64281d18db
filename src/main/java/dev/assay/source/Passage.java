package dev.assay.source;

import java.util.List;

/// The lines of a source file around a place, and what encloses the place.
///
/// @param file      path in the source tree, with `/`
/// @param line      of the place, from 1
/// @param column    of the place in characters, from 1; 0 if only the line is known
/// @param lines     as they stand in the file, without line ends
/// @param firstLine the number of the first of `lines`, from 1
/// @param unsafe    whether an `unsafe` block or an `unsafe fn` encloses it
/// @param constFn   whether the innermost enclosing function is a `const fn`
/// @param test      whether `#[cfg(test)]` or `#[test]` encloses it
public record Passage(String file, int line, int column, List<String> lines, int firstLine, boolean unsafe,
        boolean constFn, boolean test) {
    public Passage {
        lines = List.copyOf(lines);
    }
}
