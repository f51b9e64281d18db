package dev.assay.image.roots;

import dev.assay.btf.Btf;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Section;
import dev.assay.elf.Symbols;
import dev.assay.image.Image;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tells what a variable without debug information is: the one structure in BTF that fits its size, its contents and
/// the types of the functions that it points to. BTF knows the types of functions, but not those of variables.
///
/// It must be the only one; and where a function's type is known, it must be that of the pointer.
final class BtfShapes {
    private static final int POINTER = 8;
    /// Larger variables are aligned to at most this, so a symbol may be followed by that much of nothing, less one.
    private static final int ALIGNMENT = 64;

    private final Image image;
    private final AddressSpace memory;
    private final Starts starts;
    private final Slots slots;
    private final FunctionNames functions;
    private final Marks marks;
    private final Map<Long, Optional<BtfStructs.Struct>> known = new HashMap<>();
    private Optional<BtfStructs> structs = Optional.empty();
    private boolean read;
    private long @Nullable [] symbolStarts;

    BtfShapes(Image image, Starts starts, Slots slots, FunctionNames functions, Marks marks) {
        this.image = image;
        this.memory = image.memory();
        this.starts = starts;
        this.slots = slots;
        this.functions = functions;
        this.marks = marks;
    }

    /// What a slot of a variable with a symbol is, if only one structure can be meant.
    Optional<SlotType> slot(int slot) {
        try {
            Optional<BtfStructs> types = types();
            return types.isEmpty() ? Optional.empty() : search(types.get(), slot);
        } catch (MalformedFileException | UnsupportedFormatException e) {
            return Optional.empty();
        }
    }

    private Optional<SlotType> search(BtfStructs types, int slot) {
        long start = slots.holderStart(slot);
        Optional<BtfStructs.Struct> struct = known.get(start);
        if (struct == null) {
            struct = only(types, start, slot);
            known.put(start, struct);
        }
        return struct.map(found -> new SlotType(BtfStructs.path(matches(types, found, slot)), found.name(), ""));
    }

    /// The only structure that a variable can be. Where its symbol has no size, it must leave no more room than
    /// alignment does, and none that is smaller may fit: what follows could be a variable without a symbol.
    private Optional<BtfStructs.Struct> only(BtfStructs types, long start, int slot) {
        long size = image.names().equals("kallsyms") ? 0 : image.symbols().size(slots.holder(slot));
        long most = size != 0 ? size : next(start) - start;
        int first = slots.firstFrom(start);
        int end = first;
        while (end < slots.count() && slots.place(end) - start < most) {
            end++;
        }
        if (end == first || isArray(types, first, end, start)) {
            return Optional.empty();
        }
        long needed = slots.place(end - 1) - start + POINTER;
        Section section = image.elf().sections().get(slots.section(slot));
        // It must reach to the next variable; that leaves few, and for the gap behind the last symbol none.
        long least = size != 0 ? size : needed;
        long whole = Math.max(least, most - ALIGNMENT + 1);
        BtfStructs.Struct only = null;
        for (BtfStructs.Struct struct : types.ofSize(whole, most)) {
            if (fits(types, struct, start, first, end, section)) {
                if (only != null) {
                    return Optional.empty();
                }
                only = struct;
            }
        }
        if (only == null) {
            return Optional.empty();
        }
        for (BtfStructs.Struct struct : types.ofSize(least, whole - 1)) {
            if (fits(types, struct, start, first, end, section)) {
                return Optional.empty();
            }
        }
        return Optional.of(only);
    }

    /// Whether a variable may be nothing but pointers to functions of one type.
    private boolean isArray(BtfStructs types, int first, int end, long start) {
        Optional<Integer> type = types.prototype(functions.symbol(slots.function(first)));
        for (int slot = first; slot < end; slot++) {
            Optional<Integer> other = types.prototype(functions.symbol(slots.function(slot)));
            boolean next = slots.place(slot) == start + (long) (slot - first) * POINTER;
            if (!next || (type.isPresent() && other.isPresent() && !types.same(type.get(), other.get(), 0))) {
                return false;
            }
        }
        return true;
    }

