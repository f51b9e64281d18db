package dev.assay.cli;

import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/// `assay sql`: any question about what snapshots hold.
///
/// @param action that answers
record SqlCommand(Action<SqlCommand.Request> action) implements Command {
    private static final int MEMORY = 1024;

    /// What is asked.
    ///
    /// @param sql    one statement
    /// @param store  with the snapshots
    /// @param format of the answer
    /// @param memory that the database may take, in MiB
    record Request(String sql, StoreOptions store, Format format, int memory) {}

    @Override
    public String name() {
        return "sql";
    }

    @Override
    public String question() {
        return "Answers a question in SQL about the snapshots";
    }

    @Override
    public List<String> forms() {
        return List.of("[OPTION…] 'SELECT …'");
    }

    @Override
    public String details() {
        return """
                The tables are snapshots, names, images, sites, frames, aliases, entrances, source_lines, stale, \
                functions, calls, roots, gaps and configuration; 'DESCRIBE sites' shows the columns of one, and \
                docs/store.md explains them. The dialect is that of DuckDB.

                A question can read nothing but the snapshots, and changes nothing.""";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("assay sql 'SELECT kind, count(*) FROM sites GROUP BY ALL ORDER BY 2 DESC'",
                        "kinds of panic, the most frequent first"),
                new Example("assay sql --format csv 'SELECT * FROM images' > images.csv", "for a spreadsheet"),
                new Example("assay sql 'DESCRIBE calls'", "the columns of a table"));
    }

    @Override
    public Options options() {
        return StoreOptions.addTo(new Options()
                .addOption(Arguments.one("format", "FORMAT", "text, json, csv or tsv (text if not given)"))
                .addOption(Arguments.one("memory", "MIB", "that the database may take, in MiB (%d)"
                        .formatted(MEMORY))));
    }

    @Override
    public ExitStatus run(CommandLine line, Terminal terminal) throws IOException {
        return action.answer(request(line), terminal);
    }

    static Request request(CommandLine line) {
        Arguments arguments = new Arguments(line);
        List<String> words = line.getArgList();
        if (words.size() != 1) {
            throw new UsageException("takes one statement, in quotes; found %d words".formatted(words.size()));
        }
        int memory = (int) Math.min(1 << 20, arguments.number("memory", MEMORY));
        return new Request(words.getFirst(), StoreOptions.of(arguments),
                arguments.format(Format.TEXT, Format.JSON, Format.CSV, Format.TSV), memory);
    }
}
