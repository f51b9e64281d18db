package dev.assay.cli;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/// `assay diff`: which panic sites came, went or moved?
///
/// @param action that answers
record DiffCommand(Action<DiffRequest> action) implements Command {
    @Override
    public String name() {
        return "diff";
    }

    @Override
    public String question() {
        return "Compares the panic sites of two builds: which came, went or moved";
    }

    @Override
    public List<String> forms() {
        return List.of("[OPTION…] BEFORE AFTER");
    }

    @Override
    public String details() {
        return """
                BEFORE and AFTER are files, folders or packages as for panics, or names of snapshots. Images are paired \
                by the name of the module; two single files are compared whatever they are called.

                Sites are compared as checks of the source: other line numbers, build folders, crate hashes or \
                missing debug information are no difference. What the compiler did on its own (copies of one check, \
                checks compiled into another function) is told apart from what the source has more or less. Where \
                several look alike and only their number is certain, that is said.

                Exit status: 0 no difference, 1 differences, 2 something that was named could not be read, 3 something \
                is unknown on either side, whether or not differences were found; with --allow-unknown 0 or 1 then."""
                .strip();
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("assay diff old/tyr.ko new/tyr.ko", "what a patch did to one module"),
                new Example("assay diff before tyr.ko", "a snapshot with the file as it is now"),
                new Example("assay diff --source . --reach before/ after/",
                        "two folders of modules, with justifications and callers of what is new"),
                new Example("assay diff --format markdown old.ko new.ko > panics.md", "for a patch or a pull request"),
                new Example("assay diff --summary linux-image-7.2.deb linux-image-7.3.deb",
                        "crates and kinds in which two kernels differ"));
    }

    @Override
    public Options options() {
        return SourceOptions.addTo(ReadingOptions.addTo(StoreOptions.addTo(SiteOptions.addTo(new Options())
                .addOption(Arguments.flag("moved", "list sites that only lines above them shifted, too"))
                .addOption(Arguments.flag("reach", "say from where each changed site is reached"))
                .addOption(Arguments.flag("summary", "print only the numbers and the table of crates and kinds"))
                .addOption(Arguments.flag("quiet", "print only the line with the numbers"))
                .addOption(Arguments.one("format", "FORMAT",
                        "text, json, markdown, tsv, html, sarif, junit or github (text if not given)"))
                .addOption(Arguments.flag("allow-unknown",
                        "exit 0 or 1 although something could not be examined")))));
    }

    @Override
    public ExitStatus run(CommandLine line, Terminal terminal) throws IOException {
        return action.answer(request(line), terminal);
    }

    static DiffRequest request(CommandLine line) {
        Arguments arguments = new Arguments(line);
        arguments.exclude("moved", "summary");
        arguments.exclude("moved", "quiet");
        List<String> words = line.getArgList();
        if (words.size() != 2) {
            throw new UsageException("diff compares two: BEFORE and AFTER; found %d".formatted(words.size()));
        }
        Format format = arguments.format(Format.TEXT, Format.JSON, Format.MARKDOWN, Format.TSV, Format.HTML,
                Format.SARIF, Format.JUNIT, Format.GITHUB);
        PanicsRequest.Detail detail = SiteOptions.detail(arguments);
        if (format != Format.TEXT && format != Format.MARKDOWN && detail != PanicsRequest.Detail.SITES) {
            throw new UsageException("--%s is for --format text or markdown"
                    .formatted(line.hasOption("summary") ? "summary" : "quiet"));
        }
        arguments.paths(words);
        return new DiffRequest(words.getFirst(), words.getLast(), StoreOptions.of(arguments),
                ReadingOptions.of(arguments),
                new LinkedHashSet<>(arguments.list("crate")), SiteOptions.kinds(arguments),
                arguments.globs("function"), arguments.globs("file"), line.hasOption("moved"),
                line.hasOption("reach"), SourceOptions.of(arguments), detail, format,
                line.hasOption("allow-unknown"));
    }
}
