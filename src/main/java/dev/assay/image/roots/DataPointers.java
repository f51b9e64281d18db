package dev.assay.image.roots;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Elf;
import dev.assay.elf.Relocations;
import dev.assay.elf.Section;
import dev.assay.elf.Symbols;
import dev.assay.image.Image;
import dev.assay.image.calls.Store;
import java.util.ArrayList;
import java.util.List;

/// Finds the pointers to functions in the data of an image.
///
/// In a linked image every aligned word of 8 bytes that is the address at which a function starts counts as one: no
/// other number looks like a kernel address. In a relocatable file the relocations tell.
final class DataPointers {
    private static final int WORD = 8;
    private static final int CHUNK = 4096;

    private final Image image;
    private final Elf elf;
    private final AddressSpace memory;
    private final Starts starts;
    private final Slots slots = new Slots();

    private DataPointers(Image image, Starts starts) {
        this.image = image;
        this.elf = image.elf();
        this.memory = image.memory();
        this.starts = starts;
    }

    /// Finds them, with the symbols around them.
    ///
    /// @param stores slots that code fills
    /// @param notes  gets what could not be read
    static Slots of(Image image, Starts starts, Metadata metadata, List<Store> stores, List<String> notes) {
        DataPointers pointers = new DataPointers(image, starts);
        List<Section> sections = sections(image);
        for (Section section : sections) {
            try {
                if (image.elf().isRelocatable()) {
                    pointers.relocations(section);
                } else {
                    pointers.words(section, metadata);
                }
            } catch (MalformedFileException | UnsupportedFormatException e) {
                notes.add("pointers in " + section.name() + " not read: " + e.getMessage());
            }
        }
        stores.forEach(pointers::store);
        pointers.slots.sort();
        pointers.slots.findHolders(image.elf(), image.symbols(), image.memory());
        if (!pointers.slots.isComplete()) {
            notes.add("symbols of data lie over each other too often; some pointers are shown without theirs");
        }
        return pointers.slots;
    }

    /// A slot that code fills counts like one that is full from the start.
    private void store(Store store) {
        memory.sectionAt(store.place()).filter(Metadata::mayBeFilled)
                .ifPresent(section -> slots.add(store.place(), store.function(), section.index()));
    }

    /// In order of address, so that the slots are too.
    private static List<Section> sections(Image image) {
        List<Section> sections = new ArrayList<>();
        for (Section section : image.elf().sections()) {
            if (Metadata.mayHoldPointers(section)) {
                sections.add(section);
            }
        }
        sections.sort((a, b) -> Long.compareUnsigned(image.memory().address(a), image.memory().address(b)));
        return sections;
    }

    private void words(Section section, Metadata metadata) {
        Slice bytes = memory.contents(section);
        long base = memory.address(section);
        long[] words = new long[CHUNK];
        long first = -base & WORD - 1;
        int count;
        for (long at = first; at + WORD <= bytes.size(); at += (long) count * WORD) {
            count = (int) Math.min(CHUNK, (bytes.size() - at) / WORD);
            bytes.u64s(at, words, count);
            for (int i = 0; i < count; i++) {
                if (words[i] != 0 && starts.contains(words[i])) {
                    long place = base + at + (long) i * WORD;
                    if (metadata.endAround(place) == place) {
                        slots.add(place, words[i], section.index());
                    }
                }
            }
        }
    }

    private void relocations(Section section) {
        long base = memory.address(section);
        Symbols symbols = image.symbols();
        for (Relocations table : Relocations.of(elf, section)) {
            for (long i = 0; i < table.count(); i++) {
                int symbol = table.symbol(i);
                if (!isPointer(table.type(i)) || symbol <= 0 || symbol >= symbols.count()
                        || !Slots.isPlaced(elf, symbols, symbol)) {
                    continue;
                }
                long function = memory.address(symbol) + table.addend(i);
                long offset = table.offset(i);
                if (starts.contains(function) && offset >= 0 && offset <= section.size() - Integer.BYTES) {
                    slots.add(base + offset, function, section.index());
                }
            }
        }
    }

    /// Relocations that put an address, or the distance to one, into data (the psABI of each machine). RISC-V and
    /// LoongArch make a distance of two, of which the first adds the target.
    private boolean isPointer(int type) {
        return switch (elf.machine()) {
            case Elf.X86_64 -> type == 1 || type == 2 || type == 4 || type == 10 || type == 11 || type == 24;
            case Elf.AARCH64 -> type == 257 || type == 258 || type == 260 || type == 261 || type == 314;
            case Elf.RISCV -> type == 1 || type == 2 || type == 35 || type == 36 || type == 57 || type == 59;
            case Elf.LOONGARCH -> type == 1 || type == 2 || type == 50 || type == 51 || type == 99 || type == 109;
            default -> false;
        };
    }
}
