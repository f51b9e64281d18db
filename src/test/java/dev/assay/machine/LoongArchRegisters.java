package dev.assay.machine;

import java.util.ArrayList;
import java.util.List;

/// Writes down effects in a short form, and which registers they name.
final class LoongArchRegisters implements Effects {
    private final Machine machine = new LoongArch64();
    private final List<String> lines = new ArrayList<>();
    private long written;
    private long read;

    void clear() {
        lines.clear();
        written = 0;
        read = 0;
    }

    /// The registers that changed, as a bit mask.
    long written() {
        return written;
    }

    /// The registers that were read, as a bit mask.
    long read() {
        return read;
    }

    String text() {
        return String.join("; ", lines);
    }

    @Override
    public void constant(int to, long value) {
        write(to, "0x" + Long.toHexString(value));
    }

    @Override
    public void copy(int to, int from) {
        write(to, name(from));
    }

    @Override
    public void copyLow(int to, int from) {
        write(to, "low " + name(from));
    }

    @Override
    public void add(int to, int from, long amount) {
        write(to, name(from) + " + " + amount);
    }

    @Override
    public void keep(int to, int from, long kept, long set) {
        write(to, "%s & 0x%x or 0x%x".formatted(name(from), kept, set));
    }

    @Override
    public void maybeCopy(int to, int from) {
        write(to, "? " + name(from));
    }

    @Override
    public void copyOrZero(int to, int from) {
        write(to, name(from) + " or 0");
    }

    @Override
    public void either(int to, int first, int second) {
        write(to, name(first) + " or " + name(second));
    }

    @Override
    public void load(int to, int base, long displacement) {
        write(to, "[%s + %d]".formatted(name(base), displacement));
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        write(to, "[0x%x]".formatted(address));
    }

    @Override
    public void store(int base, long displacement, int from) {
        lines.add("[%s + %d] = %s".formatted(name(base), displacement, name(from)));
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        lines.add("[%s + %d] = 0x%x".formatted(name(base), displacement, value));
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        lines.add("[%s + %d]:%d = ?".formatted(name(base), displacement, width));
    }

    @Override
    public void unknown(int to) {
        write(to, "?");
    }

    @Override
    public void use(int register) {
        lines.add("use " + name(register));
    }

    private void write(int to, String value) {
        if (to <= 0) {
            throw new IllegalArgumentException("register " + to);
        }
        lines.add("%s = %s".formatted(machine.registerName(to), value));
        written |= 1L << to;
    }

    private String name(int register) {
        if (register <= 0) {
            throw new IllegalArgumentException("register " + register);
        }
        read |= 1L << register;
        return machine.registerName(register);
    }
}
