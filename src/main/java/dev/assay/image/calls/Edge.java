package dev.assay.image.calls;

/// How control gets from one function to another.
public enum Edge {
    CALL(0),
    /// An unconditional jump to another function.
    JUMP(1),
    /// A conditional jump to another function.
    BRANCH(2),
    /// A function's last instruction runs on into the next function.
    FALL_THROUGH(3),
    /// An indirect transfer whose only destination data flow has found.
    RESOLVED(4),
    /// From the trampoline of a static call to what it leads to at first, or is pointed to by code of the image.
    STATIC_CALL(5),
    /// From an instruction that the kernel puts in place of another while it starts.
    ALTERNATIVE(6),
    /// From a jump table to code that counts as another function (its cold part).
    JUMP_TABLE(7),
    /// The function's address is taken: somebody may call it, nobody knows who.
    ADDRESS(8),
    /// An indirect call, or a static call that may be pointed elsewhere: nobody knows where it goes. Has no destination.
    INDIRECT_CALL(9),
    /// An indirect jump that is no jump table. Has no destination.
    INDIRECT_JUMP(10),
    /// To bytes that are no instruction, or where there is no code at all. Has no destination.
    UNDECODABLE(11);

    private static final Edge[] ALL = values();

    private final byte code;

    Edge(int code) {
        this.code = (byte) code;
    }

    /// As [#of] takes it back: an array of a million edges has no room for objects.
    byte code() {
        return code;
    }

    /// The one with a [#code], which is its place among them.
    static Edge of(byte code) {
        return ALL[code];
    }

    /// Whether it is known where it goes, and that control goes there.
    public boolean isKnown() {
        return compareTo(ADDRESS) < 0;
    }

    /// Whether a search goes along it.
    ///
    /// @param onlyKnown whether only where it is known that control goes there
    public boolean leadsOn(boolean onlyKnown) {
        return isKnown() || (!onlyKnown && this == ADDRESS);
    }

    /// Whether it leads nowhere that is known.
    public boolean isOpen() {
        return compareTo(ADDRESS) > 0;
    }
}
