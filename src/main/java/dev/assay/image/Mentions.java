package dev.assay.image;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import dev.assay.machine.Effects;
import dev.assay.machine.Machine;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongPredicate;

/// Watches a run of instructions for numbers: immediates, addresses formed from the instruction's own (in one step or
/// two, as AArch64 does), and what constant memory holds.
final class Mentions implements Effects {
    private final Memory memory;
    private final LongPredicate wanted;
    /// The last number that each register took; a stale one only makes the answer more cautious.
    private final long[] numbers;
    private boolean found;

    Mentions(Machine machine, Memory memory, LongPredicate wanted) {
        this.memory = memory;
        this.wanted = wanted;
        this.numbers = new long[machine.registers()];
        Arrays.fill(numbers, 0);
    }

    boolean found() {
        return found;
    }

    @Override
    public void constant(int to, long value) {
        numbers[to] = value;
        found |= wanted.test(value);
    }

    @Override
    public void copy(int to, int from) {
        numbers[to] = numbers[from];
    }

    @Override
    public void add(int to, int from, long amount) {
        constant(to, numbers[from] + amount);
    }

    @Override
    public void insert16(int to, int shift, int value) {
        constant(to, (numbers[to] & ~(0xffffL << shift)) | (long) value << shift);
    }

    @Override
    public void load(int to, int base, long displacement) {
        loadConstantAddress(to, numbers[base] + displacement);
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        if (memory.isConstant(address)) {
            Optional<Slice> bytes = memory.at(address);
            if (bytes.isPresent() && bytes.get().size() >= 8) {
                constant(to, bytes.get().u64(0));
            }
        }
    }

    @Override
    public void maybeCopy(int to, int from) {
        // Both numbers were seen when they were made.
    }

    @Override
    public void store(int base, long displacement, int from) {
        // Registers only.
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        found |= wanted.test(value);
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        // Registers only.
    }

    @Override
    public void unknown(int to) {
        // The old number stays, see above.
    }

    @Override
    public void use(int register) {
        // Reading brings no number.
    }
}
