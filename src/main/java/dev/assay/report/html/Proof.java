package dev.assay.report.html;

import dev.assay.check.panics.ImagePanics.Identity;
import dev.assay.check.panics.Site;
import dev.assay.check.verify.CommandLine;
import dev.assay.report.Printable;
import java.util.ArrayList;
import java.util.List;

/// The commands that show a site without us, for a shell.
final class Proof {
    /// Longer than any instruction that transfers control.
    private static final int WINDOW = 16;

    private Proof() {}

    /// Safe to print: a name with control characters must be typed otherwise than it is shown.
    static List<String> commands(Identity image, Site site) {
        List<String> commands = new ArrayList<>();
        String file = image.path();
        if (isPacked(image)) {
            file = plainName(file);
            commands.add(command(List.of("assay", "unpack", image.path(), file)));
        }
        Long address = site.address();
        long start = address == null ? site.offset() : address;
        List<String> objdump = new ArrayList<>();
        objdump.add(image.machine().equals("x86-64") ? "objdump" : "llvm-objdump");
        objdump.add(address == null ? "-dr" : "-d");
        if (address == null) {
            objdump.add("--section=" + site.section());
        }
        objdump.add("--start-address=0x" + Long.toHexString(start));
        objdump.add("--stop-address=0x" + Long.toHexString(start + WINDOW));
        objdump.add(safe(file));
        commands.add(command(objdump));
        commands.add(command(List.of("assay", "show", "site", safe(image.path()), address == null
                ? site.section() + "+0x" + Long.toHexString(site.offset())
                : "0x" + Long.toHexString(address))));
        return commands;
    }

    private static String command(List<String> words) {
        return Printable.of(CommandLine.of(words));
    }

    private static boolean isPacked(Identity image) {
        return image.path().contains("!") || image.names().equals("kallsyms")
                || !plainName(image.path()).equals(name(image.path()));
    }

    private static String name(String path) {
        return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('!')) + 1);
    }

    private static String plainName(String path) {
        String name = name(path);
        for (String packed : List.of(".xz", ".gz", ".zst", ".bz2", ".lz4", ".lzo", ".lzma")) {
            if (name.endsWith(packed) && name.length() > packed.length()) {
                return name.substring(0, name.length() - packed.length());
            }
        }
        return name.isEmpty() ? "image" : name.equals("vmlinuz") ? "vmlinux" : name;
    }

    /// A file whose name would be taken for an option.
    private static String safe(String file) {
        return file.startsWith("-") ? "./" + file : file;
    }
}
