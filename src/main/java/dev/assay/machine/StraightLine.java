package dev.assay.machine;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.util.Optional;
import java.util.OptionalLong;

/// The numbers that a run of instructions brings into registers, taken one after the other without heed to branches.
///
/// Immediates, addresses formed from the instruction's own (in one step or two, as AArch64 does), and what constant
/// memory holds. Memory that is written is not followed. Subclasses are told of what happens.
public class StraightLine implements Effects {
    private final Memory memory;
    private final long[] values;
    private final boolean[] known;

    protected StraightLine(Machine machine, Memory memory) {
        this.memory = memory;
        this.values = new long[machine.registers()];
        this.known = new boolean[machine.registers()];
    }

    /// What a register holds, if that is a number.
    protected final OptionalLong register(int register) {
        return known[register] ? OptionalLong.of(values[register]) : OptionalLong.empty();
    }

    /// Where the decoder's last instruction goes through a register, if what that holds is known.
    protected final OptionalLong destination(Decoder decoder) {
        int register = decoder.targetRegister();
        return register >= 0 && known[register] ? OptionalLong.of(values[register] + decoder.targetDisplacement())
                : OptionalLong.empty();
    }

    /// The 8 bytes at an address that is never written to.
    protected final OptionalLong read(long address) {
        if (!memory.isConstant(address) || !memory.isConstant(address + 7)) {
            return OptionalLong.empty();
        }
        Optional<Slice> bytes = memory.at(address);
        return bytes.isPresent() && bytes.get().contains(0, 8)
                ? OptionalLong.of(bytes.get().u64(0))
                : OptionalLong.empty();
    }

    /// A number was brought into a register, or written to memory as such.
    protected void number(long value) {}

    /// A register was written.
    protected void wrote(int register) {}

    /// Memory was written.
    protected void stored() {}

    private void set(int to, OptionalLong value) {
        known[to] = value.isPresent();
        values[to] = value.orElse(0);
        wrote(to);
        if (value.isPresent()) {
            number(value.getAsLong());
        }
    }

    @Override
    public void constant(int to, long value) {
        set(to, OptionalLong.of(value));
    }

    @Override
    public void copy(int to, int from) {
        set(to, register(from));
    }

    @Override
    public void copyLow(int to, int from) {
        set(to, known[from] ? OptionalLong.of(values[from] & 0xffff_ffffL) : OptionalLong.empty());
    }

    @Override
    public void add(int to, int from, long amount) {
        set(to, known[from] ? OptionalLong.of(values[from] + amount) : OptionalLong.empty());
    }

    @Override
    public void addSigned32(int to, int from, long amount) {
        set(to, known[from] ? OptionalLong.of((values[from] + amount) << Integer.SIZE >> Integer.SIZE)
                : OptionalLong.empty());
    }

    @Override
    public void insert16(int to, int shift, int value) {
        long inserted = (values[to] & ~(0xffffL << shift)) | ((long) value << shift);
        set(to, known[to] ? OptionalLong.of(inserted) : OptionalLong.empty());
    }

    @Override
    public void keep(int to, int from, long kept, long set) {
        set(to, known[from] ? OptionalLong.of((values[from] & kept) | set) : OptionalLong.empty());
    }

    @Override
    public void maybeCopy(int to, int from) {
        boolean same = known[to] && known[from] && values[to] == values[from];
        set(to, same ? OptionalLong.of(values[to]) : OptionalLong.empty());
    }

    @Override
    public void load(int to, int base, long displacement) {
        set(to, known[base] ? read(values[base] + displacement) : OptionalLong.empty());
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        set(to, read(address));
    }

    @Override
    public void store(int base, long displacement, int from) {
        stored();
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        stored();
        number(value);
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        stored();
    }

    @Override
    public void unknown(int to) {
        set(to, OptionalLong.empty());
    }

    @Override
    public void use(int register) {
        // Reading changes nothing.
    }
}
