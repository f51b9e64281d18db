package dev.assay.check.show;

import dev.assay.elf.AddressSpace;
import dev.assay.image.Image;
import dev.assay.image.State;
import dev.assay.image.Value;
import dev.assay.machine.Effects;
import dev.assay.machine.Machine;
import dev.assay.rust.SourceLocation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What our decoder says that one instruction does, in a compact notation: `rdi = 0x2a; [rsp+0x8] = rbx`.
final class Reading implements Effects {
    private static final long PAGE = 0x1000;

    private final Machine machine;
    private final boolean relocatable;
    private final Places places;
    private final @Nullable State before;
    private final List<String> parts = new ArrayList<>();
    private final TreeSet<Integer> used = new TreeSet<>();

    /// @param before what registers hold before the instruction, as far as its block tells; null if not known
    Reading(Image image, @Nullable State before) {
        this.machine = image.machine();
        this.relocatable = image.elf().isRelocatable();
        this.places = new Places(image);
        this.before = before;
    }

    /// All of it; `…` if there is nothing that data flow heeds.
    String text() {
        if (!parts.isEmpty()) {
            return String.join("; ", parts);
        }
        return used.isEmpty() ? "…"
                : "reads " + String.join(", ", used.stream().map(machine::registerName).toList());
    }

    private void set(int to, String value) {
        parts.add(machine.registerName(to) + " = " + value);
    }

    private String name(int register) {
        return machine.registerName(register);
    }

    private String memory(int base, long displacement) {
        return "[" + plus(name(base), displacement) + "]";
    }

    private static String plus(String start, long amount) {
        return amount == 0 ? start : start + (amount < 0 ? "-0x" : "+0x") + Long.toHexString(Math.abs(amount));
    }

    private OptionalLong constant(int register) {
        if (before == null) {
            return OptionalLong.empty();
        }
        Value value = before.register(register);
        return value.isConstant() ? OptionalLong.of(value.constant()) : OptionalLong.empty();
    }

    /// What is worth saying of a value that an instruction copies: only that it is a location.
    private String remark(OptionalLong value) {
        Optional<SourceLocation> location = value.isPresent() ? places.location(value.getAsLong()) : Optional.empty();
        return location.map(place -> " = " + places.of(value.orElseThrow()) + " → Location " + place).orElse("");
    }

    @Override
    public void constant(int to, long value) {
        // The low bits come with the next instruction (AArch64 `adrp`); pages of addresses that we made up say nothing.
        boolean isPage = relocatable && machine.instructionAlignment() > 1 && (value & PAGE - 1) == 0
                && Long.compareUnsigned(value, AddressSpace.BASE) >= 0 && value <= Integer.MAX_VALUE;
        set(to, isPage ? "a page" : places.number(value));
    }

    @Override
    public void copy(int to, int from) {
        set(to, name(from) + remark(constant(from)));
    }

    @Override
    public void add(int to, int from, long amount) {
        OptionalLong start = constant(from);
        String words = plus(name(from), amount);
        if (start.isPresent()) {
            String number = places.number(start.getAsLong() + amount);
            // In a relocatable file the amount may be part of an address that we made up.
            words = relocatable ? number : words + " = " + number;
        }
        set(to, words);
    }

    @Override
    public void insert16(int to, int shift, int value) {
        set(to, "%s with 0x%x at bit %d".formatted(name(to), value, shift));
    }

    @Override
    public void maybeCopy(int to, int from) {
        set(to, name(to) + " or " + name(from) + remark(constant(from)));
    }

    @Override
    public void copyOrZero(int to, int from) {
        set(to, name(from) + " or 0" + remark(constant(from)));
    }

    @Override
    public void either(int to, int first, int second) {
        set(to, name(first) + " or " + name(second));
    }

    @Override
    public void load(int to, int base, long displacement) {
        set(to, memory(base, displacement));
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        set(to, "[" + places.of(address) + "]");
    }

    @Override
    public void store(int base, long displacement, int from) {
        parts.add(memory(base, displacement) + " = " + name(from) + remark(constant(from)));
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        parts.add(memory(base, displacement) + " = " + places.number(value));
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        parts.add(memory(base, displacement) + " = … (" + width + " bytes)");
    }

    @Override
    public void unknown(int to) {
        set(to, "…");
    }

    @Override
    public void use(int register) {
        used.add(register);
    }
}
