package dev.assay.btf;

import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One type or function of a [Btf]: a view, which decodes what is asked for. To ask for what its [Kind] has not, such as
/// the members of a pointer, is a mistake of the caller.
public final class Type {
    private static final int COMMON = 12;

    private final Btf btf;
    private final int id;
    private final Slice types;
    private final long offset;

    Type(Btf btf, int id, Slice types, long offset) {
        this.btf = btf;
        this.id = id;
        this.types = types;
        this.offset = offset;
    }

    /// A member of a structure or union.
    ///
    /// @param nameOffset for [Btf#string]; that of the empty string if it has no name
    /// @param type       number of its type
    /// @param bitOffset  from the start of the structure
    /// @param bitSize    of a bit field; 0 for other members
    public record Member(long nameOffset, int type, int bitOffset, int bitSize) {}

    /// A parameter of a signature; the last of a variadic one has neither name nor type.
    ///
    /// @param nameOffset for [Btf#string]
    /// @param type       number of its type
    public record Parameter(long nameOffset, int type) {}

    /// A named value of an enumeration.
    ///
    /// @param nameOffset for [Btf#string]
    public record Enumerator(long nameOffset, long value) {}

    /// A variable in a section.
    ///
    /// @param type   number of the [Kind#VAR]
    /// @param offset from the start of the section, in bytes
    /// @param size   in bytes
    public record Variable(int type, long offset, long size) {}

    public int id() {
        return id;
    }

    public Kind kind() {
        return Kind.of(types.u8(offset + 7) & 0x7f);
    }

    /// Empty if it has none.
    public String name() {
        return btf.string(nameOffset());
    }

    /// For [Btf#string].
    public long nameOffset() {
        return types.u32(offset);
    }

    /// `kind_flag`: a structure has bit fields, an enumeration is signed, a forward declaration is a union's.
    public boolean flag() {
        return types.u8(offset + 7) >= 0x80;
    }

    /// Number of members, parameters, values or variables; of a function its linkage (0 static, 1 global, 2 extern).
    public int parts() {
        return Btf.parts(types, offset);
    }

    /// In bytes; of integers, structures, unions, enumerations, floating-point numbers and sections.
    public long size() {
        require(kind().hasSize());
        return types.u32(offset + 8);
    }

    /// The number of the type that this one is made from: what is pointed to, qualified or tagged, what a name stands
    /// for, a function's signature, a signature's result, an array's element. 0 is `void`.
    public int targetId() {
        require(!kind().hasSize() && kind() != Kind.FWD);
        return (int) types.u32(offset + (kind() == Kind.ARRAY ? COMMON : 8));
    }

    /// The same; empty for `void`.
    public Optional<Type> target() {
        return find(targetId());
    }

    /// The type with a number that this one has, such as that of a member; empty for `void`.
    ///
    /// @throws IllegalStateException if the [Btf#lacksBase]
    public Optional<Type> find(int number) {
        if (btf.lacksBase()) {
            throw new IllegalStateException("no other types without the base");
        }
        if (number == 0) {
            return Optional.empty();
        }
        if (number < 0 || number >= btf.endId()) {
            throw types.malformed(offset, "numbers of BTF types below %d".formatted(btf.endId()),
                    Integer.toUnsignedString(number));
        }
        return Optional.of(btf.type(number));
    }

    /// Number of elements of an array.
    public long elements() {
        require(kind() == Kind.ARRAY);
        return types.u32(offset + COMMON + 8);
    }

    /// Whether an integer is signed.
    public boolean isSigned() {
        require(kind() == Kind.INT);
        return (types.u8(offset + COMMON + 3) & 1) != 0;
    }

    /// Bits of an integer.
    public int bits() {
        require(kind() == Kind.INT);
        return types.u8(offset + COMMON);
    }

    /// Which member or parameter a declaration's tag belongs to; -1 for the declaration itself.
    public int component() {
        require(kind() == Kind.DECL_TAG);
        return types.s32(offset + COMMON);
    }

    /// Of a structure or union.
    public List<Member> members() {
        require(kind() == Kind.STRUCT || kind() == Kind.UNION);
        List<Member> members = new ArrayList<>();
        boolean bitFields = flag();
        for (int i = 0; i < parts(); i++) {
            long at = offset + COMMON + 12L * i;
            int place = (int) types.u32(at + 8);
            members.add(new Member(types.u32(at), (int) types.u32(at + 4), bitFields ? place & 0xff_ffff : place,
                    bitFields ? place >>> 24 : 0));
        }
        return members;
    }

    /// Of a signature.
    public List<Parameter> parameters() {
        require(kind() == Kind.FUNC_PROTO);
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < parts(); i++) {
            long at = offset + COMMON + 8L * i;
            parameters.add(new Parameter(types.u32(at), (int) types.u32(at + 4)));
        }
        return parameters;
    }

    /// Of an enumeration, of up to 32 or 64 bits.
    public List<Enumerator> enumerators() {
        boolean wide = kind() == Kind.ENUM64;
        require(wide || kind() == Kind.ENUM);
        List<Enumerator> enumerators = new ArrayList<>();
        for (int i = 0; i < parts(); i++) {
            long at = offset + COMMON + (wide ? 12L : 8L) * i;
            long value = wide ? types.u64(at + 4) : flag() ? types.s32(at + 4) : types.u32(at + 4);
            enumerators.add(new Enumerator(types.u32(at), value));
        }
        return enumerators;
    }

    /// Of a section.
    public List<Variable> variables() {
        require(kind() == Kind.DATASEC);
        List<Variable> variables = new ArrayList<>();
        for (int i = 0; i < parts(); i++) {
            long at = offset + COMMON + 12L * i;
            variables.add(new Variable((int) types.u32(at), types.u32(at + 4), types.u32(at + 8)));
        }
        return variables;
    }

    private void require(boolean fits) {
        if (!fits) {
            throw new IllegalArgumentException("not a question for BTF kind " + kind());
        }
    }

    @Override
    public String toString() {
        return "[%d] %s".formatted(id, kind());
    }
}
