package dev.assay.check.show;

import dev.assay.archive.ElfFiles;
import dev.assay.bytes.MappedFile;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.PanicCheck;
import dev.assay.elf.Elf;
import dev.assay.elf.Section;
import dev.assay.image.DebugFolders;
import dev.assay.image.Function;
import dev.assay.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One ELF file, opened to be looked into. Its tables read from it while they are printed: close it behind that.
public final class ShownFile implements AutoCloseable {
    private final Path path;
    private final MappedFile file;
    private final DebugFolders debug;

    private ShownFile(Path path, MappedFile file, DebugFolders debug) {
        this.path = path;
        this.file = file;
        this.debug = debug;
    }

    /// Opens a file.
    ///
    /// @param debug files and folders that may hold its debug information
    @SuppressWarnings("MustBeClosedChecker") // closed by close()
    public static ShownFile open(Path path, List<Path> debug) throws IOException {
        if (Files.isDirectory(path)) {
            throw new IOException(path + ": expected an ELF file, found a folder");
        }
        DebugFolders folders = new DebugFolders(debug);
        for (String why : folders.troubles().values()) {
            throw new IOException(why);
        }
        Path named = ElfFiles.under(path).files().getFirst().path();
        return new ShownFile(path, MappedFile.open(named, path.toString()), folders);
    }

    /// Its sections.
    public Table sections() {
        return ElfTables.sections(Elf.read(file.slice()));
    }

    /// Its symbols, of every kind and language.
    public Table symbols() {
        return ElfTables.symbols(Elf.read(file.slice()));
    }

    /// Its Rust functions, and which of them are panic entries.
    public Table functions() {
        Image image = Image.open(file, debug);
        return FunctionTable.of(image, PanicCheck.run(image, path.toString()));
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
        ImagePanics answer = PanicCheck.run(image, path.toString());
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

    @Override
    public void close() {
        debug.close();
        file.close();
    }
}
