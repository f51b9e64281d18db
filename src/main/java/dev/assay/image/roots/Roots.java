package dev.assay.image.roots;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Elf;
import dev.assay.elf.Exports;
import dev.assay.elf.Section;
import dev.assay.elf.Symbols;
import dev.assay.image.Image;
import dev.assay.image.calls.Store;
import dev.assay.image.roots.Root.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Everything in an image that says that its functions may be entered from outside: by C modules, by hardware, through
/// pointers in data.
///
/// Finding them reads the data once and no debug information. Names are worked out one by one when asked for, and
/// cost more. A view on the image, and not thread-safe, as that is.
public final class Roots {
    private final Image image;
    private final Starts starts;
    private final Marks marks;
    private final Initcalls initcalls;
    private final Vtables vtables;
    private final Slots slots;
    private final List<Root> roots = new ArrayList<>();
    /// Numbers of the functions that are known to be system calls.
    private final BitSet syscalls = new BitSet();
    private final List<String> notes = new ArrayList<>();
    private Optional<Exports> exports = Optional.empty();
    private @Nullable RootNames names;

    private Roots(Image image, long[] starts, List<Store> stores) {
        this.image = image;
        this.starts = new Starts(code(image, starts));
        this.marks = Marks.of(image.elf(), image.symbols(), image.memory());
        this.initcalls = Initcalls.of(marks);
        this.vtables = new Vtables(image, this.starts);
        this.slots = DataPointers.of(image, this.starts, Metadata.of(marks), stores, notes);
    }

    /// Finds all roots of an image.
    ///
    /// @param starts addresses at which functions of any language start, in unsigned order, each once
    public static Roots of(Image image, long[] starts) {
        return of(image, starts, List.of());
    }

    /// The same, with the slots that code fills.
    public static Roots of(Image image, long[] starts, List<Store> stores) {
        Roots roots = new Roots(image, starts, stores);
        roots.findExports();
        roots.findSlots();
        roots.initcalls.visitRelative(image.memory(), roots.starts, (level, place, function) -> roots
                .add(level.isPresent() ? Kind.INITCALL : Kind.OPERATIONS, function, place));
        roots.findModuleFunctions();
        roots.findSyscalls();
        roots.findEntries();
        roots.findGlobals();
        roots.roots.sort((a, b) -> {
            int byFunction = Long.compareUnsigned(a.function(), b.function());
            int byKind = byFunction != 0 ? byFunction : a.kind().compareTo(b.kind());
            return byKind != 0 ? byKind : Long.compareUnsigned(a.slot(), b.slot());
        });
        return roots;
    }

    /// Without variables that are taken for functions because their section is marked executable.
    private static long[] code(Image image, long[] starts) {
        long[] kept = starts;
        for (Section section : image.executableSections()) {
            if (Metadata.mayHoldPointers(section)) {
                long low = image.memory().address(section);
                Span data = new Span(low, low + section.size());
                kept = Arrays.stream(kept).filter(start -> !data.contains(start)).toArray();
            }
        }
        return kept;
    }

    /// In order of the functions' addresses, then of kind. A function has as many as there are ways into it.
    public List<Root> all() {
        return List.copyOf(roots);
    }

    /// What a kernel developer calls it: `initcall level 6 (device), tyr_driver_init`, `.ioctl of file_operations
    /// tty_fops`, `address taken in foo+0x28`. May read debug information.
    public String name(Root root) {
        if (names == null) {
            names = new RootNames(image, starts, marks, initcalls, vtables, slots, exports);
        }
        return names.name(root);
    }

