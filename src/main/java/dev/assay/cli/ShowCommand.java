package dev.assay.cli;

import dev.assay.cli.ShowRequest.Spot;
import dev.assay.cli.ShowRequest.Subject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/// `assay show`: what do the readers see in a file?
///
/// @param action that answers
record ShowCommand(Action<ShowRequest> action) implements Command {
    @Override
    public String name() {
        return "show";
    }

    @Override
    public String question() {
        return "Shows what assay reads in a file, for whoever doubts an answer";
    }

    @Override
    public List<String> forms() {
        return List.of("[OPTION…] sections|symbols|functions|units FILE", "[OPTION…] site FILE ADDRESS");
    }

    @Override
    public String details() {
        return """
                sections, symbols and functions are those of the ELF file, units those of its DWARF; site is the code \
                around one panic site, with its location and the objdump command that shows the same.

                ADDRESS is hexadecimal, with or without 0x: a virtual address in a linked image, or SECTION+OFFSET \
                (.text+0x4d2), which is the only way in a relocatable file.""";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("assay show functions qt2025.ko", "the Rust functions of a module, and its panic entries"),
                new Example("assay show units --debug /usr/lib/debug vmlinux", "compilation units and their languages"),
                new Example("assay show site vmlinux 0xffffffff81af151e", "the code around one site of a kernel"),
                new Example("assay show site qt2025.ko .text+0x4d2", "the same in a module"));
    }

    @Override
    public Options options() {
        return new Options()
                .addOption(Arguments.list("debug", "FILE|FOLDER", "look for DWARF here, matched by build-id"))
                .addOption(Arguments.flag("allow-unknown", "exit 0 although something could not be read"));
    }

    @Override
    public ExitStatus run(CommandLine line, Terminal terminal) throws IOException {
        return action.answer(request(line), terminal);
    }

    static ShowRequest request(CommandLine line) {
        Arguments arguments = new Arguments(line);
        List<String> words = line.getArgList();
        List<String> subjects = new ArrayList<>(Arguments.ids(Subject.values()));
        subjects.add("site");
        if (words.isEmpty()) {
            throw new UsageException("nothing to show given: one of " + String.join(", ", subjects));
        }
        String subject = words.getFirst();
        if (!subjects.contains(subject)) {
            throw Arguments.unknown("subject", subject, subjects);
        }
        boolean site = subject.equals("site");
        if (words.size() != (site ? 3 : 2)) {
            throw new UsageException("'show %s' takes %s, found %d argument%s".formatted(subject,
                    site ? "a file and an address" : "one file", words.size() - 1, words.size() == 2 ? "" : "s"));
        }
        Path file = arguments.paths(words.subList(1, 2)).getFirst();
        List<Path> debug = arguments.paths(arguments.values("debug"));
        return site
                ? new ShowRequest.Site(file, debug, spot(words.getLast()))
                : new ShowRequest.Listing(Subject.valueOf(subject.toUpperCase(Locale.ROOT)), file, debug,
                        line.hasOption("allow-unknown"));
    }

    private static Spot spot(String text) {
        int plus = text.lastIndexOf('+');
        String digits = text.substring(plus + 1);
        String hexadecimal = digits.startsWith("0x") || digits.startsWith("0X") ? digits.substring(2) : digits;
        boolean valid = plus != 0 && hexadecimal.length() <= 16 && hexadecimal.matches("[0-9a-fA-F]+");
        if (!valid) {
            throw new UsageException("'%s' is not an address: expected 0x… or SECTION+0x…".formatted(text));
        }
        return new Spot(plus < 0 ? null : text.substring(0, plus), Long.parseUnsignedLong(hexadecimal, 16));
    }
}
