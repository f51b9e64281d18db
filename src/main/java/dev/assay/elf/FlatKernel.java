package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
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
        OptionalLong relocated = relocations.base();
        KallsymsSearch search = new KallsymsSearch();
        search.in(new KallsymsPlace(file, 0, 0, memory, true, offset -> pointer(file, relocations, relocated, offset)));
        KallsymsSearch.Tables tables = search.found().orElseThrow(() -> missing(file, search.why()));
        KallsymsSymbols names = tables.symbols().orElseThrow(() -> missing(file, KallsymsSearch.BAD_NAMES));
        long[] values = tables.addresses().values();
        OptionalLong found = relocated.isPresent() ? relocated
                : base(new FlatBase(file, header, relocations), tables.addresses());
        long base = found.orElseThrow(() -> file.unsupported(0,
                "a kernel image without ELF headers whose pointers do not tell the address it is linked for"));
        if (tables.addresses().form() == KallsymsAddresses.Form.SELF_RELATIVE) {
            for (int i = 0; i < values.length; i++) {
                values[i] += base;
            }
        }
        if (values[0] - base < 0 || values[values.length - 1] - base > memory) {
            throw file.unsupported(0, "a kernel image without ELF headers at 0x%x with symbols from 0x%x to 0x%x"
                    .formatted(base, values[0], values[values.length - 1]));
        }
        Map<String, Long> marks = new HashMap<>();
        names.find(MARKS).forEach((name, symbol) -> marks.put(name, values[symbol] - base));
        if (header.machine() == Elf.AARCH64 && marks.containsKey("_etext")) {
            // Without CONFIG_KALLSYMS_ALL only code has symbols; on arm64 constants follow .text, up to .init.text.
            marks.putIfAbsent("__start_rodata", marks.get("_etext"));
            Long init = marks.get("__inittext_begin");
            if (init != null) {
                marks.putIfAbsent("__end_rodata", init);
            }
        }
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
    private static long pointer(Slice file, FlatRelocations relocations, OptionalLong base, long offset) {
        long value = file.u64(offset);
        return value != 0 || base.isEmpty() ? value : relocations.valueFor(base.getAsLong() + offset).orElse(0);
    }

    /// The address of the first byte, where relocations do not tell.
    private static OptionalLong base(FlatBase search, KallsymsAddresses addresses) {
        return addresses.form() == KallsymsAddresses.Form.SELF_RELATIVE ? search.bySymbols(addresses.values())
                : search.byListHeads();
    }

    private static RuntimeException missing(Slice file, String why) {
        return file.unsupported(0, "a kernel image without ELF headers; no kallsyms: " + why);
    }
}
