package dev.assay.check.panics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.archive.Leaf;
import dev.assay.archive.Limits;
import dev.assay.archive.Progress;
import dev.assay.archive.Walk;
import dev.assay.elf.ElfType;
import dev.assay.elf.FlatKernel;
import dev.assay.elf.Section;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import dev.assay.testing.ElfBuilder;
import dev.assay.testing.Given;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flat kernel images (`Image`), whose code no disassembler can find by itself: it gets the code as an ELF file with
/// one section, and must see a transfer to a panic entry in exactly the places where we do.
@Tag("real-kernel")
class DisassembledKernelTest {
    /// An address, a mnemonic, and the destination that the tool has worked out, which comes last.
    private static final Pattern INSTRUCTION = Pattern
            .compile(
                    "\\s*([0-9a-f]+):\\s+(\\S+)\\s+(?:\\S.*[\\s,#])?(?:0x)?([0-9a-f]{8,16})(?: <[^>]*>)?(?:\\s*//.*)?");

    @TempDir private Path folder;

    /// What we say of a kernel, and its code by section.
    private record Kernel(ImagePanics answer, List<Path> code) {}

    @Test
    void arm64TransfersAreThoseOfLlvmObjdump() throws Exception {
        compare("ASSAY_DEB_ARM64", tool("", "llvm-objdump"), Pattern.compile("bl?|b\\..*|cbn?z|tbn?z"));
    }

    @Test
    void loong64TransfersAreThoseOfObjdump() throws Exception {
        compare("ASSAY_DEB_LOONG64", tool("ASSAY_LOONGARCH_OBJDUMP", "loongarch64-linux-gnu-objdump"),
                Pattern.compile("bl?|b(eq|ne|lt|ge|gt|le)u?z?|bc(eq|ne)z"));
    }

    private static String tool(String variable, String name) {
        Optional<String> given = Optional.ofNullable(System.getenv(variable))
                .or(() -> Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .filter(path -> Files.isExecutable(Path.of(path, name))).map(path -> name).findFirst());
        assumeTrue(given.isPresent(), "skipped: no " + name + " on this machine");
        return given.orElseThrow();
    }

    private void compare(String variable, String tool, Pattern branches) throws Exception {
        Kernel kernel = open(Given.file(variable));
        Evidence evidence = kernel.answer().evidence();
        Set<Long> entries = Stream.concat(evidence.entries().stream().map(entry -> entry.at().address()),
                evidence.stubs().stream().map(Evidence.Spot::address)).collect(Collectors.toSet());
        TreeSet<String> theirs = new TreeSet<>();
        long instructions = 0;
        for (Path file : kernel.code()) {
            instructions += disassemble(tool, file, branches, entries, theirs);
        }
        Set<String> asData = evidence.asData().stream().map(spot -> Long.toHexString(spot.address()))
                .collect(Collectors.toSet());
        theirs.removeAll(asData);
        assertThat(instructions).isGreaterThan(1_000_000);
        Set<String> ours = evidence.transfers().stream().filter(step -> step.form() == Evidence.Form.DIRECT)
                .map(step -> Long.toHexString(step.at().address())).collect(Collectors.toSet());
        assertThat(ours).hasSizeGreaterThan(300).containsExactlyInAnyOrderElementsOf(theirs);
    }

    private Kernel open(Path shipped) {
        return Walk.over(List.of(shipped), Limits.DEFAULT, 1, Progress.NONE, leaf -> Optional.of(open(leaf)))
                .answers().getFirst();
    }

    private Kernel open(Leaf leaf) {
        assertThat(leaf.kind()).isEqualTo(Leaf.Kind.FLAT_KERNEL);
        FlatKernel flat = FlatKernel.read(leaf.file().slice(), leaf.file().arena());
        List<Path> code = flat.elf().sections().stream().filter(Section::isExecutable)
                .map(section -> alone(flat, section)).toList();
        return new Kernel(PanicCheck.run(Image.open(leaf.file(), DebugFiles.NONE), leaf.name(), Use.ALL), code);
    }

    private Path alone(FlatKernel flat, Section section) {
        byte[] bytes = flat.elf().raw(section).copy(0, section.size());
        try {
            return Files.write(folder.resolve(section.name() + ".elf"),
                    new ElfBuilder(ElfType.EXEC, flat.elf().machine()).section(section.name(), section.type(),
                            ElfBuilder.ALLOC | ElfBuilder.EXECUTE, section.address(), 4, bytes).build().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Adds the addresses of branches to one of `targets`; gives the number of instructions read.
    private static long disassemble(String tool, Path file, Pattern branches, Set<Long> targets, Set<String> found)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(tool, "-d", "--no-show-raw-insn", file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        long instructions = 0;
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                instructions++;
                Matcher matcher = INSTRUCTION.matcher(line);
                if (matcher.matches() && branches.matcher(matcher.group(2)).matches()
                        && targets.contains(Long.parseUnsignedLong(matcher.group(3), 16))) {
                    found.add(matcher.group(1));
                }
            }
        }
        assertThat(process.waitFor()).as(tool).isZero();
        return instructions;
    }
}
