package dev.assay.btf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The contents of a section `.BTF` (Linux `Documentation/bpf/btf.rst`): types and functions, by number.
///
/// Reading it steps over every entry once, so that a bad length is met then and not in the middle of an answer; names
/// and parts are decoded when asked for. The kernel's types are numbered from 1; 0 is `void`. Those of a module are
/// *split*: their numbers, and the offsets of their strings, go on where the kernel's end (or those of a section
/// `.BTF.base` in the module itself).
///
/// Functions that a compiler inlined everywhere are missing, and so is all Rust: the kernel's build leaves it out.
public final class Btf {
    private static final int MAGIC = 0xeb9f;
    private static final int VERSION = 1;
    private static final int HEADER_SIZE = 24;
    private static final int ENTRY_SIZE = 12;
    /// Names may share their ends; those of a kernel do not even fill the strings once.
    private static final int MOST_SHARING = 8;

    private final Slice types;
    private final Slice strings;
    private final @Nullable Btf base;
    private final int[] offsets;
    private final boolean lacksBase;

    private Btf(Slice types, Slice strings, @Nullable Btf base) {
        this.types = types;
        this.strings = strings;
        this.base = base;
        this.offsets = entries(types);
        // The first string of one that stands alone is empty; a split one has that in its base.
        boolean startsEmpty = strings.size() > 0 && strings.u8(0) == 0;
        this.lacksBase = base == null ? !startsEmpty && offsets.length > 0 : base.lacksBase;
    }

    /// Reads one that stands alone, such as a kernel's. Of a module's the names cannot be found without its base.
    ///
    /// @param section all of its bytes
    public static Btf read(Slice section) {
        return read(section, null);
    }

    /// Reads a module's.
    ///
    /// @param base what it was split from: the kernel's, or `.BTF.base` of the module
    public static Btf split(Slice section, Btf base) {
        return read(section, base);
    }

    private static Btf read(Slice section, @Nullable Btf base) {
        section.require(0, HEADER_SIZE, "the BTF header");
        if (section.u16(0) != MAGIC) {
            throw section.malformed(0, "BTF magic 0x%x".formatted(MAGIC), section.u16(0));
        }
        if (section.u8(2) != VERSION) {
            throw section.unsupported(2, "BTF version %d; only version %d is read".formatted(section.u8(2), VERSION));
        }
        long header = section.u32(4);
        if (header < HEADER_SIZE) {
            throw section.malformed(4, "hdr_len of at least %d".formatted(HEADER_SIZE), header);
        }
        Slice types = section.window(header + section.u32(8), section.u32(12));
        Slice strings = section.window(header + section.u32(16), section.u32(20));
        if (types.size() > Integer.MAX_VALUE) {
            throw section.unsupported(12, "%s bytes of BTF types; fewer than 2^31 are read".formatted(types.size()));
        }
        return new Btf(types, strings, base);
    }

    /// Where each entry begins.
    private static int[] entries(Slice types) {
        int[] offsets = new int[(int) Math.min(1024, types.size() / ENTRY_SIZE)];
        int count = 0;
        for (long at = 0; at < types.size();) {
            types.require(at, ENTRY_SIZE, "a BTF type");
            int number = types.u8(at + 7) & 0x7f;
            if (!Kind.isKnown(number)) {
                throw number == 0 ? types.malformed(at + 4, "a kind of BTF type from 1 on", "kind 0")
                        : types.unsupported(at + 4, "BTF kind %d; %d (%s) is the last one known".formatted(number,
                                Kind.ENUM64.number(), Kind.ENUM64));
            }
            long size = ENTRY_SIZE + Kind.of(number).tail(parts(types, at));
            types.require(at, size, "a BTF type of kind " + Kind.of(number));
            if (count == offsets.length) {
                offsets = Arrays.copyOf(offsets, (int) Math.min(2L * count + 1, types.size() / ENTRY_SIZE));
            }
            offsets[count++] = (int) at;
            at += size;
        }
        return Arrays.copyOf(offsets, count);
    }

    /// `vlen`: of 16 bits at first; the eight above, which were 0 until then, joined it later.
    static int parts(Slice types, long at) {
        return (int) types.u32(at + 4) & 0xff_ffff;
    }

    /// Whether it is split from one that was not given, so that neither names nor references can be followed.
    /// Its types are then numbered from 1.
    public boolean lacksBase() {
        return lacksBase;
    }

    /// Number of types and functions, not counting those of the base.
    public int count() {
        return offsets.length;
    }

    /// The number of the first that is not the base's.
    public int firstId() {
        return base == null ? 1 : base.endId();
    }

    /// One more than the number of the last.
    public int endId() {
        return Math.addExact(firstId(), offsets.length);
    }

    /// The type or function of that number, which may be the base's.
    ///
    /// @param id from 1 to below [#endId]
    public Type type(int id) {
        if (base != null && id < base.endId()) {
            return base.type(id);
        }
        return new Type(this, id, types, offsets[id - firstId()]);
    }

    private Kind kind(int offset) {
        return Kind.of(types.u8(offset + 7L) & 0x7f);
    }

    /// How many there are of each kind, not counting those of the base.
    public Map<Kind, Integer> counts() {
        Map<Kind, Integer> map = new EnumMap<>(Kind.class);
        for (int offset : offsets) {
            map.merge(kind(offset), 1, Integer::sum);
        }
        return map;
    }

    /// Names of the functions, in order of their numbers, not counting those of the base. None if that is lacking.
    public List<String> functionNames() {
        List<String> names = new ArrayList<>();
        if (lacksBase) {
            return names;
        }
        long most = MOST_SHARING * stringsEnd();
        long decoded = 0;
        for (int offset : offsets) {
            if (kind(offset) == Kind.FUNC) {
                String name = string(types.u32(offset));
                decoded += name.length();
                if (decoded > most) {
                    throw types.malformed(offset, "function names of at most 0x%x characters in all".formatted(most),
                            "more");
                }
                names.add(name);
            }
        }
        return names;
    }

    /// The string at an offset as types have it; what the base holds is looked up there.
    ///
    /// @throws IllegalStateException if it [#lacksBase]
    public String string(long offset) {
        if (lacksBase) {
            throw new IllegalStateException("no names without the base");
        }
        long start = base == null ? 0 : base.stringsEnd();
        if (base != null && offset < start) {
            return base.string(offset);
        }
        if (offset == 0 && strings.size() == 0) {
            return "";
        }
        if (offset - start >= strings.size()) {
            throw outside(offset);
        }
        return strings.string(offset - start);
    }

    private MalformedFileException outside(long offset) {
        return strings.malformed(0, "BTF strings beyond 0x%x".formatted(offset), stringsEnd());
    }

    /// One more than the greatest offset of a string.
    private long stringsEnd() {
        return (base == null ? 0 : base.stringsEnd()) + strings.size();
    }
}
