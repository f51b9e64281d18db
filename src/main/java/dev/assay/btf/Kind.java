package dev.assay.btf;

/// What an entry of the type section describes (Linux `Documentation/bpf/btf.rst`, "Type Encoding"), in order of number.
public enum Kind {
    INT(1, 4, 0),
    PTR(2, 0, 0),
    ARRAY(3, 12, 0),
    STRUCT(4, 0, 12),
    UNION(5, 0, 12),
    /// With values of at most 32 bits.
    ENUM(6, 0, 8),
    /// A structure or union without its members.
    FWD(7, 0, 0),
    TYPEDEF(8, 0, 0),
    VOLATILE(9, 0, 0),
    CONST(10, 0, 0),
    RESTRICT(11, 0, 0),
    /// A function with code; no type.
    FUNC(12, 0, 0),
    /// A signature.
    FUNC_PROTO(13, 0, 8),
    VAR(14, 4, 0),
    /// The variables of an ELF section.
    DATASEC(15, 0, 12),
    FLOAT(16, 0, 0),
    DECL_TAG(17, 4, 0),
    TYPE_TAG(18, 0, 0),
    ENUM64(19, 0, 12);

    private static final Kind[] BY_NUMBER = values();

    private final int number;
    private final int extra;
    private final int part;

    Kind(int number, int extra, int part) {
        this.number = number;
        this.extra = extra;
        this.part = part;
    }

    /// `BTF_KIND_*`.
    public int number() {
        return number;
    }

    /// Bytes behind the common twelve of an entry.
    ///
    /// @param parts number of members, parameters, values or variables
    long tail(int parts) {
        return extra + (long) part * parts;
    }

    static boolean isKnown(int number) {
        return number >= 1 && number <= BY_NUMBER.length;
    }

    static Kind of(int number) {
        return BY_NUMBER[number - 1];
    }

    /// Whether the third word of an entry is the size of what it describes, not another type.
    boolean hasSize() {
        return switch (this) {
            case INT, STRUCT, UNION, ENUM, DATASEC, FLOAT, ENUM64 -> true;
            case PTR, ARRAY, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FUNC_PROTO, VAR, DECL_TAG, TYPE_TAG ->
                    false;
        };
    }
}
