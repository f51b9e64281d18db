package dev.assay.check.reach;

/// How control gets from one function of a way to the next.
public enum Via {
    CALL("call"),
    /// A jump to another function: a call whose return is that of the caller.
    TAIL_CALL("tail-call"),
    /// A conditional jump to another function, or to the cold part of this one.
    BRANCH("branch"),
    /// The end of a function runs on into the next.
    FALL_THROUGH("fall-through"),
    /// An indirect transfer whose destination data flow has found.
    RESOLVED("resolved"),
    /// Through a trampoline that the kernel may point elsewhere while it runs.
    STATIC_CALL("static-call"),
    /// An instruction that the kernel puts in place of another one on some processors.
    ALTERNATIVE("alternative"),
    /// A destination of a jump table.
    JUMP_TABLE("jump-table"),
    /// The caller takes the function's address; who calls it with that is not known.
    ADDRESS_TAKEN("address-taken"),
    /// The end of a way: an indirect transfer, and nobody knows where to.
    UNKNOWN("unknown"),
    /// The end of a way: the transfer to the panic entry itself.
    PANIC("panic");

    private final String id;

    Via(String id) {
        this.id = id;
    }

    /// As the answers spell it.
    public String id() {
        return id;
    }

    /// Whether it is known that control goes there.
    public boolean isKnown() {
        return this != ADDRESS_TAKEN && this != UNKNOWN;
    }
}
