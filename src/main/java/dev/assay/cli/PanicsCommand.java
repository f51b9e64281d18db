package dev.assay.cli;

import dev.assay.check.panics.Advice;
import dev.assay.check.panics.Kind;
import dev.assay.report.AdviceText;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/// `assay panics`: where can the Rust in an image panic?
///
/// @param action that answers
record PanicsCommand(Action<PanicsRequest> action) implements Command {
    @Override
    public String name() {
        return "panics";
    }

    @Override
    public String question() {
        return "Lists every place where the Rust in a kernel, module or object can panic";
    }

    @Override
    public List<String> forms() {
        return List.of("[OPTION…] FILE|FOLDER…", "[OPTION…]");
    }

    @Override
    public String details() {
        return """
                A file may be an ELF file, a kernel image as it boots (vmlinuz, Image), a package (.deb, .rpm), an \
                archive, or any of these compressed and in one another; - is standard input. A folder is searched for \
                all of them. Without a file, the kernel that this machine runs is examined with its modules.

                An option that filters can be repeated: one of its values must \
                match; --crate and --kind also take several, separated by commas. Different filters must all match. \
                In a GLOB, * stands for any characters and ? for one.

                Kinds: %s. \
                With --help, a kind is explained: what is checked, and how to write the code so that it cannot panic.

                Exit status: 0 everything was examined, 2 a file that was named could not be read, 3 something is \
                unknown, or a file in a folder or an archive could not be read."""
                .formatted(String.join(", ", Arguments.ids(Kind.values())));
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("assay panics qt2025.ko", "every panic site of one module"),
                new Example("assay panics --summary", "kinds and crates of the running kernel and its modules"),
                new Example("assay panics linux-image-7.3.4-amd64.deb", "a kernel and its modules as they ship"),
                new Example("assay panics --debug /usr/lib/debug vmlinux --inline --crate kernel",
                        "sites of one crate with their inline chains, the DWARF taken from elsewhere"),
                new Example("assay panics --attributed tyr.ko", "the panics that each function of a driver can reach"),
                new Example("assay panics --reached-from '*ioctl*' vmlinux", "sites behind an ioctl of any driver"),
                new Example("assay panics --help bounds-check", "what a bounds check is, and how to do without it"),
                new Example("assay panics --source ~/linux --unjustified tyr.ko",
                        "sites without a // PANIC: comment or a # Panics section, with their source"),
                new Example("assay panics --source ~/linux --stale --summary vmlinux",
                        "does every // PANIC: comment still have a panic?"),
                new Example("assay panics --reach --format html tyr.ko > report.html",
                        "a page to look at, sort and filter"),
                new Example("assay panics --implicit --format json build/ > sites.json", "for a program to read"));
    }

    @Override
    public Options options() {
        return SourceOptions.addFiltersTo(SourceOptions.addTo(ReadingOptions.addTo(SiteOptions.addTo(new Options())
                .addOption(Arguments.flag("implicit", "only checks put in by the compiler or the library"))
                .addOption(Arguments.flag("explicit", "only panics that someone wrote"))
                .addOption(Arguments.flag("inline", "show the inline chain of each site (needs DWARF)"))
                .addOption(Arguments.flag("machinery", "list calls inside the panic machinery and pass-throughs too"))
                .addOption(Arguments.flag("reach", "say from where each site is reached"))
                .addOption(Arguments.list("reached-from", "GLOB", "only sites reached from a root whose name matches"))
                .addOption(Arguments.flag("unreached", "only sites that nothing known reaches"))
                .addOption(Arguments.flag("attributed",
                        "list functions outside Rust's library with the panics that they lead to; --crate and "
                                + "--function may name these functions"))
                .addOption(Arguments.flag("summary", "print only the table of kinds and crates"))
                .addOption(Arguments.flag("quiet", "print only the number of sites"))
                .addOption(Arguments.flag("verify", "have objdump or llvm-objdump confirm every site"))
                .addOption(Arguments.one("format", "FORMAT",
                        "text, json, tsv, html, sarif, junit or github (text if not given)"))
                .addOption(Arguments.flag("allow-unknown", "exit 0 although something could not be examined")))));
    }

    @Override
    public Topics topics() {
        return new Topics("kind", Arguments.ids(Kind.values()), PanicsCommand::explained);
    }

    private static String explained(String id, Terminal terminal) {
        return AdviceText.of(Advice.of(Kind.byId(id).orElseThrow()), terminal.columns(), terminal.colour());
    }

    @Override
    public ExitStatus run(CommandLine line, Terminal terminal) throws IOException {
        return action.answer(request(line), terminal);
    }

    static PanicsRequest request(CommandLine line) {
        Arguments arguments = new Arguments(line);
        arguments.exclude("implicit", "explicit");
        Format format = arguments.format(Format.TEXT, Format.JSON, Format.TSV, Format.HTML, Format.SARIF, Format.JUNIT,
                Format.GITHUB);
        PanicsRequest.Detail detail = SiteOptions.detail(arguments);
        arguments.exclude("unreached", "reached-from");
        for (String other : List.of("reach", "reached-from", "unreached", "inline", "verify", "summary", "quiet")) {
            arguments.exclude("attributed", other);
        }
        if (format != Format.TEXT && format != Format.JSON && line.hasOption("attributed")) {
            throw new UsageException("--attributed is for --format text or json");
        }
        if (format != Format.TEXT && detail != PanicsRequest.Detail.SITES) {
            throw new UsageException("--%s is for --format text; %s always holds every site"
                    .formatted(line.hasOption("summary") ? "summary" : "quiet", format.id()));
        }
        return new PanicsRequest(
                arguments.paths(line.getArgList()),
                ReadingOptions.of(arguments),
                new LinkedHashSet<>(arguments.list("crate")),
                SiteOptions.kinds(arguments),
                arguments.globs("function"),
                arguments.globs("file"),
                line.hasOption("implicit"),
                line.hasOption("explicit"),
                line.hasOption("inline"),
                line.hasOption("machinery"),
                line.hasOption("reach"),
                arguments.globs("reached-from"),
                line.hasOption("unreached"),
                line.hasOption("attributed"),
                SourceOptions.of(arguments),
                detail,
                line.hasOption("verify"),
                format,
                line.hasOption("allow-unknown"));
    }
}
