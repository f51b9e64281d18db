package dev.assay.check.gate;

import java.util.List;

/// Something wrong in a policy.
///
/// @param line   from 1
/// @param column in characters, from 1
/// @param what   `expected …, found …`; holds words of the policy as they are
/// @param text   of the whole line
/// @param word   that was found where one of `known` was expected; empty if that is not what is wrong
/// @param known  words that would have been right
public record PolicyError(int line, int column, String what, String text, String word, List<String> known) {
    public PolicyError {
        known = List.copyOf(known);
    }
}
