package dev.assay.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/// `assay prove`: is a function free of panics?
///
/// @param action that answers
record ProveCommand(Action<ProveCommand.Request> action) implements Command {
    private static final int MOST = 100_000;

    /// In which form the answer is printed.
    enum Form {
        TEXT,
        JSON
    }

    /// What is asked.
    ///
    /// @param images    files to examine together, the one named first first
    /// @param debug     where to look for their DWARF
    /// @param functions symbols, demangled paths or their ends, addresses
    /// @param assumed   patterns for functions that are taken to be free of panics
    /// @param named     edges that could not be followed, of which each answer names no more
    /// @param jobs      threads that work at once
    record Request(List<Path> images, List<Path> debug, List<String> functions, List<String> assumed, int named,
            Form form, int jobs) {
        Request {
            images = List.copyOf(images);
            debug = List.copyOf(debug);
            functions = List.copyOf(functions);
            assumed = List.copyOf(assumed);
        }
    }

    @Override
    public String name() {
        return "prove";
    }

    @Override
    public String question() {
        return "Tells whether a function is free of Rust panics, with everything that it can reach";
    }

    @Override
    public List<String> forms() {
        return List.of("[OPTION…] FILE FUNCTION…");
    }

    @Override
    public String details() {
        return """
                A FUNCTION is a symbol or a demangled path, or the end of one, and may hold * and ?. Everything that \
                it calls is followed, in Rust and in C. The answer is one of: proved free; reaches these panic sites; \
                cannot tell, because of these calls that could not be followed: through pointers, or to functions that \
                are in no file examined (name more files with --with).

                --assume takes functions to be free of panics without looking; the answer names those that mattered.

                Exit status: 0 every function is proved free, 1 one of them reaches a panic, 2 a file could not be \
                read or has no such function, 3 cannot tell.""";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("assay prove qt2025.ko read_status", "one function of a module"),
                new Example("assay prove --with vmlinux qt2025.ko read_status", "with what it calls in the kernel"),
                new Example("assay prove --assume 'rust_helper_*' qt2025.ko read_status",
                        "if what it calls in C does not panic"));
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Arguments.list("assume", "GLOB", "take functions to be free of panics"))
                .addOption(Arguments.one("all", "N", "name up to N calls that could not be followed (10)"))
                .addOption(Arguments.list("with", "FILE", "another image of the same kernel"))
                .addOption(Arguments.list("debug", "FILE|FOLDER", "look for DWARF here, matched by build-id"))
                .addOption(Arguments.one("jobs", "N", "threads that work at once (as many as there are processors)"))
                .addOption(Arguments.one("format", "FORMAT", "text or json (text if not given)"));
    }

    @Override
    public ExitStatus run(CommandLine line, Terminal terminal) throws IOException {
        return action.answer(request(line), terminal);
    }

    static Request request(CommandLine line) {
        Arguments arguments = new Arguments(line);
        List<String> words = line.getArgList();
        if (words.size() < 2) {
            throw new UsageException("takes a file and functions; found %d argument%s".formatted(words.size(),
                    words.size() == 1 ? "" : "s"));
        }
        List<Path> images = new ArrayList<>(arguments.paths(words.subList(0, 1)));
        images.addAll(arguments.paths(arguments.values("with")));
        return new Request(images, arguments.paths(arguments.values("debug")), words.subList(1, words.size()),
                arguments.globs("assume"), (int) Math.min(MOST, arguments.number("all", 10)),
                arguments.choice("format", Form.values(), Form.TEXT),
                ReadingOptions.jobs(arguments));
    }
}
