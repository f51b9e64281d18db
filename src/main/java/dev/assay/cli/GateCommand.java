package dev.assay.cli;

import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/// `assay gate`: may it land?
///
/// @param action that answers
record GateCommand(Action<GateRequest> action) implements Command {
    @Override
    public String name() {
        return "gate";
    }

    @Override
    public String question() {
        return "Holds panic sites against a policy, for continuous integration";
    }

    @Override
    public List<String> forms() {
        return List.of("[OPTION…] FILE|FOLDER…", "--init[=ceilings|allow] FILE|FOLDER…");
    }

    @Override
    public String details() {
        return """
                The policy is a file in TOML. Each [[rule]] names sites by crate, file, function, image, kind, phase or \
                callers, and says what of them may be there; the first rule that fits a site decides on it. \
                docs/checks/gate.md describes it.

                With --init, a first policy is written instead, which what is there now passes: with =ceilings, which \
                is what it does by itself, a number for each crate and kind, with =allow a list of all sites. It goes \
                to standard output, or to the file that --policy names, if there is none yet.

                Exit status: 0 passed, 1 something is not allowed, 2 the policy is wrong or a file that was named could \
                not be read, 3 nothing is known not to be allowed, but something that the policy depends on is unknown.""";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("assay gate --init tyr.ko > assay.toml", "a policy to start from"),
                new Example("assay gate tyr.ko --policy assay.toml", "does the module keep to it?"),
                new Example("assay gate tyr.ko --baseline old/tyr.ko", "for a policy that forbids new sites"),
                new Example("assay gate --explain tyr.ko", "which rule decides on each site"));
    }

    @Override
    public Options options() {
        return SourceOptions.addTo(ReadingOptions.addTo(StoreOptions.addTo(new Options()
                .addOption(Arguments.one("policy", "FILE", "the policy (assay.toml if not given)"))
                .addOption(Arguments.one("baseline", "SNAPSHOT|FILE", "what was there before, for rules that compare"))
                .addOption(Option.builder().longOpt("init").hasArg().optionalArg(true).argName("ceilings|allow")
                        .desc("write a first policy").get())
                .addOption(Arguments.flag("explain", "say of each site which rule decides on it, and why"))
                .addOption(Arguments.one("date", "DATE", "judge as on this day, such as 2027-01-31 (today)"))
                .addOption(Arguments.one("format", "FORMAT",
                        "text, json, markdown, sarif, junit, github or html (text if not given)"))
                .addOption(Arguments.flag("allow-unknown", "exit 0 although something is unknown")))));
    }

    @Override
    public ExitStatus run(CommandLine line, Terminal terminal) throws IOException {
        return action.answer(request(line), terminal);
    }

    static GateRequest request(CommandLine line) {
        Arguments arguments = new Arguments(line);
        List<String> words = new ArrayList<>(line.getArgList());
        GateRequest.First first = null;
        if (line.hasOption("init")) {
            String style = arguments.single("init");
            first = "allow".equals(style) ? GateRequest.First.ALLOW : GateRequest.First.CEILINGS;
            if (style != null && !Arguments.ids(GateRequest.First.values()).contains(style)) {
                words.addFirst(style); // `--init FILE`: what follows is no style, so it is what to examine
            }
            for (String other : List.of("baseline", "explain", "source", "date", "format")) {
                arguments.exclude("init", other);
            }
        }
        if (words.isEmpty()) {
            throw new UsageException("takes a file or folder to examine; found none");
        }
        return new GateRequest(arguments.paths(words), ReadingOptions.of(arguments), arguments.path("policy"),
                arguments.single("baseline"), StoreOptions.of(arguments), SourceOptions.of(arguments), first,
                line.hasOption("explain"), date(arguments.single("date")),
                arguments.format(Format.TEXT, Format.JSON, Format.MARKDOWN, Format.SARIF, Format.JUNIT, Format.GITHUB,
                        Format.HTML),
                line.hasOption("allow-unknown"));
    }

    private static @Nullable LocalDate date(@Nullable String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeParseException _) {
            throw new UsageException("--date takes a day such as 2027-01-31; found '%s'".formatted(text));
        }
    }
}
