package dev.assay.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/// `assay unpack`: an image as an ELF file of its own, for other tools.
///
/// @param action that does it
record UnpackCommand(Action<UnpackCommand.Request> action) implements Command {
    /// What to unpack.
    ///
    /// @param image  file, or archive with `!` and a member
    /// @param target to write; must not exist
    record Request(Path image, Path target) {}

    @Override
    public String name() {
        return "unpack";
    }

    @Override
    public String question() {
        return "Writes a kernel or module out of its package as an ELF file that other tools read";
    }

    @Override
    public List<String> forms() {
        return List.of("FILE|ARCHIVE!MEMBER TARGET");
    }

    @Override
    public String details() {
        return """
                Whatever the image is packed in is taken off. A kernel without symbol table gets one from its \
                kallsyms, and one without ELF headers (Image of arm64, riscv64, loongarch64) gets these too, so that \
                objdump, gdb and others read it. Members of archives are named as 'assay panics' names them. TARGET \
                must not exist.""";
    }

    @Override
    public List<Example> examples() {
        return List.of(
                new Example("assay unpack /boot/vmlinuz vmlinux", "the kernel as it boots, with its symbols"),
                new Example("assay unpack modules.deb!usr/lib/modules/7.3/kernel/drm.ko.xz drm.ko", "one module"));
    }

    @Override
    public Options options() {
        return new Options();
    }

    @Override
    public ExitStatus run(CommandLine line, Terminal terminal) throws IOException {
        return action.answer(request(line), terminal);
    }

    static Request request(CommandLine line) {
        List<Path> paths = new Arguments(line).paths(line.getArgList());
        if (paths.size() != 2) {
            throw new UsageException("takes a file and a target, found %d argument%s".formatted(paths.size(),
                    paths.size() == 1 ? "" : "s"));
        }
        return new Request(paths.getFirst(), paths.getLast());
    }
}
