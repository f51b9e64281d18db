package dev.assay.image.roots;

import dev.assay.btf.Btf;
import dev.assay.btf.Kind;
import dev.assay.btf.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The structures and the functions of a kernel's BTF, as far as tables of functions need them.
final class BtfStructs {
    private static final int DEEPEST = 12;
    private static final int MOST_FIELDS = 4096;
    private static final int MOST_ELEMENTS = 64;
    /// The function's name stands for several that have not the same type.
    private static final int AMBIGUOUS = -1;

    private final Btf btf;
    private final TreeMap<Long, List<Integer>> bySize = new TreeMap<>();
    private final Map<String, Integer> prototypes = new HashMap<>();
    private final Map<Integer, Struct> structs = new HashMap<>();

    BtfStructs(Btf btf) {
        this.btf = btf;
        for (int id = 1; id < btf.endId(); id++) {
            Type type = btf.type(id);
            Kind kind = type.kind();
            if (kind == Kind.STRUCT && type.nameOffset() != 0) {
                bySize.computeIfAbsent(type.size(), size -> new ArrayList<>(2)).add(id);
            } else if (kind == Kind.FUNC) {
                int prototype = type.targetId();
                prototypes.merge(type.name(), prototype,
                        (known, other) -> known == AMBIGUOUS || !same(known, other, 0) ? AMBIGUOUS : known);
            }
        }
    }

    /// A pointer in a structure.
    ///
    /// @param prototype of the function that it points to; 0 for a pointer to data
    record Field(long offset, String path, int prototype) {}

    /// A structure, with all its pointers by offset: several at one offset in a union.
    record Struct(String name, long size, Map<Long, List<Field>> fields, boolean hasFunctions) {}

    /// Path of the members that lie at one offset; of the several of a union what they have in common.
    static String path(List<Field> fields) {
        String path = fields.getFirst().path();
        for (Field field : fields) {
            path = SlotType.either(path, field.path());
        }
        return path;
    }

    /// The type of a function, if its name has only one.
    Optional<Integer> prototype(String function) {
        Integer id = prototypes.get(function);
        return id == null || id == AMBIGUOUS ? Optional.empty() : Optional.of(id);
    }

    /// Structures of at least `least` and at most `most` bytes.
    List<Struct> ofSize(long least, long most) {
        List<Struct> found = new ArrayList<>();
        if (least <= most) {
            bySize.subMap(least, true, most, true).values().forEach(ids -> ids.forEach(id -> {
                Struct struct = structs.computeIfAbsent(id, this::struct);
                if (struct.hasFunctions()) {
                    found.add(struct);
                }
            }));
        }
        return found;
    }

    private Struct struct(int id) {
        Type type = btf.type(id);
        List<Field> fields = new ArrayList<>();
        addMembers(type, 0, "", fields, 0);
        Map<Long, List<Field>> byOffset = new HashMap<>();
        boolean functions = false;
        for (Field field : fields) {
            byOffset.computeIfAbsent(field.offset(), offset -> new ArrayList<>(1)).add(field);
            functions |= field.prototype() != 0;
        }
        return new Struct(type.name(), type.size(), byOffset, functions);
    }

    private void addMembers(Type struct, long base, String path, List<Field> fields, int depth) {
        for (Type.Member member : struct.members()) {
            if (member.bitSize() == 0 && fields.size() < MOST_FIELDS) {
                String name = btf.string(member.nameOffset());
                add(member.type(), base + (member.bitOffset() >>> 3), name.isEmpty() ? path : path + "." + name, fields,
                        depth + 1);
            }
        }
    }

    private void add(int id, long offset, String path, List<Field> fields, int depth) {
        Optional<Type> found = depth > DEEPEST ? Optional.empty() : plain(id);
        if (found.isEmpty()) {
            return;
        }
        Type type = found.get();
        switch (type.kind()) {
            case PTR -> {
                Optional<Type> target = plain(type.targetId());
                boolean function = target.isPresent() && target.get().kind() == Kind.FUNC_PROTO;
                fields.add(new Field(offset, path, function ? target.get().id() : 0));
            }
            case STRUCT, UNION -> addMembers(type, offset, path, fields, depth);
            case ARRAY -> {
                long size = size(type.targetId(), depth);
                for (int i = 0; i < Math.min(type.elements(), MOST_ELEMENTS) && size > 0
                        && fields.size() < MOST_FIELDS; i++) {
                    add(type.targetId(), offset + i * size, path + "[" + i + "]", fields, depth + 1);
                }
            }
            default -> {
                return;
            }
        }
    }

    private long size(int id, int depth) {
        Optional<Type> found = depth > DEEPEST ? Optional.empty() : plain(id);
        if (found.isEmpty()) {
            return 0;
        }
        Type type = found.get();
        return switch (type.kind()) {
            case PTR -> 8;
            case ARRAY -> type.elements() * size(type.targetId(), depth + 1);
            case INT, STRUCT, UNION, ENUM, ENUM64, FLOAT -> type.size();
            default -> 0;
        };
    }

    /// Without names for it, qualifiers and tags.
    private Optional<Type> plain(int id) {
        Optional<Type> type = id <= 0 || id >= btf.endId() ? Optional.empty() : Optional.of(btf.type(id));
        for (int i = 0; i < DEEPEST && type.isPresent(); i++) {
            switch (type.get().kind()) {
                case TYPEDEF, VOLATILE, CONST, RESTRICT, TYPE_TAG -> type = type.get().target();
                default -> {
                    return type;
                }
            }
        }
        return Optional.empty();
    }

    /// Whether two types are the same but for names and qualifiers. The kernel's build makes equal ones one, so that
    /// seldom more than a look at the numbers is needed.
    boolean same(int first, int second, int depth) {
        if (first == second) {
            return true;
        }
        Optional<Type> one = plain(first);
        Optional<Type> other = plain(second);
        if (one.isEmpty() || other.isEmpty() || depth > DEEPEST) {
            return one.isEmpty() && other.isEmpty() && depth <= DEEPEST;
        }
        Type a = one.get();
        Type b = other.get();
        if (a.id() == b.id()) {
            return true;
        }
        if (a.kind() != b.kind()) {
            return false;
        }
        return switch (a.kind()) {
            case PTR -> same(a.targetId(), b.targetId(), depth + 1);
            case FUNC_PROTO -> same(a.targetId(), b.targetId(), depth + 1) && sameParameters(a, b, depth);
            case STRUCT, UNION, ENUM, ENUM64, FWD -> a.nameOffset() != 0 && a.name().equals(b.name());
            case INT -> a.size() == b.size() && a.isSigned() == b.isSigned();
            default -> false;
        };
    }

    private boolean sameParameters(Type a, Type b, int depth) {
        List<Type.Parameter> first = a.parameters();
        List<Type.Parameter> second = b.parameters();
        boolean same = first.size() == second.size();
        for (int i = 0; same && i < first.size(); i++) {
            same = same(first.get(i).type(), second.get(i).type(), depth + 1);
        }
        return same;
    }
}
