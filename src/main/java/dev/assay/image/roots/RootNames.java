package dev.assay.image.roots;

import dev.assay.elf.Elf;
import dev.assay.elf.Exports;
import dev.assay.elf.Section;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.rust.MangledName;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Works out what people call a root.
final class RootNames {
    private final Image image;
    private final Initcalls initcalls;
    private final Slots slots;
    private final FunctionNames functions;
    private final Tables tables;
    /// First exported name of each address, in byte order.
    private final Map<Long, String> exported = new HashMap<>();

    RootNames(Image image, Starts starts, Marks marks, Initcalls initcalls, Vtables vtables, Slots slots,
            Optional<Exports> exports) {
        this.image = image;
        this.initcalls = initcalls;
        this.slots = slots;
        this.functions = new FunctionNames(image, starts);
        this.tables = new Tables(image, starts, vtables, slots, functions, marks);
        if (exports.isPresent()) {
            for (int symbol = 0; symbol < exports.get().count(); symbol++) {
                exported.merge(exports.get().address(symbol), exports.get().name(symbol),
                        (first, second) -> first.compareTo(second) <= 0 ? first : second);
            }
        }
    }

    /// Whether the function at an address has a mangled name.
    static boolean isRust(Image image, long address) {
        Optional<Function> function = image.functionStartingAt(address);
        return function.isPresent() && MangledName.isMangled(function.get().symbol());
    }

    String name(Root root) {
        long function = root.function();
        return switch (root.kind()) {
            case EXPORT, RUST_EXPORT -> "exported " + MangledName.of(exportedName(function)).path();
            case SYSCALL -> "syscall " + Marks.syscallName(functions.symbol(function));
            case INITCALL -> level(root.slot()) + ", " + functions.path(function);
            case MODULE_INIT -> "module init";
            case MODULE_EXIT -> "module exit";
            case ENTRY -> entry(functions.path(function));
            case BOOT -> "boot, " + functions.path(function);
            case GLOBAL -> "global symbol " + functions.path(function);
            case OPERATIONS, DATA ->
                    initcalls.fixupAt(root.slot()).map(fixup -> fixup + ", " + functions.path(function))
                            .orElseGet(() -> tables.slotName(root.slot()));
            case VTABLE -> tables.vtableName(root.slot(), function);
        };
    }

    private String exportedName(long function) {
        String name = exported.get(function);
        return name == null ? functions.symbol(function) : name;
    }

    private String level(long place) {
        return initcalls.levelAt(place).or(() -> section(place).flatMap(s -> Initcalls.levelOf(s.name())))
                .orElse("initcall");
    }

    private Optional<Section> section(long place) {
        int slot = slots.at(place);
        return slot < 0 ? Optional.empty() : image.elf().section(slots.section(slot));
    }

    /// x86-64 begins the names of its entry code by what leads there (`arch/x86/include/asm/idtentry.h`), AArch64 by
    /// the exception level that it came from (`arch/arm64/kernel/entry.S`).
    private String entry(String name) {
        if (name.startsWith("asm_sysvec_") || name.contains("interrupt") || name.endsWith("_irq")
                || name.endsWith("_fiq")) {
            return "interrupt " + name;
        }
        boolean exception = name.startsWith("asm_exc_") || name.startsWith("asm_") || name.contains("exception")
                || (image.elf().machine() == Elf.AARCH64 && name.startsWith("el") && name.length() > 2
                        && Character.isDigit(name.charAt(2)));
        return (exception ? "exception " : "entry ") + name;
    }
}
