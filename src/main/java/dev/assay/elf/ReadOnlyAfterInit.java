package dev.assay.elf;

/// The part of a linked kernel's `.rodata` that init code writes before it becomes read-only, between the symbols
/// `__start_ro_after_init` and `__end_ro_after_init` (Linux `include/asm-generic/vmlinux.lds.h`). Empty where the
/// symbols are stripped.
record ReadOnlyAfterInit(long start, long end) {
    private static final int STB_GLOBAL = 1;

    static ReadOnlyAfterInit of(Symbols symbols) {
        long start = 0;
        long end = 0;
        for (int symbol = 1; symbol < symbols.count(); symbol++) {
            // The name is only decoded for the few symbols that linker scripts make.
            if (symbols.type(symbol) == Symbols.NOTYPE && symbols.binding(symbol) == STB_GLOBAL) {
                String name = symbols.name(symbol);
                start = name.equals("__start_ro_after_init") ? symbols.value(symbol) : start;
                end = name.equals("__end_ro_after_init") ? symbols.value(symbol) : end;
            }
        }
        return start == 0 || end == 0 ? new ReadOnlyAfterInit(0, 0) : new ReadOnlyAfterInit(start, end);
    }

    boolean contains(long address) {
        return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
    }
}
