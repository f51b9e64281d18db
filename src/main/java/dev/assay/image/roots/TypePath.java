package dev.assay.image.roots;

import dev.assay.dwarf.At;
import dev.assay.dwarf.Dwarf;
import dev.assay.dwarf.EntryCursor;
import dev.assay.dwarf.Tag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Follows the type of a variable in DWARF (DWARF 5 §5) down to what lies at an offset.
///
/// Of C structures in each other the outermost is named and the path told; of Rust's the innermost that has more than
/// one member's worth of bytes, for around a `file_operations` there may be an `Opaque`, an `UnsafeCell` and others.
final class TypePath {
    private static final int POINTER = 8;
    /// Types are nested by some ten levels; those of a bad file may refer to each other without end.
    private static final int MOST_STEPS = 2000;
    private static final int DEEPEST = 40;
    private static final int LONGEST = 512;

    private final Dwarf dwarf;
    private final boolean rust;
    private int steps;

    private TypePath(Dwarf dwarf, boolean rust) {
        this.dwarf = dwarf;
        this.rust = rust;
    }

    /// A structure on the way, and where in the path its own members begin.
    private record Level(String type, long size, int pathStart) {}

    /// Where the way has led.
    private record End(String path, List<Level> levels, String index, long size, boolean function) {
        End or(End other) {
            String both = SlotType.either(path, other.path);
            List<Level> outer = levels.stream()
                    .filter(level -> level.pathStart() <= Math.min(both.length(), path.length())).toList();
            return new End(both, outer, index, size, true);
        }
    }

    /// What lies at `offset` of a variable.
    ///
    /// @param variable offset of its entry in `.debug_info`
    static Optional<SlotType> of(Dwarf dwarf, long variable, long offset) {
        Optional<EntryCursor> entry = declaration(dwarf, variable);
        if (entry.isEmpty() || offset < 0) {
            return Optional.empty();
        }
        TypePath path = new TypePath(dwarf, entry.get().unit().isRust());
        return path.descend(entry.get().reference(At.DW_AT_type), offset, "", "", List.of(), "", 0)
                .map(path::slotType);
    }

    /// Size of a variable in bytes; 0 if it has none, or none is told.
    ///
    /// @param variable offset of its entry in `.debug_info`
    static long sizeOf(Dwarf dwarf, long variable) {
        return declaration(dwarf, variable)
                .map(entry -> new TypePath(dwarf, false).size(entry.reference(At.DW_AT_type))).orElse(0L);
    }

    /// The entry that tells a variable's type: its own, or the one that it completes.
    private static Optional<EntryCursor> declaration(Dwarf dwarf, long variable) {
        Optional<EntryCursor> entry = at(dwarf, variable);
        for (int i = 0; i < 4 && entry.isPresent() && entry.get().reference(At.DW_AT_type) < 0
                && entry.get().has(At.DW_AT_specification); i++) {
            entry = at(dwarf, entry.get().reference(At.DW_AT_specification));
        }
        return entry.filter(found -> found.reference(At.DW_AT_type) >= 0);
    }

    private static Optional<EntryCursor> at(Dwarf dwarf, long offset) {
        Optional<EntryCursor> entry = dwarf.entry(offset);
        return entry.isPresent() && entry.get().next() ? entry : Optional.empty();
    }

    private SlotType slotType(End end) {
        if (end.levels().isEmpty()) {
            return new SlotType("", "", end.index());
        }
        Level level = end.levels().getFirst();
        if (rust) {
            for (Level inner : end.levels()) {
                level = inner.size() > end.size() ? inner : level;
            }
        }
        return new SlotType(end.path().substring(level.pathStart()), level.type(), end.index());
    }

    /// @param typedef the name that led here, for a structure that has none
    /// @param index   of the elements on the way to the first structure
    private Optional<End> descend(long type, long offset, String typedef, String path, List<Level> levels,
            String index, int depth) {
        if (depth > DEEPEST || steps++ > MOST_STEPS || path.length() > LONGEST) {
            return Optional.empty();
        }
        Optional<EntryCursor> found = at(dwarf, type);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        EntryCursor entry = found.get();
        String name = entry.string(At.DW_AT_name).orElse("");
        long target = entry.reference(At.DW_AT_type);
        return switch (entry.tag()) {
            case Tag.DW_TAG_typedef, Tag.DW_TAG_const_type, Tag.DW_TAG_volatile_type, Tag.DW_TAG_restrict_type,
                    Tag.DW_TAG_atomic_type -> target < 0 ? Optional.empty()
                            : descend(target, offset, name.isEmpty() ? typedef : name, path, levels, index, depth + 1);
            case Tag.DW_TAG_array_type -> element(entry, target, offset, path, levels, index, depth);
            case Tag.DW_TAG_structure_type, Tag.DW_TAG_class_type, Tag.DW_TAG_union_type ->
                    rust && isOptionalFunction(name) && offset == 0
                            ? Optional.of(new End(path, levels, index, POINTER, true))
                            : member(entry, name.isEmpty() ? typedef : name, offset, path, levels, index, depth);
            case Tag.DW_TAG_pointer_type -> offset != 0 ? Optional.empty()
                    : Optional.of(new End(path, levels, index, POINTER, isFunction(target)));
            default -> offset != 0 || size(type) != POINTER ? Optional.empty()
                    : Optional.of(new End(path, levels, index, POINTER, false));
        };
    }

