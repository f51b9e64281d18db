package dev.assay.machine;

import java.util.ArrayList;
import java.util.List;

/// Effects as text, one per call, in order: what tests compare.
final class EffectsText implements Effects {
    private final Machine machine;
    private final List<String> lines = new ArrayList<>();

    EffectsText(Machine machine) {
        this.machine = machine;
    }

    /// What the decoder reports for its last instruction.
    static List<String> of(Machine machine, Decoder decoder) {
        EffectsText text = new EffectsText(machine);
        decoder.effects(text);
        return text.lines;
    }

    private String name(int register) {
        return machine.registerName(register);
    }

    private String memory(int base, long displacement) {
        return "[" + name(base) + (displacement < 0 ? "-" : "+") + Long.toHexString(Math.abs(displacement)) + "]";
    }

    @Override
    public void constant(int to, long value) {
        lines.add(name(to) + "=" + Long.toHexString(value));
    }

    @Override
    public void copy(int to, int from) {
        lines.add(name(to) + "=" + name(from));
    }

    @Override
    public void add(int to, int from, long amount) {
        lines.add(name(to) + "=" + name(from) + (amount < 0 ? "" : "+") + amount);
    }

    @Override
    public void maybeCopy(int to, int from) {
        lines.add(name(to) + "?=" + name(from));
    }

    @Override
    public void load(int to, int base, long displacement) {
        lines.add(name(to) + "=" + memory(base, displacement));
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        lines.add(name(to) + "=[" + Long.toHexString(address) + "]");
    }

    @Override
    public void store(int base, long displacement, int from) {
        lines.add(memory(base, displacement) + "=" + name(from));
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        lines.add(memory(base, displacement) + "=" + Long.toHexString(value));
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        lines.add(memory(base, displacement) + ":" + width);
    }

    @Override
    public void unknown(int to) {
        lines.add(name(to) + "=?");
    }

    @Override
    public void use(int register) {
        lines.add("use " + name(register));
    }
}
