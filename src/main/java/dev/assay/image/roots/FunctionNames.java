package dev.assay.image.roots;

import dev.assay.elf.Symbols;
import dev.assay.image.Image;
import dev.assay.rust.MangledName;

/// The name of each function start: of several symbols a function's, one with a size, a global one, and of those the
/// first in byte order.
final class FunctionNames {
    private final Symbols symbols;
    private final Starts starts;
    private final int[] best;

    FunctionNames(Image image, Starts starts) {
        this.symbols = image.symbols();
        this.starts = starts;
        this.best = new int[starts.count()];
        boolean relocatable = image.elf().isRelocatable();
        symbols.visit((symbol, head, value) -> {
            int type = Symbols.type(head);
            if ((type == Symbols.FUNC || type == Symbols.NOTYPE) && Slots.isPlaced(image.elf(), symbols, symbol)) {
                int start = starts.indexOf(relocatable ? image.memory().address(symbol) : value);
                if (start >= 0 && (best[start] == 0 || isBetter(symbol, best[start]))) {
                    best[start] = symbol;
                }
            }
        });
    }

    private boolean isBetter(int symbol, int known) {
        boolean typed = symbols.type(symbol) == Symbols.FUNC;
        if (typed != (symbols.type(known) == Symbols.FUNC)) {
            return typed;
        }
        boolean sized = symbols.size(symbol) != 0;
        if (sized != (symbols.size(known) != 0)) {
            return sized;
        }
        boolean global = symbols.binding(symbol) != 0;
        return global != (symbols.binding(known) != 0) ? global
                : symbols.name(symbol).compareTo(symbols.name(known)) < 0;
    }

    /// The symbol of the function at `address`; empty if it has none.
    String symbol(long address) {
        int start = starts.indexOf(address);
        return start < 0 || best[start] == 0 ? "" : symbols.name(best[start]);
    }

    /// Its name as people write it.
    String path(long address) {
        String symbol = symbol(address);
        return symbol.isEmpty() ? "function at 0x" + Long.toHexString(address) : MangledName.of(symbol).path();
    }
}
