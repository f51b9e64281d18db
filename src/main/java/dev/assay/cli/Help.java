package dev.assay.cli;

import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.Option;

/// The help texts, laid out for terminals of 80 columns and more.
final class Help {
    private static final int WIDTH = 100;
    private static final int NARROWEST = 40;

    private final StringBuilder text = new StringBuilder();
    private final int width;

    private Help(int columns) {
        this.width = columns == 0 ? WIDTH : Math.clamp(columns, NARROWEST, WIDTH);
    }

    /// What `assay --help` prints.
    static String overview(List<Command> commands, int columns) {
        Help help = new Help(columns);
        help.line("assay examines the Rust in a Linux kernel: in the machine code that ships.");
        help.line("");
        help.line("Usage: assay COMMAND [OPTION…] [ARGUMENT…]");
        help.line("");
        help.line("Commands:");
        for (Command command : commands) {
            help.entry(command.name(), 10, command.question());
        }
        help.line("");
        help.line("Options:");
        help.entry("--help", 10, "this text; with a command, what that command takes");
        help.entry("--version", 10, "the versions of assay and of the Java it runs on");
        help.line("");
        help.line("Examples:");
        help.examples(commands.stream().map(command -> command.examples().getFirst()).toList());
        help.example(new Command.Example("assay panics --help", "every option of a command"));
        return help.text.toString();
    }

    /// What `assay COMMAND --help` prints.
    static String of(Command command, int columns) {
        Help help = new Help(columns);
        help.line(command.question() + ".");
        help.line("");
        String start = "Usage: assay ";
        for (String form : command.forms()) {
            help.line(start + command.name() + " " + form);
            start = " ".repeat("Usage: ".length()) + "assay ";
        }
        help.line("");
        for (String paragraph : command.details().split("\n\n", -1)) {
            help.wrapped("", paragraph, 0);
            help.line("");
        }
        help.line("Options:");
        for (Option option : command.options().getOptions()) {
            String value = option.hasArg() ? " " + option.getArgName() : "";
            help.entry("--" + option.getLongOpt() + value, 22, option.getDescription());
        }
        String noun = command.topics().noun();
        if (command.topics().words().isEmpty()) {
            help.entry("--help", 22, "this text");
        } else {
            help.entry("--help [" + noun.toUpperCase(Locale.ROOT) + "]", 22,
                    "this text, or what there is to know about a " + noun);
        }
        help.line("");
        help.line(command.examples().size() == 1 ? "Example:" : "Examples:");
        help.examples(command.examples());
        return help.text.toString();
    }

    private void examples(List<Command.Example> examples) {
        examples.forEach(this::example);
    }

    private void example(Command.Example example) {
        line("  " + example.line());
        wrapped("      ", example.does(), 6);
    }

    private void entry(String term, int column, String meaning) {
        wrapped("  " + term + " ".repeat(Math.max(2, column + 2 - term.length())), meaning, column + 4);
    }

    private void wrapped(String start, String words, int indent) {
        StringBuilder line = new StringBuilder(start);
        boolean first = true;
        for (String word : words.split(" ", -1)) {
            if (!first && line.length() + 1 + word.length() > width) {
                line(line.toString());
                line = new StringBuilder(" ".repeat(indent));
                first = true;
            }
            line.append(first ? "" : " ").append(word);
            first = false;
        }
        line(line.toString());
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