    /// What other images may call by name: exported symbols, or in an object that is not linked yet the global ones.
    public Map<String, Long> offers() {
        Map<String, Long> offers = new HashMap<>();
        exports.ifPresent(all -> {
            for (int symbol = 0; symbol < all.count(); symbol++) {
                offers.put(all.name(symbol), all.address(symbol));
            }
        });
        Symbols symbols = image.symbols();
        Set<Long> globals = new HashSet<>();
        for (Root root : roots) {
            if (root.kind() == Kind.GLOBAL) {
                globals.add(root.function());
            }
        }
        if (!globals.isEmpty()) {
            symbols.visit((symbol, head, value) -> {
                if (!Symbols.isLocal(head) && !Symbols.isUndefined(head)
                        && globals.contains(image.memory().address(symbol))) {
                    offers.put(symbols.name(symbol), image.memory().address(symbol));
                }
            });
        }
        return offers;
    }

    /// What could not be read, so that roots may be missing.
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private void add(Kind kind, long function, long slot) {
        roots.add(new Root(kind, function, slot));
    }

    private void findExports() {
        try {
            Elf elf = image.elf();
            exports = elf.section("__ksymtab").isEmpty() && elf.section("__ksymtab_gpl").isEmpty()
                    ? flatExports()
                    : Optional.of(Exports.of(elf, image.memory()));
        } catch (MalformedFileException | UnsupportedFormatException e) {
            notes.add("exported symbols not read: " + e.getMessage());
        }
        if (exports.isPresent()) {
            BitSet known = new BitSet();
            for (int symbol = 0; symbol < exports.get().count(); symbol++) {
                int function = starts.indexOf(exports.get().address(symbol));
                if (function >= 0 && !known.get(function)) {
                    known.set(function);
                    addExport(starts.get(function), 0);
                }
            }
        }
    }

    /// In a kernel without section headers symbols tell where the tables are.
    private Optional<Exports> flatExports() {
        Span plain = marks.between("__start___ksymtab", "__stop___ksymtab");
        Span gpl = marks.between("__start___ksymtab_gpl", "__stop___ksymtab_gpl");
        return plain.isEmpty() || image.elf().isRelocatable() ? Optional.empty()
                : Exports.of(image.memory(), new Exports.Ranges(plain.low(), plain.high(), gpl.low(), gpl.high(),
                        marks.border("__start___kflagstab").orElse(0)));
    }

    private void addExport(long function, long slot) {
        add(RootNames.isRust(image, function) ? Kind.RUST_EXPORT : Kind.EXPORT, function, slot);
    }

    private void findSlots() {
        boolean relocatable = image.elf().isRelocatable();
        for (int slot = 0; slot < slots.count(); slot++) {
            long function = slots.function(slot);
            long place = slots.place(slot);
            Section section = image.elf().sections().get(slots.section(slot));
            if (relocatable && isExportMark(section.name())) {
                addExport(function, place);
            } else if (relocatable ? Initcalls.levelOf(section.name()).isPresent()
                    : initcalls.levelAt(place).isPresent()) {
                add(Kind.INITCALL, function, place);
            } else if (marks.isSyscallTable(slots.holder(slot))) {
                // What is not implemented is in a table a hundred times.
                if (!syscalls.get(starts.indexOf(function))) {
                    syscalls.set(starts.indexOf(function));
                    add(Kind.SYSCALL, function, place);
                }
            } else if (!isOnlyKept(function, slot, section)) {
                add(kindOfPointer(slot, section), function, place);
            }
        }
    }

    /// Until modpost makes tables of them, exports are marks: `.export_symbol`, before Linux 6.4 `___ksymtab+name`.
    private static boolean isExportMark(String section) {
        return section.equals(".export_symbol") || section.startsWith("___ksymtab");
    }

    private Kind kindOfPointer(int slot, Section section) {
        if (slots.holder(slot) != Slots.NONE && image.symbols().size(slots.holder(slot)) != 0) {
            return Kind.OPERATIONS;
        }
        if (vtables.around(slots.place(slot), slots.function(slot), section).isPresent()) {
            return Kind.VTABLE;
        }
        // Tables that rustc makes of constants have no symbol.
        boolean constant = section.isConstant() && RootNames.isRust(image, slots.function(slot));
        return slots.holder(slot) != Slots.NONE || constant ? Kind.OPERATIONS : Kind.DATA;
    }

