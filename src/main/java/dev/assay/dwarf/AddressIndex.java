package dev.assay.dwarf;

import java.util.ArrayList;
import java.util.List;

/// Finds subprograms by address.
final class AddressIndex {
    private record Piece(AddressRange range, Subprogram owner) {}

    private final Piece[] pieces;

    /// The highest end of all pieces up to this one: tells when no earlier piece can reach an address.
    private final long[] reach;

    AddressIndex(List<Subprogram> subprograms) {
        List<Piece> all = new ArrayList<>(subprograms.size());
        for (Subprogram subprogram : subprograms) {
            for (AddressRange range : subprogram.ranges()) {
                all.add(new Piece(range, subprogram));
            }
        }
        all.sort((a, b) -> {
            int byAddress = Long.compareUnsigned(a.range().low(), b.range().low());
            return byAddress != 0 ? byAddress : Long.compare(a.owner().offset(), b.owner().offset());
        });
        pieces = all.toArray(new Piece[0]);
        reach = new long[pieces.length];
        long highest = 0;
        for (int i = 0; i < pieces.length; i++) {
            long high = pieces[i].range().high();
            highest = Long.compareUnsigned(high, highest) > 0 ? high : highest;
            reach[i] = highest;
        }
    }

    /// All subprograms with code at `address`; the one that begins last is first, and of functions that the compiler
    /// merged the last in the file.
    List<Subprogram> at(long address) {
        List<Subprogram> found = new ArrayList<>(1);
        for (int i = countUpTo(address) - 1; i >= 0 && Long.compareUnsigned(reach[i], address) > 0; i--) {
            if (pieces[i].range().contains(address)) {
                found.add(pieces[i].owner());
            }
        }
        return found;
    }

    /// How many pieces begin at `address` or before.
    private int countUpTo(long address) {
        int low = 0;
        int high = pieces.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(pieces[middle].range().low(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
