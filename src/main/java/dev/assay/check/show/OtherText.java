package dev.assay.check.show;

import dev.assay.check.verify.CommandLine;
import dev.assay.check.verify.Disassembler;
import dev.assay.check.verify.Listing;
import dev.assay.check.verify.ToolRun;
import dev.assay.elf.Section;
import dev.assay.image.Image;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a disassembler of this machine writes for a few instructions, and the commands that make it.
final class OtherText {
    private OtherText() {}

    /// The tool's words by address, as the file counts; empty if there is no tool that can read it.
    ///
    /// @param start of the instructions
    /// @param stop  behind the last of them
    static Map<Long, String> of(List<Disassembler> tools, Path file, Image image, Section section, long start,
            long stop) {
        for (Disassembler tool : tools) {
            Lines lines = new Lines();
            Listing listing = new Listing(lines);
            boolean relocatable = image.elf().isRelocatable();
            try (ToolRun run = ToolRun.start(tool.arguments(file, relocatable, section.name(), start, stop))) {
                for (Optional<String> line = run.line(); line.isPresent(); line = run.line()) {
                    listing.line(line.get());
                }
                if (run.failure().isEmpty() && !lines.words.isEmpty()) {
                    return lines.words;
                }
            } catch (IOException unusable) {
                // Our own reading stands alone then; the next tool may know better.
            }
        }
        return Map.of();
    }

    /// The command that shows the instructions, with a tool that is here or, where none is, with the usual one.
    static String command(List<Disassembler> tools, Path file, Image image, Section section, long start, long stop) {
        String usual = image.machine().name().equals("x86-64") ? "objdump" : "llvm-objdump";
        Disassembler tool = tools.isEmpty() ? new Disassembler(Path.of(usual), usual, "") : tools.getFirst();
        return CommandLine.of(tool.arguments(file, image.elf().isRelocatable(), section.name(), start, stop));
    }

    /// The command that shows bytes; in a relocatable file the addresses among them are in its relocations.
    static String dump(Path file, Image image, Section section, long start, long stop) {
        List<String> command = new ArrayList<>(List.of("objdump", "-s"));
        if (image.elf().isRelocatable()) {
            command.add("-r");
        }
        command.addAll(List.of("-j", section.name(), "--start-address=" + ElfTables.hex(start),
                "--stop-address=" + ElfTables.hex(stop), Disassembler.safe(file)));
        return CommandLine.of(command);
    }

    /// Collects the instructions of what is only a small part of a file.
    private static final class Lines implements Listing.Reader {
        /// More than a window has: a tool that does not heed the bounds must not fill the memory.
        private static final int MOST = 1000;

        private final Map<Long, String> words = new HashMap<>();
        private long address;

        @Override
        public void section(String name) {
            // Only one was asked for.
        }

        @Override
        public void instruction(long at, String text) {
            address = at;
            if (words.size() < MOST) {
                words.putIfAbsent(at, text);
            }
        }

        @Override
        public void relocation(String type, String value) {
            words.computeIfPresent(address, (at, text) -> text + "  {" + type + " " + value + "}");
        }
    }
}
