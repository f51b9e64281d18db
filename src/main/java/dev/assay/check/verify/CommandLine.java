package dev.assay.check.verify;

import java.util.List;
import java.util.stream.Collectors;

/// A command as one types it into a POSIX shell.
public final class CommandLine {
    private static final String HARMLESS = "[A-Za-z0-9_@%+=:,./-][A-Za-z0-9_@%+=:,./~-]*";

    private CommandLine() {}

    /// Program and arguments, quoted where a shell would take them apart; the program without its folder.
    public static String of(List<String> command) {
        String program = command.getFirst();
        return program.substring(program.lastIndexOf('/') + 1) + command.stream().skip(1).map(CommandLine::quoted)
                .map(word -> " " + word).collect(Collectors.joining());
    }

    private static String quoted(String word) {
        return word.matches(HARMLESS) ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
