package dev.assay.image.roots;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A structure with pointers to functions, as it lies in memory.
///
/// @param size   in bytes
/// @param fields all that are pointers, those of structures inside too
/// @param parts  structures inside, each as `name@offset`
record Shape(String name, long size, List<Field> fields, Set<String> parts) {
    Shape {
        fields = List.copyOf(fields);
        parts = Set.copyOf(parts);
    }

    /// A pointer in it.
    ///
    /// @param offset    in bytes
    /// @param path      of members, each with a dot before it; empty for a pointer to data, whose name nobody asks for
    /// @param signature of a pointer to a function, as [Signatures] writes it; empty for a pointer to data
    record Field(long offset, String path, Optional<String> signature) {}
}
