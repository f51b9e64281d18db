package dev.assay.image.roots;

import dev.assay.elf.Section;
import dev.assay.image.Image;
import dev.assay.rust.MangledName;
import java.util.Optional;
import java.util.OptionalLong;

/// Names the slots of tables in data.
final class Tables {
    private final Image image;
    private final Slots slots;
    private final Vtables vtables;
    private final FunctionNames functions;

    Tables(Image image, Starts starts, Vtables vtables, Slots slots, FunctionNames functions) {
        this.image = image;
        this.slots = slots;
        this.vtables = vtables;
        this.functions = functions;
    }

    /// `.ioctl of file_operations tty_fops`, or, where nothing tells the type, `address taken in tty_fops+0x48`.
    String slotName(long place) {
        return taken(place);
    }

    String vtableName(long place, long function) {
        return functions.path(function) + " in a vtable";
    }

    private String taken(long place) {
        int slot = slots.at(place);
        if (slot >= 0 && slots.holder(slot) != Slots.NONE) {
            String symbol = MangledName.of(image.symbols().name(slots.holder(slot))).path();
            return "address taken in %s+0x%x".formatted(symbol, place - slots.holderStart(slot));
        }
        Optional<Section> section = slot >= 0 ? image.elf().section(slots.section(slot))
                : image.memory().sectionAt(place);
        return section.map(s -> "address taken in %s+0x%x".formatted(s.name(), place - image.memory().address(s)))
                .orElseGet(() -> "address taken at 0x%x".formatted(place));
    }

    OptionalLong vtable(long place, long function, Section section) {
        return vtables.around(place, function, section);
    }
}
