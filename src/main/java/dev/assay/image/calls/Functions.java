package dev.assay.image.calls;

import dev.assay.bytes.Slice;
import dev.assay.elf.Section;
import dev.assay.elf.Symbols;
import dev.assay.image.Function;
import dev.assay.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Every function of an image, of whatever language, in order of address.
///
/// A function is what a symbol of type `STT_FUNC` in an executable section names, or the debug information of a Rust
/// unit; and what an untyped symbol names that is global or lies outside of all others: hand-written assembly. One
/// with no size ends where the next begins. They may overlap: a label inside of assembly that others call is a
/// function of its own, up to the end of the one that it lies in.
///
/// Symbols in front of a function (`__pfx_f`, `__cfi_f`) name padding, and are left out.
final class Functions {
    private static final int IFUNC = 10;
    /// The first four bytes of `__pfx_` and `__cfi_`, little-endian.
    private static final long PADDING = 0x6670_5f5fL;
    private static final long CFI = 0x6663_5f5fL;
    /// Of `__pi_` and `__kvm_nvhe_`, which arm64 kernels put in front of every name of an object that is linked twice.
    private static final long POSITION_INDEPENDENT = 0x6970_5f5fL;
    private static final long HYPERVISOR = 0x766b_5f5fL;
    private static final int INDEX_BITS = 24;
    /// How many functions may begin inside of another and end before it.
    private static final int OVERLAPPING = 64;

    private final Symbols symbols;
    private int count;
    private long[] starts;
    private long[] ends;
    private int[] symbolOf;
    private final List<String> names = new ArrayList<>();

    private Functions(Symbols symbols, int room) {
        this.symbols = symbols;
        this.starts = new long[room];
        this.ends = new long[room];
        this.symbolOf = new int[room];
    }

    static Functions of(Image image, CodeSections sections, DataInCode data) {
        return new Collector(image, sections, data).collect();
    }

    int count() {
        return count;
    }

    long start(int function) {
        return starts[function];
    }

    long end(int function) {
        return ends[function];
    }

    /// The function that starts at `address`; -1 if none does.
    int at(long address) {
        int floor = floor(address);
        return floor >= 0 && starts[floor] == address ? floor : -1;
    }

    /// The last function that starts at or before `address`; -1 if none does.
    int floor(long address) {
        return Addresses.countUpTo(starts, count, address) - 1;
    }

    /// The last function whose code `address` lies in; -1 if there is none.
    int around(long address) {
        int floor = floor(address);
        for (int i = floor; i >= 0 && i > floor - OVERLAPPING; i--) {
            if (Long.compareUnsigned(address - starts[i], ends[i] - starts[i]) < 0) {
                return i;
            }
        }
        return -1;
    }

    /// Its name: of several the one that [Function#symbol] gives for Rust; for C a global one, and of these the first
    /// in byte order.
    String name(int function) {
        int symbol = symbolOf[function];
        if (symbol < 0) {
            return names.get(-1 - symbol);
        }
        String name = symbols.name(symbol);
        return name.isEmpty() ? "function at 0x" + Long.toHexString(starts[function]) : name;
    }

    /// Whether its name has `part` in it; cheaper than to ask for the name.
    boolean nameContains(int function, String part) {
        int symbol = symbolOf[function];
        if (symbol < 0) {
            return names.get(-1 - symbol).contains(part);
        }
        long offset = symbols.nameOffset(symbol);
        return symbols.strings().contains(offset, 1) && symbols.name(symbol).contains(part);
    }

    private void append(long start, long end, int symbol) {
        starts[count] = start;
        ends[count] = end;
        symbolOf[count++] = symbol;
    }

    /// Collects the functions of an image.
    private static final class Collector {
        private final Image image;
        private final CodeSections sections;
        private final DataInCode data;
        private final Symbols symbols;
        private final Slice strings;
        private final boolean relocatable;
        private final long base;
        private long[] found = new long[1024];
        private int size;

        Collector(Image image, CodeSections sections, DataInCode data) {
            this.image = image;
            this.sections = sections;
            this.data = data;
            this.symbols = image.symbols();
            this.strings = symbols.strings();
            this.relocatable = image.elf().isRelocatable();
            this.base = sections.count() == 0 ? 0 : sections.start(0);
        }

        Functions collect() {
            symbols.visit(this::look);
            Arrays.sort(found, 0, size);
            Functions functions = new Functions(symbols, size + image.functions().size());
            List<Function> rust = image.functions();
            int nextRust = 0;
            long typedEnd = base;
            for (int i = 0; i < size;) {
                long address = address(found[i]);
                int last = i;
                while (last < size && address(found[last]) == address) {
                    last++;
                }
                while (nextRust < rust.size() && Long.compareUnsigned(rust.get(nextRust).address(), address) < 0) {
                    add(functions, rust.get(nextRust++));
                }
                boolean isRust = nextRust < rust.size() && rust.get(nextRust).address() == address;
                int symbol = choose(i, last);
                long length = length(i, last);
                boolean inside = Long.compareUnsigned(address, typedEnd) < 0;
                if (isRust) {
                    add(functions, rust.get(nextRust++));
                    typedEnd = end(address, length);
                } else if (isTyped(i, last) || (isEntry(symbol, inside) && (length > 0 || !data.contains(address)))) {
                    long end = length > 0 ? end(address, length) : inside ? typedEnd : address;
                    functions.append(address, end, symbol);
                    typedEnd = Long.compareUnsigned(end, typedEnd) > 0 ? end : typedEnd;
                }
                i = last;
            }
            while (nextRust < rust.size()) {
                add(functions, rust.get(nextRust++));
            }
            closeOpen(functions);
            return functions;
        }

