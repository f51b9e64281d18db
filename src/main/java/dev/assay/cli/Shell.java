package dev.assay.cli;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.MissingArgumentException;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.jspecify.annotations.Nullable;

/// Finds the command that was asked for, runs it, and turns whatever comes back into messages and an exit status.
final class Shell {
    /// What the JVM says when a mapped file became shorter; it has no type or code of its own.
    private static final String FAULT = "fault occurred in an unsafe memory access";

    private final List<Command> commands;

    Shell(List<Command> commands) {
        this.commands = List.copyOf(commands);
    }

    ExitStatus run(String[] args, Terminal terminal) {
        if (args.length == 0) {
            terminal.err().print(Help.overview(commands, terminal.columns()));
            return ExitStatus.TROUBLE;
        }
        List<String> rest = Arrays.asList(args).subList(1, args.length);
        return switch (args[0]) {
            case "--version", "-V" -> version(terminal.out());
            case "--help", "-h", "help" -> help(rest, terminal);
            default -> command(args[0])
                    .map(command -> run(command, rest, terminal))
                    .orElseGet(() -> unknown(args[0], terminal));
        };
    }

    private Optional<Command> command(String name) {
        return commands.stream().filter(command -> command.name().equals(name)).findFirst();
    }

    private ExitStatus help(List<String> words, Terminal terminal) {
        if (words.isEmpty() || words.getFirst().startsWith("-")) {
            terminal.out().print(Help.overview(commands, terminal.columns()));
            return ExitStatus.OK;
        }
        String word = words.getFirst();
        Optional<Command> command = command(word);
        if (command.isPresent()) {
            try {
                return help(command.get(), words.size() > 1 ? words.get(1) : null, terminal);
            } catch (UsageException complaint) {
                return usage("assay " + word, complaint, terminal);
            }
        }
        return commands.stream().filter(other -> other.topics().words().contains(word)).findFirst()
                .map(other -> help(other, word, terminal))
                .orElseGet(() -> unknown(word, terminal));
    }

    /// Explains a command, or one of its topics.
    private static ExitStatus help(Command command, @Nullable String word, Terminal terminal) {
        Command.Topics topics = command.topics();
        if (word == null || topics.words().isEmpty()) {
            terminal.out().print(Help.of(command, terminal.columns()));
        } else if (topics.words().contains(word)) {
            terminal.out().print(topics.text().apply(word, terminal));
        } else {
            throw Arguments.unknown(topics.noun(), word, topics.words());
        }
        return ExitStatus.OK;
    }

    private static ExitStatus version(PrintStream out) {
        String version = Main.class.getPackage().getImplementationVersion();
        out.println("assay " + (version == null ? "(not from its jar)" : version)
                + " (Java " + System.getProperty("java.version") + ")");
        return ExitStatus.OK;
    }

    private ExitStatus unknown(String word, Terminal terminal) {
        List<String> names = commands.stream().map(Command::name).toList();
        boolean option = word.startsWith("-");
        UsageException complaint = option
                ? Arguments.unknown("option", word, List.of("--help", "--version"))
                : Arguments.unknown("command", word, names);
        return usage("assay", complaint, terminal);
    }

    private static ExitStatus usage(String where, UsageException complaint, Terminal terminal) {
        say(terminal, where + ": " + complaint.getMessage());
        say(terminal, "Try '" + where + " --help'.");
        return ExitStatus.TROUBLE;
    }

    private ExitStatus run(Command command, List<String> args, Terminal terminal) {
        String where = "assay " + command.name();
        List<String> inputs = List.of();
        try {
            CommandLine line = parse(command, args);
            if (line.hasOption("help")) {
                return help(command, line.getOptionValue("help"), terminal);
            }
            inputs = line.getArgList();
            return command.run(line, terminal);
        } catch (UsageException complaint) {
            return usage(where, complaint, terminal);
        } catch (MalformedFileException | UnsupportedFormatException bad) {
            return trouble(String.valueOf(bad.getMessage()), terminal);
        } catch (IOException exception) {
            return trouble(reason(exception), terminal);
        } catch (UncheckedIOException exception) {
            return trouble(reason(Objects.requireNonNull(exception.getCause())), terminal);
        } catch (OutOfMemoryError full) {
            return trouble("assay: out of memory at %d MiB; allow more with ASSAY_JAVA_OPTS=-Xmx2g"
                    .formatted(Runtime.getRuntime().maxMemory() >> 20), terminal);
        } catch (InternalError error) {
            if (!String.valueOf(error.getMessage()).contains(FAULT)) {
                return bug(error, args, terminal);
            }
            return trouble(String.join(", ", inputs) + ": changed while being read", terminal);
        } catch (RuntimeException | Error bug) {
            return bug(bug, args, terminal);
        }
    }

    static CommandLine parse(Command command, List<String> args) {
        Option.Builder help = Option.builder("h").longOpt("help");
        if (!command.topics().words().isEmpty()) {
            help.optionalArg(true).numberOfArgs(1).argName(command.topics().noun());
        }
        Options options = command.options().addOption(help.get());
        try {
            return DefaultParser.builder()
                    .setAllowPartialMatching(false)
                    .setStripLeadingAndTrailingQuotes(false)
                    .get()
                    .parse(options, args.toArray(String[]::new));
        } catch (UnrecognizedOptionException unknown) {
            throw complaint(unknown.getOption(), options);
        } catch (MissingArgumentException missing) {
            Option option = missing.getOption();
            throw new UsageException("--%s needs a value: --%s %s"
                    .formatted(option.getLongOpt(), option.getLongOpt(), option.getArgName()));
        } catch (ParseException other) {
            throw new UsageException(String.valueOf(other.getMessage()));
        }
    }

    private static UsageException complaint(String word, Options options) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        List<String> known = new ArrayList<>();
        options.getOptions().forEach(option -> known.add("--" + option.getLongOpt()));
        return equals > 0 && known.contains(name)
                ? new UsageException("%s takes no value".formatted(name))
                : Arguments.unknown("option", name, known);
    }

    private static String reason(IOException exception) {
        String message = String.valueOf(exception.getMessage());
        return switch (exception) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> message;
        };
    }

    private static ExitStatus trouble(String message, Terminal terminal) {
        say(terminal, message);
        return ExitStatus.TROUBLE;
    }

    private static ExitStatus bug(Throwable bug, List<String> args, Terminal terminal) {
        say(terminal, "assay: this is a bug in assay, not in your input. Please report it with what follows, and");
        say(terminal, "the input if you may share it. Arguments: " + args);
        bug.printStackTrace(terminal.err());
        return ExitStatus.BUG;
    }

    /// Names in a kernel are untrusted text: a message must not be able to drive the terminal.
    static void say(Terminal terminal, String message) {
        StringBuilder safe = new StringBuilder(message.length());
        message.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
                        Character.SURROGATE -> safe.append("\\u{").append(Integer.toHexString(c)).append('}');
                default -> safe.appendCodePoint(c);
            }
        });
        terminal.err().println(safe);
    }
}
