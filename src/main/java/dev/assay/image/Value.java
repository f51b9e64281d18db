package dev.assay.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a register or a stack slot may hold at one point of a function: every possibility that data flow brought
/// there, and whether there may be others.
///
/// @param atoms the known possibilities, sorted and distinct
/// @param open  whether something not followed may be there too
/// @param lost  whether it was given up, because it kept changing: nothing that is joined to it is kept, so that a
///              loop comes to an end
public record Value(List<Atom> atoms, boolean open, boolean lost) {
    /// A value of more possibilities is given up.
    static final int MAX_ATOMS = 512;

    public static final Value UNKNOWN = new Value(List.of(), true, false);
    static final Value LOST = new Value(List.of(), true, true);

    /// One possibility: a number, or what a register held on entry to the function, plus a number.
    ///
    /// @param base   register whose value on entry is meant; [#CONSTANT] for none
    /// @param offset added to it; the number itself for a constant
    public record Atom(int base, long offset) implements Comparable<Atom> {
        public static final int CONSTANT = -1;

        public boolean isConstant() {
            return base == CONSTANT;
        }

        @Override
        public int compareTo(Atom other) {
            return base == other.base ? Long.compare(offset, other.offset) : Integer.compare(base, other.base);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Atom atom && atom.base == base && atom.offset == offset;
        }

        @Override
        public int hashCode() {
            return 31 * base + Long.hashCode(offset);
        }
    }

    static Value constant(long value) {
        return new Value(List.of(new Atom(Atom.CONSTANT, value)), false, false);
    }

    static Value onEntry(int register) {
        return new Value(List.of(new Atom(register, 0)), false, false);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Value value && value.open == open && value.lost == lost && value.atoms.equals(atoms);
    }

    @Override
    public int hashCode() {
        return 2 * atoms.hashCode() + (open ? 1 : 0);
    }

    /// Both; this very object if that changes nothing.
    Value join(Value other) {
        if (lost || equals(other)) {
            return this;
        }
        if (other.lost) {
            return LOST;
        }
        Atom[] all = new Atom[atoms.size() + other.atoms.size()];
        System.arraycopy(atoms.toArray(), 0, all, 0, atoms.size());
        System.arraycopy(other.atoms.toArray(), 0, all, atoms.size(), other.atoms.size());
        Arrays.sort(all);
        List<Atom> distinct = new ArrayList<>(all.length);
        for (Atom atom : all) {
            if (distinct.isEmpty() || !distinct.getLast().equals(atom)) {
                distinct.add(atom);
            }
        }
        if (distinct.size() == atoms.size() && open == (open || other.open)) {
            return this;
        }
        return distinct.size() > MAX_ATOMS ? LOST : new Value(List.copyOf(distinct), open || other.open, false);
    }

    Value plus(long amount) {
        if (amount == 0 || atoms.isEmpty()) {
            return this;
        }
        List<Atom> moved = new ArrayList<>(atoms.size());
        for (Atom atom : atoms) {
            moved.add(new Atom(atom.base(), atom.offset() + amount));
        }
        moved.sort(null);
        return new Value(List.copyOf(moved), open, false);
    }

    /// Whether 0 is among the possibilities.
    boolean mayBeZero() {
        return atoms.contains(new Atom(Atom.CONSTANT, 0));
    }

    /// The other possibilities.
    Value withoutZero() {
        List<Atom> others = new ArrayList<>(atoms);
        others.remove(new Atom(Atom.CONSTANT, 0));
        return new Value(List.copyOf(others), open, lost);
    }

    /// The constants among the possibilities, in order.
    public long[] constants() {
        return atoms.stream().filter(Atom::isConstant).mapToLong(Atom::offset).toArray();
    }

    /// Whether it is exactly one number.
    public boolean isConstant() {
        return !open && atoms.size() == 1 && atoms.getFirst().isConstant();
    }

    /// The number, if [#isConstant].
    public long constant() {
        return atoms.getFirst().offset();
    }

    /// Whether it is exactly the entry value of `register` plus some number.
    boolean isRelativeTo(int register) {
        return !open && atoms.size() == 1 && atoms.getFirst().base() == register;
    }

    /// The number added, if [#isRelativeTo] some register.
    long offset() {
        return atoms.getFirst().offset();
    }
}
