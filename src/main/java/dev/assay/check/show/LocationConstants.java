package dev.assay.check.show;

import dev.assay.bytes.Memory;
import dev.assay.machine.Effects;
import dev.assay.machine.Machine;
import dev.assay.rust.SourceLocation;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/// Finds where the `Location` constants are that a function mentions, by a sweep over its instructions in order.
///
/// Does not heed branches, so it may put together what never meets; what it finds is a location all the same.
final class LocationConstants implements Effects {
    private final Memory memory;
    private final long[] values;
    private final boolean[] known;
    private final Map<SourceLocation, Long> found = new TreeMap<>(
            Comparator.comparing(SourceLocation::toString));

    LocationConstants(Machine machine, Memory memory) {
        this.memory = memory;
        this.values = new long[machine.registers()];
        this.known = new boolean[machine.registers()];
    }

    /// Addresses by location.
    Map<SourceLocation, Long> found() {
        return found;
    }

    private void put(long value) {
        SourceLocation.read(memory, value).ifPresent(location -> found.putIfAbsent(location, value));
    }

    private void set(int to, boolean isKnown, long value) {
        known[to] = isKnown;
        values[to] = value;
        if (isKnown) {
            put(value);
        }
    }

    @Override
    public void constant(int to, long value) {
        set(to, true, value);
    }

    @Override
    public void copy(int to, int from) {
        set(to, known[from], values[from]);
    }

    @Override
    public void add(int to, int from, long amount) {
        set(to, known[from], values[from] + amount);
    }

    @Override
    public void insert16(int to, int shift, int value) {
        set(to, known[to], (values[to] & ~(0xffffL << shift)) | (long) value << shift);
    }

    @Override
    public void maybeCopy(int to, int from) {
        known[to] = false;
    }

    @Override
    public void load(int to, int base, long displacement) {
        known[to] = false;
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        known[to] = false;
        memory.at(address).filter(bytes -> bytes.contains(0, 8)).ifPresent(bytes -> put(bytes.u64(0)));
    }

    @Override
    public void store(int base, long displacement, int from) {
        // Memory is not followed.
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        put(value);
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        // Memory is not followed.
    }

    @Override
    public void unknown(int to) {
        known[to] = false;
    }

    @Override
    public void use(int register) {
        // Reading changes nothing.
    }
}
