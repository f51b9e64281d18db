package dev.assay.elf;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// The bytes of an ELF file by address, relocated: one form for linked and relocatable files.
///
/// A linked file keeps its addresses. A relocatable one is laid out as a loader would, from [#BASE] on, in private
/// copies: sections first, then 16 bytes for each undefined symbol, then a global offset table. So a call to an
/// undefined function has a destination like any other, and [#undefinedSymbol] tells whose it is.
/// Addresses so given stay below 2^31, for the 32-bit relocations of the kernel code model.
///
/// Contents are relocated and decompressed when first asked for. Not thread-safe.
public final class AddressSpace implements Memory {
    /// Where a relocatable file is laid out; not 0, which debug information uses for what the linker dropped.
    public static final long BASE = 0x1000_0000L;
    private static final long LIMIT = 0x7000_0000L;
    private static final long PAGE = 0x1000;
    private static final int UNDEFINED_SIZE = 16;

    private final Elf elf;
    private final Arena arena;
    private final Symbols symbols;
    private final long[] sectionAddresses;
    private final TreeMap<Long, Section> regions = new TreeMap<>(Long::compareUnsigned);
    private final Map<Integer, Slice> contents = new HashMap<>();
    private final Map<String, Integer> troubles = new TreeMap<>();
    private final DynamicRelocations dynamic;
    private final long undefinedBase;
    private final long gotBase;
    private Optional<Slice> got = Optional.empty();

    private AddressSpace(Elf elf, Symbols symbols, Arena arena, long[] sectionAddresses, long end) {
        this.elf = elf;
        this.arena = arena;
        this.symbols = symbols;
        this.sectionAddresses = sectionAddresses;
        this.dynamic = elf.isRelocatable() ? DynamicRelocations.NONE : DynamicRelocations.of(elf);
        this.undefinedBase = end;
        this.gotBase = end + (long) symbols.count() * UNDEFINED_SIZE;
        for (Section section : elf.sections()) {
            if (section.isAllocated() && section.size() > 0) {
                // Of two sections at one address the one with bytes is what the loader shows (.tbss overlaps).
                if (!section.type().equals(SectionType.NOBITS)
                        || !regions.containsKey(sectionAddresses[section.index()])) {
                    regions.put(sectionAddresses[section.index()], section);
                }
            }
        }
    }

    /// Lays a file out at addresses of its own.
    ///
    /// @param arena owns the copies; they live as long as it
    public static AddressSpace of(Elf elf, Symbols symbols, Arena arena) {
        return of(elf, symbols, arena, Map.of());
    }

    /// Lays a relocatable debug file out like the file that it belongs to.
    ///
    /// @param fixed addresses of sections by name and ordinal among sections of that name, as [#places] gives them
    public static AddressSpace of(Elf elf, Symbols symbols, Arena arena, Map<String, Long> fixed) {
        long[] addresses = new long[elf.sections().size()];
        long next = BASE;
        Map<String, Integer> ordinals = new HashMap<>();
        for (Section section : elf.sections()) {
            int ordinal = ordinals.merge(section.name(), 1, Integer::sum);
            if (!elf.isRelocatable()) {
                addresses[section.index()] = section.address();
            } else if (section.isAllocated()) {
                long alignment = Math.max(16, Math.min(PAGE, Long.highestOneBit(Math.max(1, section.alignment()))));
                next = next + alignment - 1 & -alignment;
                if (section.size() > LIMIT - next) {
                    throw elf.file().unsupported(0, "a relocatable file with more than %d bytes in memory (section %s)"
                            .formatted(LIMIT - BASE, section.name()));
                }
                Long place = fixed.get(section.name() + "#" + ordinal);
                addresses[section.index()] = place == null ? next : place;
                next += section.size();
            }
        }
        long end = next + PAGE - 1 & -PAGE;
        if (elf.isRelocatable() && end + (long) symbols.count() * (UNDEFINED_SIZE + 8) > Integer.MAX_VALUE) {
            throw elf.file().unsupported(0, "a relocatable file with %d symbols".formatted(symbols.count()));
        }
        return new AddressSpace(elf, symbols, arena, addresses, end);
    }

    /// Where each allocated section lies, by name and ordinal.
    public Map<String, Long> places() {
        Map<String, Long> places = new HashMap<>();
        Map<String, Integer> ordinals = new HashMap<>();
        for (Section section : elf.sections()) {
            int ordinal = ordinals.merge(section.name(), 1, Integer::sum);
            if (section.isAllocated()) {
                places.put(section.name() + "#" + ordinal, sectionAddresses[section.index()]);
            }
        }
        return places;
    }

    public long address(Section section) {
        return sectionAddresses[section.index()];
    }

    /// The section whose bytes lie at `address`.
    public Optional<Section> sectionAt(long address) {
        Map.Entry<Long, Section> entry = regions.floorEntry(address);
        boolean inside = entry != null
                && Long.compareUnsigned(address - entry.getKey(), entry.getValue().size()) < 0;
        return inside ? Optional.of(entry.getValue()) : Optional.empty();
    }

