package dev.assay.machine;

/// Where control goes after an instruction.
public enum Flow {
    /// To the next instruction, and nowhere else.
    NEXT,
    /// A call with a known destination; returns to the next instruction unless the callee never returns.
    CALL,
    /// An unconditional jump with a known destination.
    JUMP,
    /// A conditional jump with a known destination, else to the next instruction.
    BRANCH,
    /// Back to the caller.
    RETURN,
    /// A call through a register or memory.
    INDIRECT_CALL,
    /// A jump through a register or memory.
    INDIRECT_JUMP,
    /// Nowhere: an instruction that always traps (`ud2`, `int3`, `hlt` loops excepted; `brk`, `udf`).
    TRAP,
    /// Not an instruction of this set, or cut off by the end of the code.
    INVALID;

    /// Whether the instruction names its destination itself.
    public boolean isDirect() {
        return this == CALL || this == JUMP || this == BRANCH;
    }

    /// Whether control can pass on to the instruction behind it (a call may return).
    public boolean fallsThrough() {
        return this == NEXT || this == CALL || this == BRANCH || this == INDIRECT_CALL;
    }
}
