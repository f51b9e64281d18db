package dev.assay.source;

import java.io.IOException;

/// Reads the syntax of source files. The parser is loaded when one is made.
public final class SourceReader {
    private final Grammar grammar;

    private SourceReader(Grammar grammar) {
        this.grammar = grammar;
    }

    /// Loads the parser.
    ///
    /// @throws IOException on a machine that it is not there for; the message is for the user
    public static SourceReader load() throws IOException {
        return new SourceReader(Grammar.load());
    }

    /// Parses a file.
    public Reading read(SourceFile file) {
        return new Reading(new Syntax(file, grammar));
    }
}
