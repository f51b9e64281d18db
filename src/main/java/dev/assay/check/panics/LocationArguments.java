package dev.assay.check.panics;

import dev.assay.bytes.Memory;
import dev.assay.image.State;
import dev.assay.image.Value;
import dev.assay.machine.Machine;
import dev.assay.rust.SourceLocation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Finds out which argument of a panic entry is its `&'static Location`.
///
/// Told by the calls themselves: the argument that holds a valid location at most of them. The name table only
/// breaks ties, because what comes before the location changes with the compiler (`fmt::Arguments` went from one
/// word to two). A location left in another register by an earlier check is outvoted.
final class LocationArguments {
    private final Machine machine;
    private final Memory memory;
    private final Map<Long, Optional<SourceLocation>> read = new HashMap<>();

    LocationArguments(Machine machine, Memory memory) {
        this.machine = machine;
        this.memory = memory;
    }

    /// The index of the argument; empty if no call passes a location in a register.
    ///
    /// @param states before each known call of the entry
    OptionalInt find(Entry entry, List<State> states) {
        int best = -1;
        int bestVotes = 0;
        for (int argument = 0; argument < machine.arguments(); argument++) {
            int votes = 0;
            for (State state : states) {
                if (holdsLocation(state.register(machine.argument(argument)))) {
                    votes++;
                }
            }
            if (votes > bestVotes || (votes > 0 && votes == bestVotes && prefers(entry, argument, best))) {
                best = argument;
                bestVotes = votes;
            }
        }
        return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    private static boolean prefers(Entry entry, int argument, int other) {
        boolean hinted = entry.locationHints().contains(argument);
        boolean otherHinted = entry.locationHints().contains(other);
        return hinted == otherHinted || hinted; // of two equals the later: the location is the last argument
    }

    /// Where no call has a location at hand, the hinted argument that callers hand on from their own callers.
    OptionalInt passedOn(Entry entry, List<State> states) {
        for (int hint : entry.locationHints()) {
            for (State state : states) {
                if (hint < machine.arguments() && state.register(machine.argument(hint)).atoms().stream()
                        .anyMatch(atom -> argumentOf(atom).isPresent())) {
                    return OptionalInt.of(hint);
                }
            }
        }
        return entry.locationHints().stream().filter(hint -> hint < machine.arguments()).mapToInt(hint -> hint)
                .findFirst();
    }

    /// Which of its own arguments a function holds there, unchanged since it was entered.
    OptionalInt argumentOf(Value.Atom atom) {
        for (int argument = 0; argument < machine.arguments(); argument++) {
            if (atom.base() == machine.argument(argument) && atom.offset() == 0) {
                return OptionalInt.of(argument);
            }
        }
        return OptionalInt.empty();
    }

    /// Whether some argument holds a location.
    boolean anyArgument(State state) {
        for (int argument = 0; argument < machine.arguments(); argument++) {
            if (holdsLocation(state.register(machine.argument(argument)))) {
                return true;
            }
        }
        return false;
    }

    private boolean holdsLocation(Value value) {
        long[] constants = value.constants();
        for (long constant : constants) {
            if (at(constant).isEmpty()) {
                return false;
            }
        }
        return constants.length > 0;
    }

    /// The location at `address`, if there is one.
    Optional<SourceLocation> at(long address) {
        return read.computeIfAbsent(address, a -> SourceLocation.read(memory, a));
    }
}
