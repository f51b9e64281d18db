package dev.assay.elf;

import java.util.OptionalInt;

/// The part of a linked kernel's `.rodata` that init code writes before it becomes read-only, between the symbols
/// `__start_ro_after_init` and `__end_ro_after_init` (Linux `include/asm-generic/vmlinux.lds.h`). Empty where the
/// symbols are stripped.
record ReadOnlyAfterInit(long start, long end) {
    static ReadOnlyAfterInit of(Symbols symbols) {
        OptionalInt start = symbols.landmark("__start_ro_after_init");
        OptionalInt end = symbols.landmark("__end_ro_after_init");
        return start.isEmpty() || end.isEmpty() ? new ReadOnlyAfterInit(0, 0)
                : new ReadOnlyAfterInit(symbols.value(start.getAsInt()), symbols.value(end.getAsInt()));
    }

    boolean contains(long address) {
        return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
    }
}
