package dev.assay.dwarf;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The declarations of one abbreviation table by code. Codes were 1, 2, 3 … in every unit seen, so an array does;
/// what does not follow that order is in a map.
final class Abbreviations {
    private Abbreviation[] dense = new Abbreviation[64];
    private int count;
    private @Nullable Map<Long, Abbreviation> sparse;

    @Nullable
    Abbreviation get(long code) {
        if (code > 0 && code <= count) {
            return dense[(int) code - 1];
        }
        return sparse == null ? null : sparse.get(code);
    }

    /// Of two declarations with one code the first counts.
    void add(Abbreviation declaration) {
        if (declaration.code == count + 1) {
            if (count == dense.length) {
                dense = Arrays.copyOf(dense, 2 * count);
            }
            dense[count++] = declaration;
        } else if (get(declaration.code) == null) {
            if (sparse == null) {
                sparse = new HashMap<>();
            }
            sparse.put(declaration.code, declaration);
        }
    }
}
