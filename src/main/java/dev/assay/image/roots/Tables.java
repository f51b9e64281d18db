package dev.assay.image.roots;

import dev.assay.elf.Section;
import dev.assay.image.Image;
import dev.assay.rust.MangledName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Names the slots of tables in data.
final class Tables {
    private static final String VTABLE = "::{vtable}";
    private static final String DROP = "core::ptr::drop_in_place::<";
    private static final int MOST_SLOTS = 64;
    /// After a type that no debug information tells.
    private static final String BY_SHAPE = " (by its shape)";

    private final Image image;
    private final Slots slots;
    private final Vtables vtables;
    private final FunctionNames functions;
    private final TableTypes types;
    private final RustShapes shapes;
    private final BtfShapes btf;

    Tables(Image image, Starts starts, Vtables vtables, Slots slots, FunctionNames functions, Marks marks) {
        this.image = image;
        this.slots = slots;
        this.vtables = vtables;
        this.functions = functions;
        this.types = new TableTypes(image);
        this.shapes = new RustShapes(image, starts, slots);
        this.btf = new BtfShapes(image, starts, slots, functions, marks);
    }

    /// `.ioctl of file_operations tty_fops`, or, where nothing tells the type, `address taken in tty_fops+0x48`.
    String slotName(long place) {
        int slot = slots.at(place);
        if (slot < 0) {
            return taken(place);
        }
        if (slots.holder(slot) == Slots.NONE) {
            return shapes.around(slot).map(this::inferred).orElseGet(() -> taken(place));
        }
        long start = slots.holderStart(slot);
        String symbol = MangledName.of(image.symbols().name(slots.holder(slot))).path();
        return types.slot(start, place - start, functionsOf(slot)).map(type -> type.name(symbol))
                .or(() -> btf.slot(slot).map(type -> type.name(symbol) + BY_SHAPE)).orElseGet(() -> taken(place));
    }

    private String inferred(RustShapes.Found found) {
        return found.type().name("") + " at " + where(found.start()) + BY_SHAPE;
    }

    /// What the variable around a slot points to.
    private List<Long> functionsOf(int slot) {
        List<Long> targets = new ArrayList<>();
        long start = slots.holderStart(slot);
        for (int i = slots.firstFrom(start); i < slots.count() && slots.holderStart(i) == start
                && targets.size() < MOST_SLOTS; i++) {
            targets.add(slots.function(i));
        }
        return targets;
    }

    /// `<T as Trait>::method in a vtable`.
    String vtableName(long place, long function) {
        String path = functions.path(function);
        int slot = slots.at(place);
        OptionalLong start = slot < 0 ? OptionalLong.empty()
                : image.elf().section(slots.section(slot)).map(s -> vtables.around(place, function, s))
                        .orElse(OptionalLong.empty());
        if (start.isEmpty()) {
            return path + " in a vtable";
        }
        String owner = owner(start.getAsLong());
        if (start.getAsLong() == place) {
            String dropped = path.startsWith(DROP) && path.endsWith(">")
                    ? path.substring(DROP.length(), path.length() - 1) : "a value";
            return "drop of %s in %s".formatted(dropped, owner.isEmpty() ? "a vtable" : "the vtable of " + owner);
        }
        return owner.isEmpty() || path.startsWith(owner) ? path + " in a vtable"
                : path + " in the vtable of " + owner;
    }

    /// `<T as Trait>`, by debug information alone: the methods may be those of another type, where the compiler merged
    /// some that have the same code. Empty if it does not tell.
    private String owner(long start) {
        return types.rustName(start).filter(name -> name.endsWith(VTABLE))
                .map(name -> name.substring(0, name.length() - VTABLE.length())).orElse("");
    }

    private String taken(long place) {
        int slot = slots.at(place);
        if (slot >= 0 && slots.holder(slot) != Slots.NONE) {
            String symbol = MangledName.of(image.symbols().name(slots.holder(slot))).path();
            return "address taken in %s+0x%x".formatted(symbol, place - slots.holderStart(slot));
        }
        return "address taken in " + where(place);
    }

    /// `.rodata+0x1234`.
    private String where(long place) {
        int slot = slots.at(place);
        Optional<Section> section = slot >= 0 ? image.elf().section(slots.section(slot))
                : image.memory().sectionAt(place);
        return section.map(s -> "%s+0x%x".formatted(s.name(), place - image.memory().address(s)))
                .orElseGet(() -> "0x%x".formatted(place));
    }
}
