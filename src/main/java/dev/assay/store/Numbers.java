package dev.assay.store;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values that are kept once and named by number: in a kernel's answer every text occurs many times.
final class Numbers<T> {
    private final Map<T, Integer> numbers = new LinkedHashMap<>();

    /// The number of a value; -1 for none.
    int of(@Nullable T value) {
        if (value == null) {
            return -1;
        }
        Integer known = numbers.get(value);
        if (known == null) {
            known = numbers.size();
            numbers.put(value, known);
        }
        return known;
    }

    /// All values in the order of their numbers.
    Iterable<T> all() {
        return numbers.keySet();
    }
}
