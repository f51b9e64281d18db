package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A kernel image without ELF headers, as arm64, riscv64 and loongarch64 boot it (`Image`, and what `Image.gz` and
/// `vmlinuz.efi` hold): the bytes of vmlinux from its first address on, without section table and symbols.
///
/// kallsyms has both names and, as symbols of the linker script, the borders of what were sections.
///
/// @param elf     the image as if it were an ELF file of type EXEC at the addresses it was linked for
/// @param symbols from kallsyms
/// @param layout  how kallsyms stores addresses, for people
public record FlatKernel(Elf elf, Symbols symbols, String layout) {
    private static final Set<String> MARKS = Set.of("_text", "_stext", "_etext", "__inittext_begin", "_sinittext",
            "_einittext", "__exittext_begin", "__exittext_end", "__start_rodata", "__end_rodata", "__start_notes",
            "__stop_notes", "__init_begin", "__init_end", "__entry_tramp_text_start", "__entry_tramp_text_end",
            "__idmap_text_start", "__idmap_text_end");

    /// Whether the file begins as such an image does.
    public static boolean isFlatKernel(Slice file) {
        return FlatHeader.of(file).isPresent();
    }

    /// Reads an image, if its kallsyms can be read and it tells its address.
    ///
    /// @param file  the image, not compressed
    /// @param arena owns the symbol table that is made
    public static FlatKernel read(Slice file, Arena arena) {
        FlatHeader header = FlatHeader.of(file).orElseThrow(() -> file.malformed(56,
                "the magic of an arm64, riscv64 or loongarch64 kernel image", file.contains(56, 4) ? file.u32(56) : 0));
        long memory = header.memory(file);
        FlatRelocations relocations = FlatRelocations.find(file, header);
        KallsymsSearch search = new KallsymsSearch();
        search.in(new KallsymsPlace(file, 0, 0, memory, true, offset -> pointer(file, relocations, offset)));
        KallsymsSearch.Tables tables = search.found().orElseThrow(() -> missing(file, search.why()));

        KallsymsSymbols names = tables.symbols().orElseThrow(() -> missing(file, KallsymsSearch.BAD_NAMES));
        long[] values = tables.addresses().values();
        long base = base(file, header, relocations, tables.addresses());
        if (tables.addresses().form() == KallsymsAddresses.Form.SELF_RELATIVE) {
            for (int i = 0; i < values.length; i++) {
                values[i] += base;
            }
        }
        Map<String, Long> marks = new HashMap<>();
        names.find(MARKS).forEach((name, symbol) -> marks.put(name, values[symbol] - base));
        if (!marks.containsKey("_etext") || !marks.containsKey("__start_rodata")) {
            throw file.unsupported(0, "a kernel image without ELF headers whose kallsyms names neither the end of its "
                    + "code nor the start of its constants (_etext, __start_rodata)");
        }
        List<Section> sections =
                FlatSections.of(marks, firstInit(names, values, marks.get("_etext") + base) - base, base,
                        file.size(), memory, relocations);
        return new FlatKernel(Elf.of(file, header.machine(), sections), names.table(values, sections, file, arena),
                tables.addresses().form().toString());
    }

    /// The first function behind the end of `.text`.
    private static long firstInit(KallsymsSymbols names, long[] values, long end) {
        int symbol = Arrays.binarySearch(values, end);
        for (symbol = Math.max(0, symbol); symbol < values.length; symbol++) {
            if (values[symbol] > end && (names.letter(symbol) | 0x20) == 't') {
                return values[symbol];
            }
        }
        return end;
    }

    /// The pointer at an offset; one that the kernel relocates itself may be 0 in the image.
    private static long pointer(Slice file, FlatRelocations relocations, long offset) {
        long value = file.u64(offset);
        // The base of kallsyms is the image's own address, which makes its entry easy to tell.
        return value != 0 ? value : relocations.valueAtDistance(offset, FlatBase.ALIGNMENT).orElse(0);
    }

    /// The address of the first byte.
    private static long base(Slice file, FlatHeader header, FlatRelocations relocations, KallsymsAddresses addresses) {
        FlatBase search = new FlatBase(file, header, relocations);
        if (addresses.form() == KallsymsAddresses.Form.SELF_RELATIVE) {
            return search.bySymbols(addresses.values()).orElseThrow(() -> file.unsupported(0,
                    "a kernel image without ELF headers whose pointers do not tell the address it is linked for"));
        }
        long lowest = addresses.values()[0];
        for (long base : new long[] {lowest, lowest & -FlatBase.ALIGNMENT, header.hint()}) {
            if (base != 0 && (relocations.count() > 0 ? relocations.fit(base) : search.isConfirmed(base))) {
                return base;
            }
        }
        throw file.unsupported(0,
                "a kernel image without ELF headers at 0x%x as its symbols have it, but nothing in it "
                        .formatted(lowest) + "points to itself there");
    }

    private static RuntimeException missing(Slice file, String why) {
        return file.unsupported(0, "a kernel image without ELF headers; no kallsyms: " + why);
    }
}
