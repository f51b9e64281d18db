package dev.assay.image.roots;

import dev.assay.bytes.Slice;
import dev.assay.elf.AddressSpace;
import dev.assay.elf.Section;
import dev.assay.image.Function;
import dev.assay.image.Image;
import dev.assay.rust.MangledName;
import java.util.Optional;
import java.util.OptionalLong;

/// Recognises the tables behind Rust `dyn` pointers by their layout: the function that drops a value, or null; size
/// and alignment of the type; the methods (`rustc_middle::ty::vtable`). They have no symbol.
final class Vtables {
    private static final int WORD = 8;
    static final int METHODS = 3 * WORD;
    private static final int MOST_METHODS = 256;
    private static final long MOST_ALIGNMENT = 1 << 13;
    private static final long MOST_SIZE = 1 << 30;

    private final Image image;
    private final AddressSpace memory;
    private final Starts starts;

    Vtables(Image image, Starts starts) {
        this.image = image;
        this.memory = image.memory();
        this.starts = starts;
    }

    /// The start of the table that a pointer to a function is a part of.
    OptionalLong around(long place, long function, Section section) {
        if (!section.isConstant() || !isRust(function)) {
            return OptionalLong.empty();
        }
        Slice bytes = memory.contents(section);
        long base = memory.address(section);
        long at = place - base;
        if (isHeader(bytes, at) && isFunction(word(bytes, at + METHODS))) {
            return OptionalLong.of(place);
        }
        for (int method = 0; method < MOST_METHODS; method++) {
            long before = at - (long) (method + 1) * WORD;
            if (!isFunction(word(bytes, before))) {
                long start = before - (METHODS - WORD);
                return isHeader(bytes, start) ? OptionalLong.of(base + start) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    private boolean isHeader(Slice bytes, long start) {
        if (start < 0 || !bytes.contains(start, METHODS)) {
            return false;
        }
        long drop = bytes.u64(start);
        long size = bytes.u64(start + WORD);
        long alignment = bytes.u64(start + 2 * WORD);
        return Long.bitCount(alignment) == 1 && alignment > 0 && alignment <= MOST_ALIGNMENT && size >= 0
                && size <= MOST_SIZE && size % alignment == 0 && (drop == 0 || isRust(drop));
    }

    private long word(Slice bytes, long at) {
        return at >= 0 && bytes.contains(at, WORD) ? bytes.u64(at) : 0;
    }

    /// Of this image, or in a module of another.
    private boolean isFunction(long address) {
        return address != 0 && (starts.contains(address) || memory.undefinedSymbol(address).isPresent());
    }

    private boolean isRust(long address) {
        Optional<Function> function = image.functionStartingAt(address);
        return function.isPresent() ? MangledName.isMangled(function.get().symbol())
                : image.undefined().containsKey(address);
    }
}
