package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/// The kernel's own table of names and addresses (`CONFIG_KALLSYMS`; Linux `scripts/kallsyms.c`): what is left of the
/// symbols in a stripped image.
///
/// Nothing says where its tables are; they are found by what every one of them holds, and taken only if all of them
/// agree with each other. Read are the forms of 64-bit little-endian Linux 5.10 to 7.3:
///
/// | Linux | order | addresses |
/// |---|---|---|
/// | to 6.1 | addresses, count, names, markers, tokens | absolute or base-relative |
/// | 6.2, 6.3 | the same, with the order of names before the tokens | absolute or base-relative |
/// | 6.4 to 6 | count, names, markers, tokens, addresses, order of names | absolute or base-relative |
/// | 7 | the same | self-relative |
public sealed interface Kallsyms {
    /// They were found.
    ///
    /// @param symbols each of them as an entry of a symbol table; functions end where the next symbol begins
    /// @param layout  how the addresses are stored, for people
    record Found(Symbols symbols, String layout) implements Kallsyms {}

    /// They were not, so the image does not tell its functions.
    ///
    /// @param why as the end of a sentence that begins with "no kallsyms: "
    record Missing(String why) implements Kallsyms {}

    /// What linker scripts round the end of the kernel, `_end`, up to at most.
    long END_ALIGNMENT = 1 << 21;

    /// Looks in a linked kernel, in `.rodata` first.
    ///
    /// @param arena owns the symbol table that is made
    static Kallsyms of(Elf elf, Arena arena) {
        List<Section> parts = new ArrayList<>(elf.sections().stream().filter(Kallsyms::mayHoldTables).toList());
        if (elf.isRelocatable() || parts.isEmpty()) {
            return new Missing(elf.isRelocatable() ? "not a linked kernel" : "no section with constants");
        }
        parts.sort(Comparator.comparingInt(section -> section.name().equals(".rodata") ? 0 : 1));
        long low = -1;
        long high = 0;
        for (Section section : elf.sections()) {
            if (section.isAllocated() && section.size() > 0 && section.address() != 0) {
                low = Long.compareUnsigned(section.address(), low) < 0 ? section.address() : low;
                long end = section.address() + section.size();
                high = Long.compareUnsigned(end, high) > 0 ? end : high;
            }
        }
        Pointers pointers = new Pointers(elf);
        KallsymsSearch search = new KallsymsSearch();
        for (Section section : parts) {
            Slice bytes = elf.raw(section);
            LongUnaryOperator relocated = offset -> pointers.at(bytes, offset, section.address());
            search.in(new KallsymsPlace(bytes, section.address(), low, high + END_ALIGNMENT, false, relocated));
            if (search.found().isPresent()) {
                break;
            }
        }
        Optional<KallsymsSearch.Tables> tables = search.found();
        if (tables.isEmpty()) {
            return new Missing(search.why());
        }
        KallsymsAddresses addresses = tables.get().addresses();
        Optional<KallsymsSymbols> symbols = tables.get().symbols();
        return symbols.isEmpty() ? new Missing(KallsymsSearch.BAD_NAMES)
                : new Found(symbols.get().table(addresses.values(), elf.sections(), elf.file(), arena),
                        addresses.form().toString());
    }

    private static boolean mayHoldTables(Section section) {
        return section.isAllocated() && section.hasBytes() && !section.isExecutable() && !section.isCompressed()
                && section.size() > 0;
    }

    /// Pointers of a linked kernel: those that it relocates itself are 0 in the file.
    final class Pointers {
        private final Elf elf;
        private @Nullable DynamicRelocations relocations;

        private Pointers(Elf elf) {
            this.elf = elf;
        }

        private long at(Slice bytes, long offset, long address) {
            long value = bytes.u64(offset);
            if (value != 0) {
                return value;
            }
            if (relocations == null) {
                relocations = DynamicRelocations.of(elf);
            }
            return relocations.valueAt(address + offset).orElse(value);
        }
    }
}