        private void look(int symbol, long head, long value) {
            int type = Symbols.type(head);
            if ((type != Symbols.FUNC && type != Symbols.NOTYPE && type != IFUNC) || Symbols.isUndefined(head)) {
                return;
            }
            long address = relocatable ? addressIfCode(symbol) : value;
            int section = sections.at(address);
            // The data of an x86 kernel is linked as executable, because of one page of code in it; kallsyms then takes
            // every variable for a function.
            boolean told = type != Symbols.NOTYPE && !image.names().equals("kallsyms");
            if (section < 0 || (!told && sections.section(section).isWritable())
                    || (type == Symbols.NOTYPE && !mayHoldLabels(sections.section(section)))
                    || isLabel(head, type)) {
                return;
            }
            long distance = address - base;
            if (distance < 0 || distance >>> (Long.SIZE - INDEX_BITS - 1) != 0 || symbol >>> INDEX_BITS != 0) {
                return; // beyond 512 GiB of code or 16 million symbols nothing is a kernel
            }
            if (size == found.length) {
                found = Arrays.copyOf(found, size * 2);
            }
            found[size++] = distance << INDEX_BITS | symbol;
        }

        /// Not where x86 kernels keep pieces of many functions; what is named there marks an end of something else.
        private static boolean mayHoldLabels(Section section) {
            return !section.name().startsWith(".altinstr_");
        }

        private long addressIfCode(int symbol) {
            int section = symbols.section(symbol);
            boolean code = section > 0 && section < image.elf().sections().size()
                    && image.elf().sections().get(section).isExecutable();
            return code ? image.memory().address(symbol) : 0;
        }

        /// Padding in front of a function, the mapping symbols of AArch64 and RISC-V (`$x`, `$d`), local labels.
        private boolean isLabel(long head, int type) {
            long name = Symbols.nameOffset(head);
            if (!strings.contains(name, 4)) {
                return type != Symbols.FUNC;
            }
            long start = strings.u32(name);
            boolean local = type == Symbols.NOTYPE
                    && ((start & 0xff) == '$' || (start & 0xffff) == 0x4c2e || (start & 0xff) == 0);
            if (local) {
                return true;
            }
            if (start == PADDING || start == CFI) {
                String text = strings.string(name);
                return text.startsWith("__pfx_") || text.startsWith("__cfi_");
            }
            return type == Symbols.NOTYPE && (start == POSITION_INDEPENDENT || start == HYPERVISOR)
                    && isPrefixedLabel(strings.string(name));
        }

        private static boolean isPrefixedLabel(String name) {
            String label = name.startsWith("__pi_") ? name.substring("__pi_".length())
                    : name.startsWith("__kvm_nvhe_") ? name.substring("__kvm_nvhe_".length()) : name;
            return label.startsWith("$") || label.startsWith(".L");
        }

        private long address(long packed) {
            return base + (packed >>> INDEX_BITS);
        }

        private static int symbol(long packed) {
            return (int) (packed & (1 << INDEX_BITS) - 1);
        }

        private boolean isTyped(int first, int last) {
            for (int i = first; i < last; i++) {
                if (symbols.type(symbol(found[i])) != Symbols.NOTYPE) {
                    return true;
                }
            }
            return false;
        }

        private long length(int first, int last) {
            long length = 0;
            for (int i = first; i < last; i++) {
                length = Math.max(length, symbols.size(symbol(found[i])));
            }
            return length;
        }

        /// Whether an untyped symbol may name a function.
        private boolean isEntry(int symbol, boolean inside) {
            return !inside || symbols.binding(symbol) != 0;
        }

        private int choose(int first, int last) {
            int best = symbol(found[first]);
            for (int i = first + 1; i < last; i++) {
                int other = symbol(found[i]);
                int byType = Boolean.compare(symbols.type(other) == Symbols.NOTYPE,
                        symbols.type(best) == Symbols.NOTYPE);
                int byBinding = byType != 0 ? byType
                        : Boolean.compare(symbols.binding(other) == 0, symbols.binding(best) == 0);
                if (byBinding < 0
                        || (byBinding == 0 && symbols.name(other).compareTo(symbols.name(best)) < 0)) {
                    best = other;
                }
            }
            return best;
        }

        private long end(long address, long length) {
            long end = sections.end(sections.at(address));
            return Long.compareUnsigned(length, end - address) < 0 ? address + length : end;
        }

        private void add(Functions functions, Function function) {
            if (sections.at(function.address()) >= 0) {
                functions.names.add(function.symbol());
                functions.append(function.address(), end(function.address(), function.size()), -functions.names.size());
            }
        }

        /// Ends those without a size where the next function begins.
        private void closeOpen(Functions functions) {
            for (int i = functions.count - 1; i >= 0; i--) {
                if (functions.ends[i] == functions.starts[i]) {
                    long end = sections.end(sections.at(functions.starts[i]));
                    boolean cut = i + 1 < functions.count
                            && Long.compareUnsigned(functions.starts[i + 1], end) < 0;
                    functions.ends[i] = cut ? functions.starts[i + 1] : end;
                }
            }
        }
    }
}
