package dev.assay.image;

import dev.assay.bytes.Memory;
import dev.assay.machine.Decoder;
import dev.assay.machine.Machine;
import dev.assay.machine.StraightLine;
import java.util.function.LongPredicate;

/// Watches the instructions of a function for certain numbers.
final class Mentions extends StraightLine {
    private final LongPredicate wanted;
    private boolean found;

    Mentions(Machine machine, Memory memory, LongPredicate wanted) {
        super(machine, memory);
        this.wanted = wanted;
    }

    boolean found() {
        return found;
    }

    /// Takes the decoder's last instruction in.
    void add(Decoder decoder) {
        destination(decoder).ifPresent(this::number);
        decoder.effects(this);
    }

    @Override
    protected void number(long value) {
        found |= wanted.test(value);
    }
}
