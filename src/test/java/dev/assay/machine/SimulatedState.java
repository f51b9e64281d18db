package dev.assay.machine;

import java.util.Arrays;
import java.util.BitSet;

/// Registers and a window of memory as [Effects] change them, with what is known of each.
final class SimulatedState implements Effects {
    static final int WINDOW = 2048;
    static final long WINDOW_ADDRESS = 0x1001_0000L;

    private final long[] registers;
    private final boolean[] isKnown = new boolean[16];
    /// What a register may hold instead, after a conditional move.
    private final long[] others;
    private final byte[] memory = new byte[WINDOW];
    private final BitSet unknownMemory = new BitSet(WINDOW);

    SimulatedState(long[] registers) {
        this.registers = registers.clone();
        this.others = registers.clone();
        Arrays.fill(isKnown, true);
        for (int i = 0; i < WINDOW; i++) {
            memory[i] = (byte) (i * 31 + (i >> 8) * 7 + 5);
        }
    }

    boolean allows(int register, long value) {
        return !isKnown[register] || registers[register] == value || others[register] == value;
    }

    boolean allowsMemory(int at, byte value) {
        return unknownMemory.get(at) || memory[at] == value;
    }

    private void set(int to, long value, boolean known) {
        registers[to] = value;
        others[to] = value;
        isKnown[to] = known;
    }

    @Override
    public void constant(int to, long value) {
        set(to, value, true);
    }

    @Override
    public void copy(int to, int from) {
        set(to, registers[from], isKnown[from]);
    }

    @Override
    public void add(int to, int from, long amount) {
        set(to, registers[from] + amount, isKnown[from]);
    }

    @Override
    public void maybeCopy(int to, int from) {
        others[to] = registers[from];
        isKnown[to] &= isKnown[from];
    }

    @Override
    public void load(int to, int base, long displacement) {
        long start = registers[base] + displacement - WINDOW_ADDRESS;
        boolean isInside = isKnown[base] && start >= 0 && start <= WINDOW - 8;
        if (!isInside || unknownMemory.get((int) start, (int) start + 8).cardinality() > 0) {
            set(to, 0, false);
            return;
        }
        long value = 0;
        for (int i = 7; i >= 0; i--) {
            value = value << 8 | (memory[(int) start + i] & 0xff);
        }
        set(to, value, true);
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        set(to, 0, false);
    }

    @Override
    public void store(int base, long displacement, int from) {
        if (isKnown[from]) {
            storeConstant(base, displacement, registers[from]);
        } else {
            storeUnknown(base, displacement, 8);
        }
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        long start = registers[base] + displacement - WINDOW_ADDRESS;
        for (int i = 0; i < 8; i++) {
            if (start + i >= 0 && start + i < WINDOW) {
                memory[(int) start + i] = (byte) (value >>> (8 * i));
                unknownMemory.clear((int) start + i);
            }
        }
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        long start = Math.max(registers[base] + displacement - WINDOW_ADDRESS, 0);
        long end = Math.min(registers[base] + displacement - WINDOW_ADDRESS + width, WINDOW);
        if (start < end) {
            unknownMemory.set((int) start, (int) end);
        }
    }

    @Override
    public void unknown(int to) {
        set(to, 0, false);
    }

    @Override
    public void use(int register) {}
}