    /// Whether a module's data names its first or last function only so that no tool drops it
    /// (`___ADDRESSABLE` in Linux `include/linux/compiler.h`), or as the module's way in, which is a root of its own.
    private boolean isOnlyKept(long function, int slot, Section section) {
        if (!image.elf().isRelocatable() || !isModuleFunction(function)) {
            return false;
        }
        return section.name().equals(".gnu.linkonce.this_module") || (slots.holder(slot) != Slots.NONE
                && image.symbols().name(slots.holder(slot)).contains("addressable"));
    }

    private boolean isModuleFunction(long function) {
        return marks.moduleInit().equals(OptionalLong.of(function))
                || marks.moduleExit().equals(OptionalLong.of(function));
    }

    private void findModuleFunctions() {
        if (image.elf().isRelocatable()) {
            addIfStart(Kind.MODULE_INIT, marks.moduleInit());
            addIfStart(Kind.MODULE_EXIT, marks.moduleExit());
        }
    }

    private void addIfStart(Kind kind, OptionalLong function) {
        if (function.isPresent() && starts.contains(function.getAsLong())) {
            add(kind, function.getAsLong(), 0);
        }
    }

    /// Those in no table: x86-64 calls them from a `switch` since Linux 6.9, and the linker may keep no table at all.
    private void findSyscalls() {
        for (int symbol : marks.syscalls()) {
            int function = starts.indexOf(image.memory().address(symbol));
            if (function >= 0 && !syscalls.get(function)) {
                syscalls.set(function);
                add(Kind.SYSCALL, starts.get(function), 0);
            }
        }
    }

    private void findEntries() {
        AddressSpace memory = image.memory();
        addStarts(Kind.ENTRY, marks.between("__entry_text_start", "__entry_text_end"));
        for (Section section : image.executableSections()) {
            long low = memory.address(section);
            Span span = new Span(low, low + section.size());
            if (section.name().equals(".head.text")) {
                addStarts(Kind.BOOT, span);
            } else if (section.name().equals(".entry.text")) {
                addStarts(Kind.ENTRY, span);
            }
        }
        OptionalLong entry = Boot.function(image.elf(), memory, starts);
        if (entry.isPresent()) {
            boolean known = roots.stream().anyMatch(
                    root -> root.kind() == Kind.BOOT && root.function() == entry.getAsLong());
            if (!starts.contains(entry.getAsLong())) {
                notes.add("no function starts at the entry point 0x" + Long.toHexString(entry.getAsLong()));
            } else if (!known) {
                add(Kind.BOOT, entry.getAsLong(), 0);
            }
        }
    }

    private void addStarts(Kind kind, Span span) {
        for (int i = starts.firstFrom(span.low()); i < starts.count() && span.contains(starts.get(i)); i++) {
            add(kind, starts.get(i), 0);
        }
    }

    /// Of an object that is still to be linked. A module is complete: what others may use of it, it exports.
    private void findGlobals() {
        if (!image.identity().kind().equals("object")) {
            return;
        }
        BitSet known = new BitSet();
        for (Root root : roots) {
            if (root.kind() == Kind.EXPORT || root.kind() == Kind.RUST_EXPORT) {
                known.set(starts.indexOf(root.function()));
            }
        }
        Symbols symbols = image.symbols();
        symbols.visit((symbol, head, value) -> {
            if (symbols.binding(symbol) != 0 && Slots.isPlaced(image.elf(), symbols, symbol)) {
                int function = starts.indexOf(image.memory().address(symbol));
                if (function >= 0 && !known.get(function)) {
                    known.set(function);
                    add(Kind.GLOBAL, starts.get(function), 0);
                }
            }
        });
    }
}
