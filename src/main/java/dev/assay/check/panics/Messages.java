package dev.assay.check.panics;

import dev.assay.bytes.Memory;
import dev.assay.image.State;
import dev.assay.image.Value;
import dev.assay.machine.Machine;
import dev.assay.rust.ConstantString;
import dev.assay.rust.FormatArguments;
import dev.assay.rust.PanicEntries;
import dev.assay.rust.PanicEntry;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The message of a panic where it is one constant string, and the kind where only the message tells it.
final class Messages {
    private final Machine machine;
    private final Memory memory;

    Messages(Machine machine, Memory memory) {
        this.machine = machine;
        this.memory = memory;
    }

    /// Whether calls of `entry` pass a message at all.
    static boolean has(Entry entry) {
        return entry.known().filter(known -> known.message() != null || known.format() != null).isPresent();
    }

    /// The message that a call of `entry` passes; empty where it is not known.
    ///
    /// @param locationArgument of the entry; how far it is behind `fmt::Arguments` tells the form of these
    Optional<String> of(Entry entry, State state, OptionalInt locationArgument) {
        Integer text = entry.known().map(PanicEntry::message).orElse(null);
        if (text != null) {
            Value pointer = argument(state, text);
            Value length = argument(state, text + 1);
            return pointer.isConstant() && length.isConstant()
                    ? ConstantString.read(memory, pointer.constant(), length.constant())
                    : Optional.empty();
        }
        Integer format = entry.known().map(PanicEntry::format).orElse(null);
        if (format == null) {
            return Optional.empty();
        }
        return locationArgument.orElse(format + 2) == format + 1 ? byReference(state, argument(state, format))
                : byValue(argument(state, format), argument(state, format + 1));
    }

    /// Up to rustc 1.92: the address of pieces, arguments and specifications.
    private Optional<String> byReference(State state, Value arguments) {
        Value pieces = state.read(arguments, 0);
        Value count = state.read(arguments, 8);
        Value insertions = state.read(arguments, 24);
        return pieces.isConstant() && count.isConstant() && insertions.isConstant()
                ? FormatArguments.ofPieces(memory, pieces.constant(), count.constant(), insertions.constant())
                : Optional.empty();
    }

    /// Since rustc 1.93: two words.
    private Optional<String> byValue(Value first, Value second) {
        if (!first.isConstant()) {
            return Optional.empty();
        }
        return second.isConstant() ? FormatArguments.ofPair(memory, first.constant(), second.constant())
                : FormatArguments.ofTemplate(memory, first.constant());
    }

    private Value argument(State state, int index) {
        return index < machine.arguments() ? state.register(machine.argument(index)) : Value.UNKNOWN;
    }

    /// What the entry checks; where it serves several checks, what the message says.
    static Kind kind(Entry entry, @Nullable String message) {
        Optional<Kind> told = message == null ? Optional.empty()
                : PanicEntries.kindOfMessage(message).flatMap(Kind::byId);
        if (told.isPresent()) {
            return told.get();
        }
        if (entry.kind() == Kind.UNWRAP_ERR) {
            return Kind.EXPECT; // core::result::unwrap_failed serves expect too, which passes the author's words on
        }
        return entry.kind();
    }
}
