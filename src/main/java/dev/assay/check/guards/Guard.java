package dev.assay.check.guards;

import java.util.List;
import java.util.stream.Collectors;

/// What decides whether a function gets to one of its panic sites.
///
/// Holds for control within the function: who calls it, and with what, is another question.
public sealed interface Guard {
    /// One of these branches.
    ///
    /// @param checks in order of address; more than one where several lead to one merged call
    /// @param others whether code that no branch leads to (an entry of a jump table, a patched jump) leads here too
    record Guarded(List<Check> checks, boolean others) implements Guard {
        private static final int SHOWN = 8;

        public Guarded {
            checks = List.copyOf(checks);
        }

        @Override
        public List<String> lines() {
            List<String> lines = checks.stream().limit(SHOWN).map(Check::text).collect(Collectors.toList());
            if (checks.size() > SHOWN) {
                lines.add("and %d more branches".formatted(checks.size() - SHOWN));
            }
            if (others) {
                lines.add("and from code that no branch leads to: an indirect jump, or one patched in");
            }
            return lines;
        }
    }

    /// Nothing: once entered, the function gets there, unless it stops or returns in a function it calls.
    record Always() implements Guard {
        @Override
        public List<String> lines() {
            return List.of("none: the function always gets here");
        }
    }

    /// It could not be told.
    ///
    /// @param why what is in the way
    record Unknown(String why) implements Guard {
        @Override
        public List<String> lines() {
            return List.of("unknown: " + why);
        }
    }

    /// For people: a line for each branch, at least one.
    List<String> lines();
}
