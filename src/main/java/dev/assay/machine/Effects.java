package dev.assay.machine;

/// What an instruction does to 64-bit general registers and to memory at a register plus a constant: the receiving end.
///
/// Register numbers are those of the [Machine]. A write that none of the precise methods describes must be reported
/// by [#unknown], for every register it changes, else a stale constant would survive; writes to flags, vector and
/// system registers, and to memory at an address that is neither constant nor a register plus a constant, are not reported.
public interface Effects {
    /// `to = value`, all 64 bits known (zero- or sign-extended as the instruction does). Also for addresses formed
    /// from the instruction's own address (`lea x(%rip)`, `adr`, `adrp`).
    void constant(int to, long value);

    /// `to = from`, 64 bits.
    void copy(int to, int from);

    /// `to = from`, the lower 32 bits; the upper ones become 0.
    default void copyLow(int to, int from) {
        use(from);
        unknown(to);
    }

    /// `to = from + amount`, 64 bits. Covers `lea d(%r)`, `add`/`sub` of a constant, push and pop of the stack pointer.
    void add(int to, int from, long amount);

    /// `to = from + amount`, the lower 32 bits, whose highest is copied into the upper ones (RISC-V `addiw`).
    default void addSigned32(int to, int from, long amount) {
        use(from);
        unknown(to);
    }

    /// Bits `shift` to `shift + 15` of `to` become `value`, the others stay (AArch64 `movk`). One who does not follow
    /// parts of registers may leave it as it is: then `to` is unknown.
    ///
    /// @param shift 0, 16, 32 or 48
    /// @param value 0 to 0xffff
    default void insert16(int to, int shift, int value) {
        unknown(to);
    }

    /// `to = (from & kept) | set`, 64 bits: some bits of a register get a known value (LoongArch `ori`, `lu32i.d`,
    /// `lu52i.d`). One who does not follow parts of registers may leave it as it is: then `to` is unknown.
    default void keep(int to, int from, long kept, long set) {
        use(from);
        unknown(to);
    }

    /// `to` keeps its value or becomes that of `from`, depending on flags (`cmov`, `csel` is two of these).
    void maybeCopy(int to, int from);

    /// `to` becomes `from` or 0, depending on another register (LoongArch `maskeqz`, `masknez`). One who does not
    /// follow choices may leave it as it is: then `to` is unknown.
    default void copyOrZero(int to, int from) {
        use(from);
        unknown(to);
    }

    /// `to` becomes one of two values that [#copyOrZero] has put into `first` and `second`, of which one became 0. One
    /// who does not follow choices may leave it as it is: then `to` is unknown.
    default void either(int to, int first, int second) {
        use(first);
        use(second);
        unknown(to);
    }

    /// `to = 8 bytes at (base + displacement)`.
    void load(int to, int base, long displacement);

    /// `to = 8 bytes at a constant address`.
    void loadConstantAddress(int to, long address);

    /// `8 bytes at (base + displacement) = from`.
    void store(int base, long displacement, int from);

    /// `8 bytes at (base + displacement) = value`.
    void storeConstant(int base, long displacement, long value);

    /// `8 bytes at a constant address = from`. One who does not follow memory may leave it as it is.
    default void storeAt(long address, int from) {
        use(from);
    }

    /// `8 bytes at a constant address = value`. One who does not follow memory may leave it as it is.
    default void storeConstantAt(long address, long value) {}

    /// `width` bytes at (base + displacement) become something not followed (other widths, vector stores, `stosq` …).
    void storeUnknown(int base, long displacement, int width);

    /// `to` becomes something not followed (also by a write to its lower half or a part of it).
    void unknown(int to);

    /// `register` or the memory it points to is read in a way none of the other methods tell: an operand of
    /// arithmetic or a comparison, an index, a base of a load of other width, the address of a call.
    /// Needed to know which arguments a function uses. Reported before the writes of the instruction.
    void use(int register);
}
