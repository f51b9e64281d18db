package dev.assay.image.roots;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.dwarf.At;
import dev.assay.dwarf.Dwarf;
import dev.assay.dwarf.EntryCursor;
import dev.assay.dwarf.Tag;
import dev.assay.dwarf.Unit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The structures with pointers to functions that Rust units of DWARF describe: mostly C's, as bindgen translated them.
final class RustStructs {
    private static final int POINTER = 8;
    private static final int DEEPEST = 4;
    private static final int MOST_FIELDS = 4096;
    private static final int MOST_STRUCTS = 200_000;

    private final Dwarf dwarf;
    private final Map<Long, Raw> raw = new LinkedHashMap<>();
    private final Map<Long, Kind> kinds = new HashMap<>();

    /// @param entry offset of it: names are many, and few are wanted
    private record RawMember(long entry, long place, long type) {}

    private record Raw(long entry, long size, List<RawMember> members) {}

    /// What a type is, as far as a slot shows it.
    ///
    /// @param structure offset of the entry of a structure; -1 for all else
    /// @param signature of a pointer to a function; empty for all else
    private record Kind(long structure, Optional<String> signature, boolean pointer) {}

    private static final Kind NOTHING = new Kind(-1, Optional.empty(), false);

    private RustStructs(Dwarf dwarf) {
        this.dwarf = dwarf;
    }

    /// Those of one unit.
    static List<Shape> of(Dwarf dwarf, Unit unit) {
        RustStructs structs = new RustStructs(dwarf);
        Set<Shape> shapes = new LinkedHashSet<>();
        try {
            structs.collect(unit);
            for (Raw struct : structs.raw.values()) {
                structs.shape(struct).ifPresent(shapes::add);
            }
        } catch (MalformedFileException | UnsupportedFormatException e) {
            // One structure missing could let another one fit.
            return List.of();
        }
        return List.copyOf(shapes);
    }

    private void collect(Unit unit) {
        EntryCursor entry = unit.entries();
        boolean more = entry.next();
        while (more && raw.size() < MOST_STRUCTS) {
            if (entry.tag() != Tag.DW_TAG_structure_type || !entry.hasChildren()) {
                more = entry.next();
                continue;
            }
            long offset = entry.offset();
            int level = entry.depth();
            long size = entry.unsigned(At.DW_AT_byte_size, 0);
            List<RawMember> members = new ArrayList<>();
            more = entry.next();
            while (more && entry.depth() > level) {
                if (entry.depth() == level + 1 && entry.tag() == Tag.DW_TAG_member && members.size() < MOST_FIELDS) {
                    members.add(new RawMember(entry.offset(), entry.unsigned(At.DW_AT_data_member_location, 0),
                            entry.reference(At.DW_AT_type)));
                } else if (entry.tag() == Tag.DW_TAG_structure_type) {
                    break; // one inside is as good as any other
                }
                more = entry.next();
            }
            raw.put(offset, new Raw(offset, size, members));
        }
    }

    private Optional<Shape> shape(Raw struct) {
        if (struct.size() < POINTER || !hasFunction(struct, 0)) {
            return Optional.empty();
        }
        String name = name(struct.entry());
        if (name.isEmpty() || !Character.isJavaIdentifierStart(name.charAt(0)) || name.indexOf('<') >= 0) {
            return Optional.empty();
        }
        List<Shape.Field> fields = new ArrayList<>();
        Set<String> parts = new HashSet<>();
        addFields(struct, 0, "", fields, parts, 0);
        return Optional.of(new Shape(name, struct.size(), fields, parts));
    }

    private boolean hasFunction(Raw struct, int depth) {
        for (RawMember member : struct.members()) {
            Kind kind = member.type() < 0 ? NOTHING : kinds.computeIfAbsent(member.type(), this::kind);
            Raw inner = raw.get(kind.structure());
            if (kind.signature().isPresent() || (inner != null && depth < DEEPEST && hasFunction(inner, depth + 1))) {
                return true;
            }
        }
        return false;
    }

    private String name(long entry) {
        Optional<EntryCursor> cursor = dwarf.entry(entry);
        return cursor.isPresent() && cursor.get().next() ? cursor.get().string(At.DW_AT_name).orElse("") : "";
    }

    private void addFields(Raw struct, long base, String path, List<Shape.Field> fields, Set<String> parts, int depth) {
        for (RawMember member : struct.members()) {
            if (fields.size() >= MOST_FIELDS || member.type() < 0) {
                return;
            }
            Kind kind = kinds.computeIfAbsent(member.type(), this::kind);
            long place = base + member.place();
            Raw inner = raw.get(kind.structure());
            if (kind.signature().isPresent() || kind.pointer()) {
                String name = kind.pointer() ? "" : path + "." + name(member.entry());
                fields.add(new Shape.Field(place, name, kind.signature()));
            } else if (inner != null && depth < DEEPEST) {
                parts.add(name(inner.entry()) + "@" + place);
                addFields(inner, place, path + "." + name(member.entry()), fields, parts, depth + 1);
            }
        }
    }

    private Kind kind(long type) {
        Optional<EntryCursor> found = dwarf.entry(type);
        if (found.isEmpty() || !found.get().next()) {
            return NOTHING;
        }
        EntryCursor entry = found.get();
        String name = entry.string(At.DW_AT_name).orElse("");
        return switch (entry.tag()) {
            case Tag.DW_TAG_structure_type -> TypePath.isOptionalFunction(name)
                    ? new Kind(-1, Optional.of(Signatures.ofPointer(name)), false)
                    : new Kind(type, Optional.empty(), false);
            case Tag.DW_TAG_pointer_type -> new Kind(-1, Optional.empty(), true);
            default -> NOTHING;
        };
    }
}
