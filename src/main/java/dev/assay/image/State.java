package dev.assay.image;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import dev.assay.machine.Effects;
import dev.assay.machine.Machine;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// Registers and stack slots at one point of a function.
///
/// Slots are 8 bytes at a distance from the stack pointer on entry. What a called function does to the caller's slots
/// is not followed, nor stores through pointers whose value is not known: a slot keeps what the function itself put
/// there. A caller that needs certainty checks what the value points at.
public final class State implements Effects {
    private final Machine machine;
    private final Memory memory;
    private final Value[] registers;
    private final NavigableMap<Long, Value> slots;
    private boolean reached;

    private State(Machine machine, Memory memory, Value[] registers, NavigableMap<Long, Value> slots, boolean reached) {
        this.reached = reached;
        this.machine = machine;
        this.memory = memory;
        this.registers = registers;
        this.slots = slots;
    }

    /// Every register holds what it held on entry.
    static State onEntry(Machine machine, Memory memory) {
        Value[] registers = new Value[machine.registers()];
        for (int register = 0; register < registers.length; register++) {
            registers[register] = Value.onEntry(register);
        }
        return new State(machine, memory, registers, new TreeMap<>(), true);
    }

    /// Nothing is known.
    static State unknown(Machine machine, Memory memory) {
        Value[] registers = new Value[machine.registers()];
        Arrays.fill(registers, Value.UNKNOWN);
        return new State(machine, memory, registers, new TreeMap<>(), false);
    }

    /// `register` holds what it held on entry.
    void keepEntryValue(int register) {
        registers[register] = Value.onEntry(register);
    }

    State copy() {
        return new State(machine, memory, registers.clone(), new TreeMap<>(slots), reached);
    }

    /// Whether a path leads here from the function's entry; if not, these bytes may be no code at all.
    public boolean isReached() {
        return reached;
    }

    public Value register(int register) {
        return registers[register];
    }

    /// What 8 bytes behind `pointer` hold, where it points to constant memory or into this function's frame; else
    /// unknown.
    public Value read(Value pointer, long displacement) {
        return pointer.isConstant() ? constantAt(pointer.constant() + displacement) : slot(pointer, displacement);
    }

    private Value slot(Value pointer, long displacement) {
        if (!pointer.isRelativeTo(machine.stackPointer())) {
            return Value.UNKNOWN;
        }
        Value value = slots.get(pointer.offset() + displacement);
        return value == null ? Value.UNKNOWN : value;
    }

    /// Joins `other` into this one; whether that changed anything.
    ///
    /// @param widen give up on what still changes, so that a loop that counts comes to an end
    boolean join(State other, boolean widen) {
        boolean changed = other.reached && !reached;
        reached |= other.reached;
        for (int register = 0; register < registers.length; register++) {
            Value before = registers[register];
            Value joined = before.join(other.registers[register]);
            if (!joined.equals(before)) {
                registers[register] = widen ? Value.LOST : joined;
                changed = true;
            }
        }
        for (Map.Entry<Long, Value> slot : slots.entrySet()) {
            Value joined = slot.getValue().join(other.slots.getOrDefault(slot.getKey(), Value.UNKNOWN));
            if (!joined.equals(slot.getValue())) {
                slot.setValue(widen ? Value.LOST : joined);
                changed = true;
            }
        }
        for (Map.Entry<Long, Value> slot : other.slots.entrySet()) {
            if (!slots.containsKey(slot.getKey()) && !slot.getValue().equals(Value.UNKNOWN)) {
                slots.put(slot.getKey(), widen ? Value.LOST : slot.getValue().join(Value.UNKNOWN));
                changed = true;
            }
        }
        return changed;
    }

    /// A call was made: what the convention does not preserve is gone.
    void afterCall() {
        for (int register = 0; register < registers.length; register++) {
            if (!machine.isPreserved(register)) {
                registers[register] = Value.UNKNOWN;
            }
        }
    }

    @Override
    public void constant(int to, long value) {
        registers[to] = Value.constant(value);
    }

    @Override
    public void copy(int to, int from) {
        registers[to] = registers[from];
    }

    @Override
    public void copyLow(int to, int from) {
        registers[to] = registers[from].isConstant() ? Value.constant(registers[from].constant() & 0xffff_ffffL)
                : Value.UNKNOWN;
    }

    @Override
    public void add(int to, int from, long amount) {
        registers[to] = registers[from].plus(amount);
    }

    @Override
    public void addSigned32(int to, int from, long amount) {
        Value sum = registers[from].plus(amount);
        registers[to] = sum.isConstant() ? Value.constant(sum.constant() << Integer.SIZE >> Integer.SIZE)
                : Value.UNKNOWN;
    }

    @Override
    public void insert16(int to, int shift, int value) {
        Value before = registers[to];
        registers[to] = before.isConstant()
                ? Value.constant((before.constant() & ~(0xffffL << shift)) | (long) value << shift)
                : Value.UNKNOWN;
    }

    @Override
    public void keep(int to, int from, long kept, long set) {
        Value before = registers[from];
        registers[to] = before.isConstant() ? Value.constant((before.constant() & kept) | set) : Value.UNKNOWN;
    }

    @Override
    public void maybeCopy(int to, int from) {
        registers[to] = registers[to].join(registers[from]);
    }

    @Override
    public void copyOrZero(int to, int from) {
        registers[to] = registers[from].join(Value.constant(0));
    }

    @Override
    public void either(int to, int first, int second) {
        Value one = registers[first];
        Value other = registers[second];
        registers[to] = one.mayBeZero() && other.mayBeZero() ? one.withoutZero().join(other.withoutZero())
                : Value.UNKNOWN;
    }

    @Override
    public void load(int to, int base, long displacement) {
        registers[to] = read(registers[base], displacement);
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        registers[to] = constantAt(address);
    }

    @Override
    public void store(int base, long displacement, int from) {
        put(base, displacement, 8, registers[from]);
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        put(base, displacement, 8, Value.constant(value));
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        put(base, displacement, width, Value.UNKNOWN);
    }

    @Override
    public void unknown(int to) {
        registers[to] = Value.UNKNOWN;
    }

    @Override
    public void use(int register) {
        // Reading changes nothing.
    }

    private void put(int base, long displacement, int width, Value value) {
        if (!registers[base].isRelativeTo(machine.stackPointer())) {
            return;
        }
        long start = registers[base].offset() + displacement;
        slots.subMap(start - 7, true, start + width, false).clear();
        if (!value.atoms().isEmpty()) {
            slots.put(start, value);
        }
    }

    private Value constantAt(long address) {
        if (!memory.isConstant(address)) {
            return Value.UNKNOWN;
        }
        Optional<Slice> bytes = memory.at(address);
        return bytes.isPresent() && bytes.get().size() >= 8 ? Value.constant(bytes.get().u64(0)) : Value.UNKNOWN;
    }
}
