package dev.assay.machine;

import java.util.ArrayList;
import java.util.List;

/// Writes down effects in the short form of `aarch64-instructions.txt`, and which registers they name.
final class AArch64Recorder implements Effects {
    private final Machine machine;
    private final List<String> lines = new ArrayList<>();
    private long written;
    private long read;

    AArch64Recorder() {
        this(new AArch64());
    }

    AArch64Recorder(Machine machine) {
        this.machine = machine;
    }

    void clear() {
        lines.clear();
        written = 0;
        read = 0;
    }

    String text() {
        return String.join("; ", lines);
    }

    /// The registers that changed, as a bit mask.
    long written() {
        return written;
    }

    /// The registers that were read, as a bit mask.
    long read() {
        return read;
    }

    @Override
    public void constant(int to, long value) {
        write(to, hex(value));
    }

    @Override
    public void copy(int to, int from) {
        write(to, name(from));
        read |= 1L << from;
    }

    @Override
    public void add(int to, int from, long amount) {
        write(to, sum(from, amount));
        read |= 1L << from;
    }

    @Override
    public void addSigned32(int to, int from, long amount) {
        write(to, "s32(" + sum(from, amount) + ")");
        read |= 1L << from;
    }

    @Override
    public void insert16(int to, int shift, int value) {
        lines.add("%s[%d] = %s".formatted(name(to), shift, hex(value)));
        written |= 1L << to;
    }

    @Override
    public void maybeCopy(int to, int from) {
        lines.add("%s ?= %s".formatted(name(to), name(from)));
        written |= 1L << to;
        read |= 1L << from | 1L << to;
    }

    @Override
    public void load(int to, int base, long displacement) {
        write(to, memory(base, displacement));
        read |= 1L << base;
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        write(to, "[%s]".formatted(hex(address)));
    }

    @Override
    public void store(int base, long displacement, int from) {
        lines.add("%s = %s".formatted(memory(base, displacement), name(from)));
        read |= 1L << base | 1L << from;
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        lines.add("%s = %s".formatted(memory(base, displacement), hex(value)));
        read |= 1L << base;
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        lines.add("%s:%d = ?".formatted(memory(base, displacement), width));
        read |= 1L << base;
    }

    @Override
    public void unknown(int to) {
        write(to, "?");
    }

    @Override
    public void use(int register) {
        lines.add("use " + name(register));
        read |= 1L << register;
    }

    static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }

    private void write(int to, String value) {
        lines.add("%s = %s".formatted(name(to), value));
        written |= 1L << to;
    }

    private String name(int register) {
        if (register < 0 || register >= machine.registers()) {
            throw new IllegalArgumentException("register " + register);
        }
        return machine.registerName(register);
    }

    private String memory(int base, long displacement) {
        return "[%s]".formatted(sum(base, displacement));
    }

    private String sum(int register, long amount) {
        if (amount == 0) {
            return name(register);
        }
        return "%s %s %d".formatted(name(register), amount < 0 ? "-" : "+", Math.abs(amount));
    }
}
