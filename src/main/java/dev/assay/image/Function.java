package dev.assay.image;

import dev.assay.elf.Section;
import java.util.List;

/// A function with code in an image: one address, all its names.
///
/// rustc merges equal functions, so one may have hundreds of names.
///
/// @param address of its first instruction
/// @param size    of its code, in bytes
/// @param section that holds it
/// @param aliases all mangled names at the address, sorted in byte order, at least one
public record Function(long address, long size, Section section, List<String> aliases) {
    public Function {
        aliases = List.copyOf(aliases);
    }

    /// The name used where one is wanted: the first in byte order, so that it is the same in every run and tool.
    public String symbol() {
        return aliases.getFirst();
    }

    public boolean contains(long place) {
        return place - address >= 0 && place - address < size;
    }
}
