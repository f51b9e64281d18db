package dev.assay.check.verify;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A disassembler of this machine: `objdump` of GNU binutils or `llvm-objdump`.
///
/// @param program to start
/// @param name    of its file
/// @param version as it says itself; empty if it does not
public record Disassembler(Path program, String name, String version) {
    private static final String GNU = "objdump";
    private static final String LLVM = "llvm-objdump";
    /// What the name of a cross binutils program has behind the machine.
    private static final String CROSS = "-linux-gnu-objdump";

    /// Those on the search path, the likeliest to know the machine first. One that does not know it says so when it is
    /// used.
    ///
    /// For LoongArch only those of binutils, because LLVM's does not print where a branch goes.
    ///
    /// @param machine    `x86-64`, `aarch64`, `riscv64` or `loongarch64`
    /// @param searchPath folders, as in the environment variable `PATH`
    public static List<Disassembler> onPath(String machine, String searchPath) {
        List<Path> gnu = new ArrayList<>();
        List<Path> llvm = new ArrayList<>();
        for (String folder : searchPath.split(File.pathSeparator, -1)) {
            // A relative folder, the empty one included, would run what happens to lie where the user stands.
            if (folder.startsWith("/")) {
                look(folder, machine + CROSS, gnu, llvm);
            }
        }
        if (machine.equals("loongarch64")) {
            llvm.clear();
        }
        List<Path> order = new ArrayList<>(machine.equals("x86-64") ? gnu : llvm);
        order.addAll(machine.equals("x86-64") ? llvm : gnu);
        List<Disassembler> found = new ArrayList<>();
        for (Path program : order) {
            of(program).filter(tool -> found.stream().noneMatch(tool::isLike)).ifPresent(found::add);
        }
        return found;
    }

    private static void look(String folder, String cross, List<Path> gnu, List<Path> llvm) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(folder), "*objdump*")) {
            List<Path> numbered = new ArrayList<>();
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (!Files.isExecutable(file)) {
                    continue;
                }
                if (name.equals(cross)) {
                    gnu.addFirst(file);
                } else if (name.equals(GNU)) {
                    gnu.add(file);
                } else if (name.equals(LLVM)) {
                    llvm.add(file);
                } else if (name.matches("llvm-objdump-[0-9]{1,4}")) {
                    numbered.add(file);
                }
            }
            numbered.sort(Comparator.comparingInt(Disassembler::number).reversed());
            llvm.addAll(numbered);
        } catch (IOException | InvalidPathException | SecurityException unusable) {
            // A folder of the search path that is not there holds no disassembler.
        }
    }

    private static int number(Path file) {
        String name = file.toString();
        return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
    }

    private static Optional<Disassembler> of(Path program) {
        String name = String.valueOf(program.getFileName());
        try (ToolRun run = ToolRun.start(List.of(program.toString(), "--version"))) {
            String version = "";
            for (Optional<String> line = run.line(); line.isPresent(); line = run.line()) {
                String last = line.get().substring(line.get().lastIndexOf(' ') + 1);
                if (version.isEmpty() && last.matches("[0-9]+\\.[0-9A-Za-z.+~-]*")) {
                    version = last;
                }
            }
            return Optional.of(new Disassembler(program, name, version));
        } catch (IOException unusable) {
            return Optional.empty();
        }
    }

    /// The same program under another name, as `llvm-objdump` and `llvm-objdump-14` often are.
    private boolean isLike(Disassembler other) {
        try {
            return Files.isSameFile(program, other.program);
        } catch (IOException e) {
            return false;
        }
    }

    /// Whether it is of the LLVM family.
    boolean isLlvm() {
        return name.startsWith(LLVM);
    }

    /// What to call it in a sentence: `objdump 2.40`.
    public String title() {
        return version.isEmpty() ? name : name + " " + version;
    }

    /// The arguments that make it print the instructions of a file, and of a relocatable one the relocations.
    List<String> arguments(Path file, boolean relocatable) {
        List<String> arguments = new ArrayList<>(List.of(program.toString(), "-d"));
        if (relocatable) {
            arguments.add("-r");
        }
        arguments.add("--no-show-raw-insn");
        arguments.add(safe(file));
        return arguments;
    }

    /// The same for a few instructions.
    ///
    /// @param section that holds them
    /// @param start   address of the first, as the file itself counts
    /// @param stop    behind the last
    public List<String> arguments(Path file, boolean relocatable, String section, long start, long stop) {
        List<String> arguments = new ArrayList<>(arguments(file, relocatable));
        arguments.addAll(arguments.size() - 1, List.of("-j", section, "--start-address=0x" + Long.toHexString(start),
                "--stop-address=0x" + Long.toHexString(stop)));
        return arguments;
    }

    /// A file name that no tool takes for an option, or for a file with options.
    public static String safe(Path file) {
        String name = file.toString();
        return name.startsWith("-") || name.startsWith("@") ? "./" + name : name;
    }
}