    private boolean fits(BtfStructs types, BtfStructs.Struct struct, long start, int first, int end,
            Section section) {
        Slice bytes = memory.contents(section);
        long base = start - memory.address(section);
        if (base < 0 || !bytes.contains(base, struct.size())) {
            return false;
        }
        boolean sure = false;
        for (int slot = first; slot < end; slot++) {
            if (matches(types, struct, slot).isEmpty()) {
                return false;
            }
            sure |= types.prototype(functions.symbol(slots.function(slot))).isPresent();
        }
        return sure && contentsFit(struct, bytes, base);
    }

    /// The members that a slot may be: pointers to functions of the type that the function there has, if it is known.
    private List<BtfStructs.Field> matches(BtfStructs types, BtfStructs.Struct struct, int slot) {
        Optional<Integer> prototype = types.prototype(functions.symbol(slots.function(slot)));
        long offset = slots.place(slot) - slots.holderStart(slot);
        List<BtfStructs.Field> fields = struct.fields().getOrDefault(offset, List.of());
        boolean any = fields.stream().anyMatch(field -> field.prototype() != 0
                && (prototype.isEmpty() || types.same(field.prototype(), prototype.get(), 0)));
        return any ? fields.stream().filter(field -> field.prototype() != 0).toList() : List.of();
    }

    /// Whether all pointers of the structure are null or point to what they should.
    private boolean contentsFit(BtfStructs.Struct struct, Slice bytes, long base) {
        for (List<BtfStructs.Field> fields : struct.fields().values()) {
            long offset = base + fields.getFirst().offset();
            long word = bytes.contains(offset, POINTER) ? bytes.u64(offset) : 0;
            boolean fits = word == 0;
            for (BtfStructs.Field field : fields) {
                fits = fits || (field.prototype() == 0 ? memory.sectionAt(word).isPresent() : isCode(word));
            }
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private boolean isCode(long address) {
        return starts.contains(address)
                || memory.sectionAt(address).filter(section -> section.isExecutable() && !section.isWritable())
                        .isPresent();
    }

    /// Where the next variable starts.
    private long next(long start) {
        if (symbolStarts == null) {
            Symbols symbols = image.symbols();
            long[] all = new long[symbols.count()];
            int[] count = new int[1];
            symbols.visit((symbol, head, value) -> {
                if (Symbols.type(head) != Symbols.SECTION && Slots.isPlaced(image.elf(), symbols, symbol)) {
                    // Sorts as an unsigned number.
                    all[count[0]++] = memory.address(symbol) + Long.MIN_VALUE;
                }
            });
            symbolStarts = Arrays.copyOf(all, count[0]);
            Arrays.sort(symbolStarts);
        }
        int index = Arrays.binarySearch(symbolStarts, start + Long.MIN_VALUE + 1);
        index = index < 0 ? -index - 1 : index;
        return index < symbolStarts.length ? symbolStarts[index] - Long.MIN_VALUE : start;
    }

    private Optional<BtfStructs> types() {
        if (!read) {
            read = true;
            structs = section().map(Btf::read).filter(btf -> !btf.lacksBase()).map(BtfStructs::new);
        }
        return structs;
    }

    /// `.BTF`, or in a kernel without section headers what lies between the linker script's symbols.
    private Optional<Slice> section() {
        Optional<Section> section = image.elf().section(".BTF").filter(found -> found.size() > 0);
        if (section.isPresent()) {
            return section.map(memory::contents);
        }
        Span span = marks.between("__start_BTF", "__stop_BTF");
        return span.isEmpty() ? Optional.empty()
                : memory.at(span.low()).filter(bytes -> bytes.contains(0, span.high() - span.low()))
                        .map(bytes -> bytes.slice(".BTF", 0, span.high() - span.low()));
    }
}
