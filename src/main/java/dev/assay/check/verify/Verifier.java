package dev.assay.check.verify;

import dev.assay.check.panics.Evidence;
import dev.assay.check.panics.Evidence.Form;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.verify.Verification.Compared;
import dev.assay.check.verify.Verification.NotVerified;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Has another disassembler look for the transfers to panic entries in an image, and compares.
///
/// The tool reads the file by itself, so that neither our decoder nor our readers of sections, symbols and relocations
/// have a part in what it finds. From us it gets the list of panic entries alone.
public final class Verifier {
    private final String searchPath;

    /// @param searchPath folders with programs, as in the environment variable `PATH`
    public Verifier(String searchPath) {
        this.searchPath = searchPath;
    }

    /// Confirms one answer.
    public Verification verify(ImagePanics answer) {
        ImagePanics.Identity identity = answer.image();
        List<Disassembler> tools = Disassembler.onPath(identity.machine(), searchPath);
        if (tools.isEmpty()) {
            return new NotVerified(identity.path(), identity.machine().equals("loongarch64")
                    ? "no loongarch64-linux-gnu-objdump and no objdump is installed"
                    : "no objdump and no llvm-objdump is installed");
        }
        List<String> failures = new ArrayList<>();
        try (PlainElf file = PlainElf.of(Path.of(identity.path()))) {
            for (Disassembler tool : tools) {
                try {
                    return compare(answer, tool, file);
                } catch (IOException e) {
                    failures.add(tool.title() + ": " + e.getMessage());
                }
            }
        } catch (IOException e) {
            return new NotVerified(identity.path(), "no file of its own for a disassembler to read: " + e.getMessage());
        }
        return new NotVerified(identity.path(), String.join("; ", failures));
    }

    private static Verification compare(ImagePanics answer, Disassembler tool, PlainElf file) throws IOException {
        Evidence evidence = answer.evidence();
        boolean relocatable = !answer.image().kind().equals("kernel");
        List<String> command = tool.arguments(file.path(), relocatable);
        NavigableSet<String> theirs = read(command, new PanicTransfers(evidence, relocatable));
        TreeSet<String> ours = evidence.transfers().stream().filter(step -> isShown(step.form(), relocatable))
                .map(step -> PanicTransfers.place(step.at(), relocatable))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> asData = evidence.asData().stream().map(spot -> PanicTransfers.place(spot, relocatable))
                .collect(Collectors.toCollection(TreeSet::new));
        TreeSet<String> onlyHere = new TreeSet<>(ours);
        onlyHere.removeAll(theirs);
        TreeSet<String> onlyThere = new TreeSet<>(theirs);
        onlyThere.removeAll(ours);
        asData.retainAll(onlyThere);
        onlyThere.removeAll(asData);
        int notCompared =
                (int) evidence.transfers().stream().filter(step -> !isShown(step.form(), relocatable)).count();
        return new Compared(answer.image().path(), tool.name(), tool.version(),
                shown(answer, tool, file, relocatable),
                ours.size() - onlyHere.size(), List.copyOf(onlyHere), List.copyOf(onlyThere), List.copyOf(asData),
                notCompared);
    }

    /// For the reader, to whom a temporary copy is of no use.
    private static String shown(ImagePanics answer, Disassembler tool, PlainElf file, boolean relocatable) {
        return file.isCopy()
                ? PlainElf.command(Path.of(answer.image().path())) + " && "
                        + CommandLine.of(tool.arguments(PlainElf.UNPACKED, relocatable))
                : CommandLine.of(tool.arguments(file.path(), relocatable));
    }

    /// Whether a disassembler prints the destination. That of a slot it knows only where a relocation tells.
    private static boolean isShown(Form form, boolean relocatable) {
        return switch (form) {
            case DIRECT -> true;
            case SLOT -> relocatable;
            case REGISTER -> false;
        };
    }

    private static NavigableSet<String> read(List<String> command, PanicTransfers transfers) throws IOException {
        Listing listing = new Listing(transfers);
        try (ToolRun run = ToolRun.start(command)) {
            for (Optional<String> line = run.line(); line.isPresent(); line = run.line()) {
                listing.line(line.get());
            }
            Optional<String> failure = run.failure();
            if (failure.isPresent()) {
                throw new IOException(failure.get());
            }
        }
        return transfers.found();
    }
}
