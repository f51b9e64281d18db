package dev.assay.dwarf;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Types by the offsets of their entries in `.debug_info`: their names, their sizes, and what they are made of.
final class Types {
    private static final String UNTOLD = "?";
    private static final int MAX_DEPTH = 8;

    private final Dwarf dwarf;

    Types(Dwarf dwarf) {
        this.dwarf = dwarf;
    }

    /// A member of a type, or a member of one of its members.
    ///
    /// @param path   names from the outermost to the innermost, joined by dots; empty for the value as a whole
    /// @param typeAt of its type
    record Member(String path, long typeAt) {}

    /// The name as people write it: `u32`, `&[u8]`, `core::option::Option<u32>`.
    ///
    /// @param typeAt offset of the entry; -1 for no type
    String name(long typeAt) {
        return name(typeAt, 0);
    }

    private String name(long typeAt, int depth) {
        if (typeAt < 0 || depth == MAX_DEPTH) {
            return UNTOLD;
        }
        EntryCursor entry = dwarf.requireEntry(typeAt);
        long target = entry.reference(At.DW_AT_type);
        return switch (entry.tag()) {
            case Tag.DW_TAG_array_type -> {
                String element = name(target, depth + 1);
                long count = count(entry);
                yield count < 0 ? "[" + element + "]" : "[" + element + "; " + Long.toUnsignedString(count) + "]";
            }
            case Tag.DW_TAG_structure_type, Tag.DW_TAG_enumeration_type, Tag.DW_TAG_union_type ->
                    path(typeAt, entry.string(At.DW_AT_name).orElse(UNTOLD));
            case Tag.DW_TAG_pointer_type -> entry.string(At.DW_AT_name)
                    .orElseGet(() -> "*" + name(target, depth + 1));
            default -> entry.string(At.DW_AT_name).orElse(UNTOLD);
        };
    }

    /// Names with signs, like `&[u8]` and `(u8, u8)`, belong to the language and stand in no scope.
    private String path(long typeAt, String name) {
        boolean isPlain = !name.isEmpty() && Character.isJavaIdentifierStart(name.charAt(0));
        return isPlain ? Description.of(dwarf, typeAt).path().orElse(name) : name;
    }

    /// Of an array, how many elements; -1 if not told.
    private static long count(EntryCursor array) {
        while (array.next()) {
            if (array.tag() == Tag.DW_TAG_subrange_type) {
                long last = array.unsigned(At.DW_AT_upper_bound, -2);
                return array.unsigned(At.DW_AT_count, last == -2 ? -1 : last + 1);
            }
            array.skipChildren();
        }
        return -1;
    }

    /// What a pointer points to; -1 for other types and for pointers to no type.
    long target(long typeAt) {
        if (typeAt < 0) {
            return -1;
        }
        EntryCursor entry = dwarf.requireEntry(typeAt);
        return entry.tag() == Tag.DW_TAG_pointer_type ? entry.reference(At.DW_AT_type) : -1;
    }

    /// In bytes; -1 if not told.
    long size(long typeAt) {
        if (typeAt < 0) {
            return -1;
        }
        EntryCursor entry = dwarf.requireEntry(typeAt);
        boolean isPointer = entry.tag() == Tag.DW_TAG_pointer_type;
        return entry.unsigned(At.DW_AT_byte_size, isPointer ? Encoding.ADDRESS_SIZE : -1);
    }

    /// The innermost member that begins `offset` bytes into a type and has no members itself; empty if there is none,
    /// as inside of the variants of an enum.
    ///
    /// @param size of the part that is looked for, in bytes; larger members are looked into
    Optional<Member> member(long typeAt, long offset, long size) {
        List<String> names = new ArrayList<>();
        long type = typeAt;
        long left = offset;
        for (int depth = 0; depth < MAX_DEPTH; depth++) {
            Found inner = type < 0 ? null : find(type, left);
            if (inner == null) {
                break;
            }
            names.add(inner.name());
            left -= inner.offset();
            type = inner.typeAt();
        }
        boolean fits = left == 0 && size(type) <= Math.max(size, 0);
        return fits && size(type) >= 0 ? Optional.of(new Member(String.join(".", names), type)) : Optional.empty();
    }

    private record Found(String name, long offset, long typeAt) {}

    /// The member of a structure that `offset` lies in.
    private @Nullable Found find(long typeAt, long offset) {
        EntryCursor entry = dwarf.requireEntry(typeAt);
        if (entry.tag() != Tag.DW_TAG_structure_type && entry.tag() != Tag.DW_TAG_union_type) {
            return null;
        }
        Found found = null;
        while (entry.next()) {
            if (entry.tag() == Tag.DW_TAG_member) {
                long at = entry.unsigned(At.DW_AT_data_member_location, 0);
                long type = entry.reference(At.DW_AT_type);
                long size = size(type);
                if (offset >= at && size > 0 && offset - at < size) {
                    found = found != null ? found
                            : new Found(entry.string(At.DW_AT_name).orElse(UNTOLD), at, type);
                }
            }
            entry.skipChildren();
        }
        return found;
    }
}
