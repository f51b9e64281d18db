package dev.assay.cli;

import java.io.PrintStream;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where a command prints, and what the reader at the other end can see.
///
/// @param out         for the answer
/// @param err         for everything else
/// @param interactive whether a person reads `out` on a terminal, as the launcher found
/// @param colour      whether `out` may hold escape sequences for colour
/// @param watched     whether a person sees `err` on a terminal, as the launcher found
/// @param columns     width of the terminal in characters; 0 where there is no terminal or its width is not known
public record Terminal(PrintStream out, PrintStream err, boolean interactive, boolean colour, boolean watched,
        int columns) {

    /// Asking the JVM whether it has a terminal costs more than the rest of a start, so the launcher passes it on
    /// (`-Dassay.tty=1`). Colour follows <https://no-color.org>: any non-empty `NO_COLOR` switches it off.
    ///
    /// @param environment value of an environment variable, or null
    static Terminal of(PrintStream out, PrintStream err, boolean interactive, boolean watched,
            Function<String, @Nullable String> environment) {
        if (!interactive) {
            return new Terminal(out, err, false, false, watched, 0);
        }
        String noColour = environment.apply("NO_COLOR");
        String kind = environment.apply("TERM");
        boolean colour = (noColour == null || noColour.isEmpty()) && kind != null && !kind.equals("dumb");
        return new Terminal(out, err, true, colour, watched, columns(environment.apply("COLUMNS")));
    }

    private static int columns(@Nullable String text) {
        return text != null && text.matches("[0-9]{1,4}") ? Integer.parseInt(text) : 0;
    }
}