    /// `Option<unsafe extern "C" fn(…)>` is as large as a pointer, and null is `None`.
    static boolean isOptionalFunction(String name) {
        return name.startsWith("Option<") && (name.startsWith("fn(", 7) || name.startsWith("unsafe ", 7)
                || name.startsWith("extern ", 7));
    }

    private boolean isFunction(long type) {
        long target = type;
        for (int i = 0; i < DEEPEST && target >= 0; i++) {
            Optional<EntryCursor> entry = at(dwarf, target);
            if (entry.isEmpty()) {
                return false;
            }
            if (entry.get().tag() == Tag.DW_TAG_subroutine_type) {
                return true;
            }
            boolean named = entry.get().tag() == Tag.DW_TAG_typedef || entry.get().tag() == Tag.DW_TAG_const_type;
            target = named ? entry.get().reference(At.DW_AT_type) : -1;
        }
        return false;
    }

    private Optional<End> element(EntryCursor array, long target, long offset, String path, List<Level> levels,
            String index, int depth) {
        long size = target < 0 ? 0 : size(target);
        if (size <= 0) {
            return Optional.empty();
        }
        List<Long> counts = counts(array);
        long element = offset / size;
        StringBuilder text = new StringBuilder();
        for (int i = counts.size() - 1; i >= 0; i--) {
            long count = counts.get(i);
            boolean first = i == 0 || count <= 0;
            text.insert(0, "[" + (first ? element : element % count) + "]");
            element = first ? element : element / count;
            if (first) {
                break;
            }
        }
        return levels.isEmpty()
                ? descend(target, offset % size, "", path, levels, index + text, depth + 1)
                : descend(target, offset % size, "", path + text, levels, index, depth + 1);
    }

    /// Elements of each dimension; 0 for one that is not told.
    private static List<Long> counts(EntryCursor array) {
        List<Long> counts = new ArrayList<>(1);
        int level = array.depth();
        while (array.next() && array.depth() > level && counts.size() < DEEPEST) {
            if (array.tag() == Tag.DW_TAG_subrange_type) {
                long bound = array.unsigned(At.DW_AT_upper_bound, -1);
                counts.add(array.unsigned(At.DW_AT_count, bound + 1));
            }
        }
        if (counts.isEmpty()) {
            counts.add(0L);
        }
        return counts;
    }

    private Optional<End> member(EntryCursor structure, String name, long offset, String path, List<Level> levels,
            String index, int depth) {
        long whole = structure.unsigned(At.DW_AT_byte_size, 0);
        if (offset >= whole) {
            return Optional.empty();
        }
        List<Level> inner = new ArrayList<>(levels);
        if (!name.isEmpty() || levels.isEmpty()) {
            inner.add(new Level(name.isEmpty() ? "struct" : name, whole, path.length()));
        }
        Optional<End> best = Optional.empty();
        int level = structure.depth();
        boolean more = structure.next();
        while (more && structure.depth() > level) {
            boolean holds = structure.tag() == Tag.DW_TAG_member && !structure.has(At.DW_AT_data_bit_offset)
                    && !structure.has(At.DW_AT_bit_size);
            long place = holds ? structure.unsigned(At.DW_AT_data_member_location, 0) : 0;
            long type = holds ? structure.reference(At.DW_AT_type) : -1;
            if (type >= 0 && place >= 0 && offset >= place && offset - place < size(type)) {
                String own = structure.string(At.DW_AT_name).orElse("");
                Optional<End> end = descend(type, offset - place, "", own.isEmpty() ? path : path + "." + own, inner,
                        index, depth + 1);
                // Of the members of a union one that is a function is meant; which one, nothing tells.
                if (end.isPresent() && (best.isEmpty() || (end.get().function() && !best.get().function()))) {
                    best = end;
                } else if (end.isPresent() && end.get().function()) {
                    End other = end.get();
                    best = best.map(known -> known.or(other));
                }
            }
            structure.skipChildren();
            more = structure.next();
        }
        return best;
    }

    /// Of a type in bytes; 0 if it is not told.
    private long size(long type) {
        long target = type;
        long factor = 1;
        for (int i = 0; i < DEEPEST; i++) {
            Optional<EntryCursor> found = at(dwarf, target);
            if (found.isEmpty()) {
                return 0;
            }
            EntryCursor entry = found.get();
            long size = entry.unsigned(At.DW_AT_byte_size, -1);
            if (size >= 0) {
                return size * factor;
            }
            if (entry.tag() == Tag.DW_TAG_pointer_type) {
                return POINTER * factor;
            }
            target = entry.reference(At.DW_AT_type);
            if (entry.tag() == Tag.DW_TAG_array_type) {
                for (long count : counts(entry)) {
                    factor *= count;
                }
            }
            if (target < 0) {
                return 0;
            }
        }
        return 0;
    }
}
