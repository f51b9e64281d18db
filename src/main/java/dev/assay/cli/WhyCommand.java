package dev.assay.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/// `assay why`: who reaches this?
///
/// @param action that answers
record WhyCommand(Action<WhyCommand.Request> action) implements Command {
    private static final int MOST_WAYS = 1000;

    /// In which form the answer is printed.
    enum Form {
        TEXT,
        JSON,
        DOT,
        SVG
    }

    /// What is asked.
    ///
    /// @param images       files to examine together, the one named first first
    /// @param debug        where to look for their DWARF
    /// @param target       an address, a place in the source, or a function
    /// @param from         patterns for roots and functions that ways are to start at; none for all roots
    /// @param ways         of each target
    /// @param jobs         threads that work at once
    /// @param allowUnknown whether an incomplete answer counts as success
    record Request(List<Path> images, List<Path> debug, String target, List<String> from, int ways, Form form,
            int jobs, boolean allowUnknown) {
        Request {
            images = List.copyOf(images);
            debug = List.copyOf(debug);
            from = List.copyOf(from);
        }
    }

    @Override
    public String name() {
        return "why";
    }

    @Override
    public String question() {
        return "Shows by which calls a panic site or a function is reached, and from where";
    }

    @Override
    public List<String> forms() {
        return List.of("[OPTION…] FILE SITE|FUNCTION|LOCATION");
    }

    @Override
    public String details() {
        return """
                A SITE is an address (0xffffffff81af151e), a section with an offset (.text+0x4d2), or the fingerprint \
                of a site; a LOCATION is FILE:LINE or FILE:LINE:COLUMN in the source, where FILE may be the end of a \
                path; a FUNCTION is a symbol or a demangled path, or the end of one, and may hold * and ?. One that is \
                nowhere but inlined into others stands for the panic sites in it.

                Ways start where C, the hardware or data enter the image: exported symbols, system calls, init \
                functions, slots of operations tables, exceptions, vtables. Each is a shortest one over calls that are \
                known to be made. Only if there is none, functions whose address is taken are followed to whoever may \
                call them, and the answer says so.

                FILE may be a kernel, a module or an object, also packed, or a member of an archive \
                (PACKAGE!MEMBER). With --with, calls between several images are followed by name.

                Exit status: 0 answered, 1 nothing in the image has that name, 2 a file could not be read, 3 some \
                code could not be decoded, so that ways may be missing.""";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("assay why vmlinux 0xffffffff81af151e", "the nearest way to one panic site"),
                new Example("assay why --all 5 vmlinux c_str.rs:287", "five ways to each site of a line"),
                new Example("assay why --with vmlinux qt2025.ko read_status", "a function of a module and its kernel"),
                new Example("assay why --format svg vmlinux set_param > why.svg", "to look at"));
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Arguments.list("from", "GLOB", "only ways from roots or functions whose name matches"))
                .addOption(Arguments.one("all", "N", "up to N ways of each site or function (1)"))
                .addOption(Arguments.list("with", "FILE", "another image of the same kernel"))
                .addOption(Arguments.list("debug", "FILE|FOLDER", "look for DWARF here, matched by build-id"))
                .addOption(Arguments.one("jobs", "N", "threads that work at once (as many as there are processors)"))
                .addOption(Arguments.one("format", "FORMAT", "text, json, dot or svg (text if not given)"))
                .addOption(Arguments.flag("allow-unknown", "exit 0 although something could not be decoded"));
    }

    @Override
    public ExitStatus run(CommandLine line, Terminal terminal) throws IOException {
        return action.answer(request(line), terminal);
    }

    static Request request(CommandLine line) {
        Arguments arguments = new Arguments(line);
        List<String> words = line.getArgList();
        if (words.size() != 2) {
            throw new UsageException("takes a file and a site, function or location; found %d argument%s".formatted(
                    words.size(), words.size() == 1 ? "" : "s"));
        }
        if (words.getLast().isEmpty()) {
            throw new UsageException("the name of what to look for is empty");
        }
        long ways = arguments.number("all", 1);
        if (ways > MOST_WAYS) {
            throw new UsageException("--all is at most %d".formatted(MOST_WAYS));
        }
        List<Path> images = new ArrayList<>(arguments.paths(words.subList(0, 1)));
        images.addAll(arguments.paths(arguments.values("with")));
        return new Request(images, arguments.paths(arguments.values("debug")), words.getLast(),
                arguments.globs("from"), (int) ways, arguments.choice("format", Form.values(), Form.TEXT),
                ReadingOptions.jobs(arguments), line.hasOption("allow-unknown"));
    }
}
