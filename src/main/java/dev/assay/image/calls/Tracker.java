package dev.assay.image.calls;

import dev.assay.machine.Effects;
import dev.assay.machine.Machine;
import java.util.Arrays;

/// What a sweep over a function knows of the registers: numbers, slots that they were loaded from, and sums of a number
/// with something else. Instructions are taken one after the other without heed to branches, so what is known here
/// is a hint that must be confirmed, but for this: every address of a function that an instruction forms passes by.
///
/// Of a kernel's every instruction this is told, so it makes no objects and reads no memory.
final class Tracker implements Effects {
    private static final byte UNKNOWN = 0;
    private static final byte NUMBER = 1;
    private static final byte SLOT = 2;
    private static final byte SUM = 3;
    private static final int PAGE = 0xfff;

    private final Numbers numbers;
    private final byte[] kinds;
    private final long[] values;
    private final boolean[] preserved;
    /// Whether instructions are too short for a whole address, which is then formed from that of its page.
    private final boolean pages;
    private int used;
    private long addend;
    private boolean hasAddend;
    private boolean hasNumber;
    private boolean active;
    private int pageRegister = -1;

    /// Gets every number that an instruction brings into a register or memory.
    interface Numbers {
        void number(long value);

        /// Eight bytes at a constant address are loaded.
        void slot(long address);

        /// A number is stored at a constant address.
        void stored(long address, long value);
    }

    Tracker(Machine machine, Numbers numbers) {
        this.numbers = numbers;
        this.pages = machine.instructionAlignment() > 1;
        this.kinds = new byte[machine.registers()];
        this.values = new long[machine.registers()];
        this.preserved = new boolean[machine.registers()];
        for (int register = 0; register < preserved.length; register++) {
            preserved[register] = machine.isPreserved(register);
        }
    }

    /// A function begins.
    void start() {
        settle();
        Arrays.fill(kinds, UNKNOWN);
        next();
    }

    /// An instruction begins.
    void next() {
        used = 0;
        hasAddend = false;
        hasNumber = false;
        active = false;
    }

    /// Whether the instruction had any effect; padding has none.
    boolean didSomething() {
        return active;
    }

    /// A call was made.
    void afterCall() {
        settle();
        for (int register = 0; register < kinds.length; register++) {
            if (!preserved[register]) {
                kinds[register] = UNKNOWN;
            }
        }
    }

    /// A page's address waits for the instruction that adds what is missing; none came.
    void settle() {
        if (pageRegister >= 0) {
            long value = values[pageRegister];
            pageRegister = -1;
            numbers.number(value);
        }
    }

    boolean isNumber(int register) {
        return kinds[register] == NUMBER;
    }

    boolean isSlot(int register) {
        return kinds[register] == SLOT;
    }

    boolean isSum(int register) {
        return kinds[register] == SUM;
    }

    /// The number, the slot's address, or the known part of the sum.
    long value(int register) {
        return values[register];
    }

    private void set(int to, byte kind, long value) {
        active = true;
        if (to == pageRegister) {
            pageRegister = -1;
        }
        kinds[to] = kind;
        values[to] = value;
    }

    private void number(int to, long value) {
        settle();
        set(to, NUMBER, value);
        if (pages && (value & PAGE) == 0) {
            pageRegister = to;
        } else {
            numbers.number(value);
        }
    }

    @Override
    public void constant(int to, long value) {
        number(to, value);
    }

    @Override
    public void copy(int to, int from) {
        set(to, kinds[from], values[from]);
    }

    @Override
    public void copyLow(int to, int from) {
        set(to, kinds[from] == NUMBER ? NUMBER : UNKNOWN, values[from] & 0xffff_ffffL);
    }

    @Override
    public void add(int to, int from, long amount) {
        if (kinds[from] != NUMBER) {
            set(to, kinds[from] == SUM ? SUM : UNKNOWN, values[from] + amount);
            return;
        }
        long value = values[from] + amount;
        if (from == pageRegister && amount != 0) {
            pageRegister = -1;
        }
        number(to, value);
    }

    @Override
    public void insert16(int to, int shift, int value) {
        long inserted = (values[to] & ~(0xffffL << shift)) | ((long) value << shift);
        set(to, kinds[to] == NUMBER ? NUMBER : UNKNOWN, inserted);
    }

    @Override
    public void keep(int to, int from, long kept, long set) {
        if (kinds[from] == NUMBER) {
            long value = (values[from] & kept) | set;
            if (from == pageRegister) {
                pageRegister = -1;
            }
            number(to, value);
        } else {
            set(to, UNKNOWN, 0);
        }
    }

    @Override
    public void maybeCopy(int to, int from) {
        set(to, UNKNOWN, 0);
    }

    @Override
    public void load(int to, int base, long displacement) {
        if (kinds[base] != NUMBER) {
            // From a place in a table: what is loaded passes for a sum, as where one instruction does both.
            set(to, kinds[base] == SUM ? SUM : UNKNOWN, values[base] + displacement);
            return;
        }
        long slot = values[base] + displacement;
        if (base == pageRegister) {
            pageRegister = -1;
        }
        set(to, SLOT, slot);
        numbers.slot(slot);
    }

    @Override
    public void loadConstantAddress(int to, long address) {
        set(to, SLOT, address);
        numbers.slot(address);
    }

    @Override
    public void store(int base, long displacement, int from) {
        active = true;
        if (kinds[base] == NUMBER && from >= 0 && kinds[from] == NUMBER) {
            numbers.stored(values[base] + displacement, values[from]);
        }
        if (base == pageRegister) {
            pageRegister = -1;
        }
    }

    @Override
    public void storeConstant(int base, long displacement, long value) {
        store(base, displacement, -1);
        numbers.number(value);
        if (kinds[base] == NUMBER) {
            numbers.stored(values[base] + displacement, value);
        }
    }

    @Override
    public void storeAt(long address, int from) {
        active = true;
        if (kinds[from] == NUMBER) {
            numbers.stored(address, values[from]);
        }
    }

    @Override
    public void storeConstantAt(long address, long value) {
        active = true;
        numbers.number(value);
        numbers.stored(address, value);
    }

    @Override
    public void storeUnknown(int base, long displacement, int width) {
        store(base, displacement, -1);
    }

    /// Two registers were read, one of them a number: most likely they were added, or the sum was loaded from.
    @Override
    public void unknown(int to) {
        set(to, used == 2 && hasAddend ? SUM : UNKNOWN, addend);
    }

    @Override
    public void use(int register) {
        active = true;
        used++;
        // What was loaded from a table passes for a sum, too; where it is added to a number, that is what counts.
        boolean number = kinds[register] == NUMBER;
        if (number || (kinds[register] == SUM && !hasNumber)) {
            hasAddend = true;
            hasNumber |= number;
            addend = values[register];
        }
        if (register == pageRegister) {
            pageRegister = -1; // a base of another load, most likely
        }
    }
}
