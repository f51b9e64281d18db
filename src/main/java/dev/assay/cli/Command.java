package dev.assay.cli;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/// One word after `assay`: reads its arguments into a request, has it answered, and prints nothing of its own.
interface Command {
    /// As typed.
    String name();

    /// What it answers, in one line without a full stop.
    String question();

    /// The arguments after the options (`FILE|FOLDER…`), one line per form.
    List<String> forms();

    /// What the reader must know beyond the options; may be empty.
    String details();

    /// Command lines that work, each with what it does.
    List<Example> examples();

    /// In the order in which the help lists them. Every command has `--help` besides.
    Options options();

    ExitStatus run(CommandLine line, Terminal terminal) throws IOException;

    /// A command line that works.
    ///
    /// @param line as typed, from `assay` on
    /// @param does what the reader gets
    record Example(String line, String does) {}

    /// Answers a request.
    ///
    /// @param <R> what is asked
    @FunctionalInterface
    interface Action<R> {
        /// Prints the answer to `request`.
        ///
        /// @throws IOException if a file cannot be opened or read
        ExitStatus answer(R request, Terminal terminal) throws IOException;
    }
}
