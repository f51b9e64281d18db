package dev.assay.image;

import dev.assay.bytes.MappedFile;
import dev.assay.bytes.Slice;
import dev.assay.dwarf.Dwarf;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Elf;
import dev.assay.elf.Section;
import dev.assay.elf.SectionType;
import dev.assay.elf.Symbols;
import java.util.Optional;
import java.util.function.Function;

/// A file that holds the debug information of another: what `objcopy --only-keep-debug` leaves.
public final class DebugFile {
    private final String path;
    private final MappedFile file;
    private final Elf elf;
    private final Symbols symbols;
    private Optional<AddressSpace> memory = Optional.empty();

    DebugFile(String path, MappedFile file) {
        this.path = path;
        this.file = file;
        this.elf = Elf.read(file.slice());
        this.symbols = Symbols.of(elf);
    }

    public String path() {
        return path;
    }

    Symbols symbols() {
        return symbols;
    }

    /// Its sections at the addresses that those of the same name have in the image.
    AddressSpace memory(AddressSpace image) {
        if (memory.isEmpty()) {
            memory = Optional.of(AddressSpace.of(elf, symbols, file.arena(), image.places()));
        }
        return memory.get();
    }

    Dwarf dwarf(AddressSpace image) {
        return dwarf(elf, memory(image));
    }

    /// The debug information in `elf` itself.
    static Dwarf dwarf(Elf elf, AddressSpace memory) {
        Function<String, Optional<Slice>> sections = name -> elf.section(name).filter(DebugFile::hasBytes)
                .map(memory::contents);
        return Dwarf.of(elf.file().file(), sections);
    }

    private static boolean hasBytes(Section section) {
        return !section.type().equals(SectionType.NOBITS);
    }
}
