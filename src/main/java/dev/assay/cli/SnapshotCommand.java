package dev.assay.cli;

import dev.assay.store.Export;
import java.io.IOException;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.jspecify.annotations.Nullable;

/// `assay snapshot`: keeps what was found, for later questions and comparisons.
///
/// @param action that answers
record SnapshotCommand(Action<SnapshotRequest> action) implements Command {
    private static final List<String> VERBS = List.of("save", "list", "show", "rm", "export");
    private static final List<String> SAVING = List.of("name", "replace", "source", "rust-src", "debug", "jobs",
            "allow-unknown", "max-depth", "max-ratio", "max-unpacked", "max-member", "blame", "context");

    @Override
    public String name() {
        return "snapshot";
    }

    @Override
    public String question() {
        return "Keeps what was found, for diff, gate and sql";
    }

    @Override
    public List<String> forms() {
        return List.of("save [OPTION…] FILE|FOLDER…", "save [OPTION…]", "list", "show [--summary] NAME", "rm NAME…",
                "export --to FOLDER [--format parquet|csv] NAME");
    }

    @Override
    public String details() {
        return """
                save examines files as panics does, with callers and the whole call graph, and keeps everything; \
                without a file, the kernel that this machine runs. Without --name a snapshot is called after the \
                kernel's release or the file. To save the same again changes nothing; a snapshot of the same content \
                gives way only if the question, the answer or the version of assay is another.

                NAME is a name, or the first four or more digits of a key or of a kernel's build-id. Everywhere else \
                a word that is no file is a snapshot; snapshot:NAME always is.

                Exit status: 0 done, 2 something could not be read or written, 3 the snapshot is saved, but something \
                in it is unknown.""";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("assay snapshot save --name before tyr.ko",
                        "before a patch; after it, 'assay diff before tyr.ko' says what it changed"),
                new Example("assay snapshot save linux-image-7.3.4-amd64.deb", "a kernel and its modules"),
                new Example("assay snapshot list", "what there is"),
                new Example("assay snapshot show --summary before", "kinds and crates of one"),
                new Example("assay snapshot export --to tables 7.3.4-amd64", "one Parquet file for each table"));
    }

    @Override
    public Options options() {
        return SourceOptions.addTo(ReadingOptions.addTo(StoreOptions.addTo(new Options()
                .addOption(Arguments.one("name", "NAME", "save: what to call it"))
                .addOption(Arguments.flag("replace", "save: take the name from a snapshot of something else"))
                .addOption(Arguments.flag("summary", "show: only the table of kinds and crates"))
                .addOption(Arguments.one("to", "FOLDER", "export: where the files go"))
                .addOption(Arguments.one("format", "FORMAT", "export: parquet or csv (parquet if not given)"))
                .addOption(Arguments.flag("force", "export: overwrite files"))
                .addOption(Arguments.flag("allow-unknown", "save: exit 0 although something is unknown")))));
    }

    @Override
    public ExitStatus run(CommandLine line, Terminal terminal) throws IOException {
        return action.answer(request(line), terminal);
    }

    static SnapshotRequest request(CommandLine line) {
        Arguments arguments = new Arguments(line);
        List<String> words = line.getArgList();
        if (words.isEmpty()) {
            throw new UsageException("what to do with snapshots? one of " + String.join(", ", VERBS));
        }
        String verb = words.getFirst();
        List<String> rest = words.subList(1, words.size());
        StoreOptions store = StoreOptions.of(arguments);
        return switch (verb) {
            case "save" -> {
                only(line, verb, SAVING);
                yield new SnapshotRequest.Save(store, arguments.paths(rest), ReadingOptions.of(arguments),
                        SourceOptions.of(arguments), name(arguments.single("name")), line.hasOption("replace"),
                        line.hasOption("allow-unknown"));
            }
            case "list" -> {
                only(line, verb, List.of());
                if (!rest.isEmpty()) {
                    throw new UsageException("list takes no name; found '%s'".formatted(rest.getFirst()));
                }
                yield new SnapshotRequest.ListAll(store);
            }
            case "show" -> {
                only(line, verb, List.of("summary"));
                yield new SnapshotRequest.Show(store, one(verb, rest), line.hasOption("summary"));
            }
            case "rm" -> {
                only(line, verb, List.of());
                if (rest.isEmpty()) {
                    throw new UsageException("rm takes the names of snapshots");
                }
                yield new SnapshotRequest.Remove(store, rest);
            }
            case "export" -> {
                only(line, verb, List.of("to", "format", "force"));
                String folder = arguments.single("to");
                if (folder == null) {
                    throw new UsageException("export needs --to FOLDER");
                }
                yield new SnapshotRequest.Write(store, one(verb, rest),
                        arguments.paths(List.of(folder)).getFirst(),
                        arguments.choice("format", Export.Form.values(), Export.Form.PARQUET),
                        line.hasOption("force"));
            }
            default -> throw Arguments.unknown("verb", verb, VERBS);
        };
    }

    private static void only(CommandLine line, String verb, List<String> taken) {
        for (Option option : line.getOptions()) {
            String name = option.getLongOpt();
            if (!taken.contains(name) && !name.equals("store")) {
                throw new UsageException("%s takes no --%s".formatted(verb, name));
            }
        }
    }

    private static String one(String verb, List<String> words) {
        if (words.size() != 1) {
            throw new UsageException("%s takes the name of one snapshot; found %d words".formatted(verb, words.size()));
        }
        return words.getFirst();
    }

    /// Names appear in tables and messages, and on command lines.
    private static @Nullable String name(@Nullable String text) {
        if (text != null && (!text.matches("[\\x21-\\x7e]{1,200}") || text.startsWith("-"))) {
            throw new UsageException("'%s' is no name: expected up to 200 printable ASCII characters without blanks"
                    .formatted(text));
        }
        return text;
    }
}
