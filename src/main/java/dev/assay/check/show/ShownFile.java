package dev.assay.check.show;

import dev.assay.archive.SingleFile;
import dev.assay.bytes.OpenFile;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.PanicCheck;
import dev.assay.check.panics.Use;
import dev.assay.elf.ElfCopy;
import dev.assay.elf.Section;
import dev.assay.image.DebugFolders;
import dev.assay.image.DebugIndex;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.image.Names;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One file with code, opened to be looked into: an ELF file, a kernel image, or a member of an archive.
public final class ShownFile {
    private final Path path;
    private final OpenFile file;
    private final DebugFolders debug;

    private ShownFile(Path path, OpenFile file, DebugFolders debug) {
        this.path = path;
        this.file = file;
        this.debug = debug;
    }

    /// What is done with a file while it is open. Its tables read from it while they are printed.
    @FunctionalInterface
    public interface Look<R> {
        /// Does it.
        R at(ShownFile file) throws IOException;
    }

    /// Opens a file.
    ///
    /// @param path  of the file, or of an archive with `!` and the name of a member behind it
    /// @param debug files and folders that may hold its debug information
    public static <R> R look(Path path, List<Path> debug, Look<R> look) throws IOException {
        return SingleFile.look(path, leaf -> {
            DebugIndex index = new DebugIndex(debug);
            for (String why : index.troubles().values()) {
                throw new IOException(why);
            }
            try (DebugFolders folders = new DebugFolders(index)) {
                return Optional.of(look.at(new ShownFile(path, leaf.file(), folders)));
            }
        });
    }

    /// Writes it as an ELF file of its own, with the symbols that kallsyms has if it has none.
    public void writeTo(WritableByteChannel out) throws IOException {
        Names names = Names.of(file);
        ElfCopy.write(names.elf(), names.symbols(), out);
    }

    /// Its sections.
    public Table sections() {
        return ElfTables.sections(Names.of(file).elf());
    }

    /// Its symbols, of every kind and language; those of kallsyms compared with exports and BTF.
    public Table symbols() {
        Names names = Names.of(file);
        return ElfTables.symbols(names, CrossCheck.of(names, file));
    }

    /// Its Rust functions, and which of them are panic entries.
    public Table functions() {
        Image image = Image.open(file, debug);
        return FunctionTable.of(image, PanicCheck.run(image, path.toString(), Use.ALL));
    }

    /// The units of its debug information.
    public Table units() {
        return UnitTable.of(Image.open(file, debug));
    }

    /// The code around one place.
    ///
    /// @param section    that `value` counts from; null if `value` is a virtual address
    /// @param value      in bytes
    /// @param searchPath folders in which a disassembler may be, as in the environment variable `PATH`
    public SiteCode site(@Nullable String section, long value, String searchPath) {
        Image image = Image.open(file, debug);
        if (section == null && image.elf().isRelocatable()) {
            return new SiteCode.Nowhere(
                    "%s: expected SECTION+OFFSET, since a relocatable file has no addresses; found %s"
                            .formatted(path, ElfTables.hex(value)));
        }
        ImagePanics answer = PanicCheck.run(image, path.toString(), Use.ALL);
        List<Section> sections = image.elf().sections().stream().filter(s -> s.name().equals(section)).toList();
        if (section != null && sections.isEmpty()) {
            return new SiteCode.Nowhere("%s: expected the name of a section, found %s".formatted(path, section));
        }
        List<Long> addresses = section == null ? List.of(value)
                : sections.stream().filter(s -> value >= 0 && value < s.size())
                        .map(s -> image.memory().address(s) + value).toList();
        for (long address : addresses) {
            Optional<Function> function = image.functionAround(address).filter(image::hasBytes);
            if (function.isPresent()) {
                return new CodeAround(image, path, function.get(), address).show(answer, address, searchPath);
            }
        }
        String place = section == null ? ElfTables.hex(value) : section + "+" + ElfTables.hex(value);
        return new SiteCode.Nowhere("%s: expected a place in a Rust function, found %s, %s".formatted(path, place,
                addresses.isEmpty() ? "behind the end of the section" : what(image, addresses.getFirst())));
    }

    private static String what(Image image, long address) {
        return image.symbolAround(address).map(function -> "which is in " + function.symbol())
                .or(() -> image.memory().sectionAt(address).map(section -> "which is in section " + section.name()
                        + " but in no function with a Rust name"))
                .orElse("which is in no section");
    }
}
