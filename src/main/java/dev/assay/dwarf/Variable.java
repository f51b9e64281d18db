package dev.assay.dwarf;

/// A local variable or parameter, or a part of one, at one address of the code.
///
/// @param name     as in the source; of a part with the names of members behind dots (`bytes.length`)
/// @param type     name of its type, like `u32`, `&[u8]` or `core::option::Option<u32>`; `?` if not told
/// @param typeAt   offset of the type's entry from the start of `.debug_info`, in bytes; -1 if not told
/// @param location where it is
public record Variable(String name, String type, long typeAt, Location location) {
    /// What it points to, named as the source would.
    Variable dereferenced() {
        return new Variable("*" + name, type, typeAt, location);
    }

    /// A part of it.
    Variable member(String path, String memberType, long memberTypeAt, Location where) {
        return new Variable(path.isEmpty() ? name : path.startsWith("[") ? name + path : name + "." + path, memberType,
                memberTypeAt, where);
    }
}
