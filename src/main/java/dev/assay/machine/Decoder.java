package dev.assay.machine;

import dev.assay.bytes.Slice;
import java.util.Optional;

/// Decodes one instruction at a time and answers questions about the last one. Not thread-safe; one per thread.
///
/// Made to be called millions of times: no objects are created per instruction.
public interface Decoder {
    /// Decodes the instruction at `offset` of `code`.
    ///
    /// Never reads outside `code` and never throws for bad bytes: what is undefined or cut off has
    /// [Flow#INVALID], and the smallest length of the set or the one that its bytes tell.
    ///
    /// @param offset  of the instruction in `code`, in bytes
    /// @param address of the instruction in the running kernel
    void decode(Slice code, long offset, long address);

    /// Length of the last instruction with all its prefixes, in bytes; at least 1.
    int length();

    Flow flow();

    /// Destination address; meaningful only if [Flow#isDirect].
    long target();

    /// For [Flow#INDIRECT_CALL] and [Flow#INDIRECT_JUMP] through memory at a constant address
    /// (x86-64 `call *x(%rip)`, `jmp *x`): that address, which holds the 8-byte destination. Otherwise 0.
    long targetSlot();

    /// For [Flow#INDIRECT_CALL] and [Flow#INDIRECT_JUMP] through a register: its number. Otherwise -1.
    int targetRegister();

    /// What is added to [#targetRegister] to form the destination.
    default long targetDisplacement() {
        return 0;
    }

    /// For [Flow#INDIRECT_CALL] and [Flow#INDIRECT_JUMP] through memory at a register plus [#slotDisplacement]
    /// (x86-64 `call *8(%rax)`): the register's number. Otherwise -1.
    default int slotBase() {
        return -1;
    }

    /// What is added to [#slotBase] to form the address of the 8-byte destination.
    default long slotDisplacement() {
        return 0;
    }

    /// For [Flow#INDIRECT_JUMP] through one of a row of slots at a constant address (x86-64 `jmp *x(,%rax,8)`): the
    /// address of the first. Otherwise 0.
    default long targetTable() {
        return 0;
    }

    /// Reports what the last instruction does to registers and stack, in the order in which it does it.
    /// What a call does to registers is not reported: [Machine#isPreserved] tells that.
    void effects(Effects effects);

    /// What the last instruction computes, where a branch may depend on that: whatever sets flags, common arithmetic
    /// and copies into registers, and branches that compare by themselves. Empty for the others; of those the set has
    /// flags for, none changes them but calls. Makes objects: for questions about a few instructions.
    Optional<Computation> computation();

    /// When the last instruction, a [Flow#BRANCH] or an [Operation#SET], does what it does.
    ///
    /// @param flags the operation that set the flags it looks at; of a branch that compares by itself, its own
    Condition condition(Operation flags);
}
