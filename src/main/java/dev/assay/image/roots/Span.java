package dev.assay.image.roots;

/// Some memory, from `low` up to, but not including, `high`.
record Span(long low, long high) {
    static final Span NONE = new Span(0, 0);

    boolean contains(long address) {
        return Long.compareUnsigned(address, low) >= 0 && Long.compareUnsigned(address, high) < 0;
    }

    boolean isEmpty() {
        return Long.compareUnsigned(low, high) >= 0;
    }
}
