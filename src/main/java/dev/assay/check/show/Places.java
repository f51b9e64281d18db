package dev.assay.check.show;

import dev.assay.elf.Section;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.rust.MangledName;
import dev.assay.rust.SourceLocation;
import java.util.Optional;

/// Names for addresses of one image. Those that a relocatable file is given are our own invention, and are never
/// shown: there a place is a section and an offset.
final class Places {
    private final Image image;

    Places(Image image) {
        this.image = image;
    }

    /// The place itself: `0xffffffff81af151e` or `.text+0x4d2`.
    String of(long address) {
        if (!image.elf().isRelocatable()) {
            return ElfTables.hex(address);
        }
        return inSection(address).or(() -> undefined(address)).orElse(ElfTables.hex(address));
    }

    /// Section and offset.
    Optional<String> inSection(long address) {
        return image.memory().sectionAt(address)
                .map(section -> section.name() + "+" + ElfTables.hex(address - image.memory().address(section)));
    }

    /// What the file itself calls the place: the address, or the offset in the section.
    long inFile(Section section, long address) {
        return image.elf().isRelocatable() ? address - image.memory().address(section) : address;
    }

    /// The function or symbol that starts there, as people write it.
    Optional<String> name(long address) {
        return image.functionStartingAt(address).map(function -> MangledName.of(function.symbol()).path())
                .or(() -> undefined(address)).or(() -> image.symbolAround(address)
                        .filter(function -> function.address() == address).map(Function::symbol));
    }

    private Optional<String> undefined(long address) {
        int symbol = image.memory().undefinedSymbol(address).orElse(0);
        return symbol == 0 ? Optional.empty() : Optional.of(MangledName.of(image.symbols().name(symbol)).path());
    }

    /// The `core::panic::Location` that a number may be the address of.
    Optional<SourceLocation> location(long number) {
        return SourceLocation.read(image.memory(), number);
    }

    /// A number in a register: a place if it can be the address of one, and what is there.
    String number(long number) {
        boolean mapped = image.memory().sectionAt(number).isPresent()
                || image.memory().undefinedSymbol(number).isPresent();
        String text = mapped ? of(number) : number < 0 && number > -0x10000 ? Long.toString(number)
                : ElfTables.hex(number);
        Optional<String> what = location(number).map(location -> "Location " + location);
        if (what.isEmpty() && mapped) {
            what = name(number).filter(name -> !name.equals(text));
        }
        return text + what.map(name -> " → " + name).orElse("");
    }
}
