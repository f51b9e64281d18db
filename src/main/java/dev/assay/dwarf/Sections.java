package dev.assay.dwarf;

import dev.assay.bytes.Slice;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// The debug sections of one file, each fetched when first needed. An absent one is empty: a pointer into it is then
/// reported as a pointer to the outside, with the section's name.
final class Sections {
    private final String file;
    private final Function<String, Optional<Slice>> source;
    private final Map<String, Slice> fetched = new ConcurrentHashMap<>();

    Sections(String file, Function<String, Optional<Slice>> source) {
        this.file = file;
        this.source = source;
    }

    Slice get(String name) {
        Slice known = fetched.get(name);
        return known != null ? known : fetched.computeIfAbsent(name, this::fetch);
    }

    private Slice fetch(String name) {
        return source.apply(name).orElseGet(() -> Slice.of(file, name, MemorySegment.NULL));
    }
}