    /// The undefined symbol that a relocatable file's call to `address` means.
    public OptionalInt undefinedSymbol(long address) {
        long index = address - undefinedBase;
        return elf.isRelocatable() && index >= 0 && index < (long) symbols.count() * UNDEFINED_SIZE
                ? OptionalInt.of((int) (index / UNDEFINED_SIZE))
                : OptionalInt.empty();
    }

    /// Address of a symbol; of an undefined one in a relocatable file the place made up for it.
    public long address(int symbol) {
        int section = symbols.section(symbol);
        if (!elf.isRelocatable() || section == Symbols.ABSOLUTE) {
            return symbols.value(symbol);
        }
        if (section == Symbols.UNDEFINED || section == Symbols.COMMON) {
            return undefinedBase + (long) symbol * UNDEFINED_SIZE;
        }
        if (section >= sectionAddresses.length) {
            throw symbols.malformed(symbol, "st_shndx below " + sectionAddresses.length, Integer.toString(section));
        }
        return sectionAddresses[section] + symbols.value(symbol);
    }

    @Override
    public Optional<Slice> at(long address) {
        if (elf.isRelocatable() && address >= gotBase && address < gotBase + 8L * symbols.count()) {
            Slice table = globalOffsetTable();
            return Optional.of(table.window(address - gotBase, table.size() - (address - gotBase)));
        }
        Optional<Section> section = sectionAt(address);
        if (section.isEmpty() || section.get().type().equals(SectionType.NOBITS)) {
            return Optional.empty();
        }
        Slice bytes = contents(section.get());
        long offset = address - address(section.get());
        return offset < bytes.size() ? Optional.of(bytes.window(offset, bytes.size() - offset)) : Optional.empty();
    }

    @Override
    public boolean isConstant(long address) {
        return sectionAt(address).map(Section::isConstant)
                .orElse(elf.isRelocatable() && address >= gotBase && address < gotBase + 8L * symbols.count());
    }

    /// A section's bytes, decompressed and relocated.
    public Slice contents(Section section) {
        Slice known = contents.get(section.index());
        if (known == null) {
            known = read(section);
            contents.put(section.index(), known);
        }
        return known;
    }

    /// Relocations that could not be applied, each with a count: what they touch is not what the loader shows.
    public List<String> troubles() {
        List<String> list = new ArrayList<>();
        troubles.forEach((what, count) -> list.add(count == 1 ? what : what + " (" + count + " times)"));
        list.sort(Comparator.naturalOrder());
        return list;
    }

    private Slice read(Section section) {
        Slice raw = elf.raw(section);
        Slice bytes = section.isCompressed() ? Compression.decompress(raw, arena) : raw;
        if (!elf.isRelocatable()) {
            return section.isAllocated() && dynamic.touches(address(section), section.size())
                    ? patchDynamic(section, copy(bytes))
                    : bytes;
        }
        List<Relocations> tables = Relocations.of(elf, section);
        if (tables.isEmpty() || bytes.size() == 0) {
            return bytes;
        }
        Slice copy = section.isCompressed() ? bytes : copy(bytes);
        for (Relocations table : tables) {
            relocate(section, table, copy);
        }
        return copy;
    }

    private void relocate(Section section, Relocations table, Slice copy) {
        Patch patch = new Patch(copy.segment());
        long base = address(section);
        for (long i = 0; i < table.count(); i++) {
            int symbol = table.symbol(i);
            int type = table.type(i);
            if (symbol < 0 || symbol >= Math.max(1, symbols.count())) {
                throw table.malformed(i, "a symbol index below " + symbols.count(), Integer.toUnsignedString(symbol));
            }
            long target = symbol == 0 ? 0 : Patch.isGot(elf.machine(), type) ? gotBase + 8L * symbol : address(symbol);
            Patch.Outcome outcome = patch.apply(elf.machine(), type, table.offset(i), target + table.addend(i),
                    base + table.offset(i));
            switch (outcome) {
                case DONE -> {}
                case OUTSIDE -> throw table.malformed(i, "r_offset inside %s (%d bytes)".formatted(section.name(),
                        copy.size()), "0x" + Long.toHexString(table.offset(i)));
                case UNKNOWN_TYPE -> trouble(section, "relocation type %d not applied in %s", type);
                case OVERFLOW -> trouble(section, "relocation of type %d does not reach its target in %s", type);
            }
        }
    }

    private void trouble(Section section, String what, int type) {
        if (section.isAllocated() || section.name().startsWith(".debug_info")) {
            troubles.merge(what.formatted(type, section.name()), 1, Integer::sum);
        }
    }

    private Slice patchDynamic(Section section, Slice copy) {
        dynamic.apply(address(section), copy.segment());
        return copy;
    }

    private Slice copy(Slice bytes) {
        MemorySegment copy = arena.allocate(bytes.size(), 8);
        copy.copyFrom(bytes.segment());
        return Slice.of(bytes.file(), bytes.name(), copy);
    }

    private Slice globalOffsetTable() {
        if (got.isEmpty()) {
            MemorySegment table = arena.allocate(8L * symbols.count(), 8);
            for (int symbol = 0; symbol < symbols.count(); symbol++) {
                table.set(ValueLayout.JAVA_LONG_UNALIGNED, 8L * symbol, address(symbol));
            }
            got = Optional.of(Slice.of(elf.file().file(), ".got", table));
        }
        return got.get();
    }
}
