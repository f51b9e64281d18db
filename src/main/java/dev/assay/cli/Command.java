package dev.assay.cli;

import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
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

    /// What `--help WORD` explains, beside the command itself.
    default Topics topics() {
        return Topics.NONE;
    }

    /// Words that a command's help has more to say about.
    ///
    /// @param noun  what such a word is called
    /// @param words all of them
    /// @param text  what is printed about a word, laid out for a terminal
    record Topics(String noun, List<String> words, BiFunction<String, Terminal, String> text) {
        /// Of a command that needs none.
        static final Topics NONE = new Topics("topic", List.of(), (word, terminal) -> "");

        public Topics {
            words = List.copyOf(words);
        }
    }

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
