package dev.assay.dwarf;

import java.util.ArrayList;
import java.util.List;

/// Finds by address what owns ranges of code.
///
/// @param <T> what owns them
final class AddressIndex<T> {
    /// One range, and whose it is.
    record Piece<T>(AddressRange range, T owner) {}

    private final List<Piece<T>> pieces;

    /// The highest end of all pieces up to this one: tells when no earlier piece can reach an address.
    private final long[] reach;

    /// @param unsorted in the order of the file
    AddressIndex(List<Piece<T>> unsorted) {
        pieces = new ArrayList<>(unsorted);
        pieces.sort((a, b) -> Long.compareUnsigned(a.range().low(), b.range().low()));
        reach = new long[pieces.size()];
        long highest = 0;
        for (int i = 0; i < reach.length; i++) {
            long high = pieces.get(i).range().high();
            highest = Long.compareUnsigned(high, highest) > 0 ? high : highest;
            reach[i] = highest;
        }
    }

    /// The index of some functions.
    ///
    /// @param subprograms in the order of the file
    static AddressIndex<Subprogram> of(List<Subprogram> subprograms) {
        List<Piece<Subprogram>> all = new ArrayList<>(subprograms.size());
        for (Subprogram subprogram : subprograms) {
            for (AddressRange range : subprogram.ranges()) {
                all.add(new Piece<>(range, subprogram));
            }
        }
        return new AddressIndex<>(all);
    }

    /// All owners of code at `address`; the one that begins last is first, and of those that begin together (functions
    /// that the compiler merged) the last in the file.
    List<T> at(long address) {
        List<T> found = new ArrayList<>(1);
        for (int i = countUpTo(address) - 1; i >= 0 && Long.compareUnsigned(reach[i], address) > 0; i--) {
            if (pieces.get(i).range().contains(address)) {
                found.add(pieces.get(i).owner());
            }
        }
        return found;
    }

    /// How many pieces begin at `address` or before.
    private int countUpTo(long address) {
        int low = 0;
        int high = reach.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(pieces.get(middle).range().low(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
