package dev.assay.elf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
    private static final int UNDEFINED_SIZE = 16;
    private static final int SLOT_SIZE = 8;

    private final Elf elf;
    private final Arena arena;
    private final Symbols symbols;
    private final Layout layout;
    private final Map<Integer, Slice> contents = new HashMap<>();
    private final Map<Integer, MalformedFileException> damaged = new HashMap<>();
    private final Map<String, Integer> troubles = new TreeMap<>();
    private final DynamicRelocations dynamic;
    private final long undefinedBase;
    private final long gotBase;
    private @Nullable Slice globalOffsetTable;
    private @Nullable ReadOnlyAfterInit readOnlyAfterInit;

    private AddressSpace(Elf elf, Symbols symbols, Arena arena, Layout layout) {
        this.elf = elf;
        this.arena = arena;
        this.symbols = symbols;
        this.layout = layout;
        this.dynamic = elf.isRelocatable() ? DynamicRelocations.NONE : DynamicRelocations.of(elf);
        this.undefinedBase = layout.end();
        this.gotBase = undefinedBase + (long) symbols.count() * UNDEFINED_SIZE;
        if (elf.isRelocatable() && gotBase + gotSize() > Integer.MAX_VALUE) {
            throw elf.file().unsupported(0, "a relocatable file with %s symbols".formatted(symbols.count()));
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
        return new AddressSpace(elf, symbols, arena, Layout.of(elf, fixed));
    }

    /// Where each allocated section lies, by name and ordinal.
    public Map<String, Long> places() {
        return layout.places();
    }

    public long address(Section section) {
        return layout.address(section);
    }

    /// The section whose bytes lie at `address`. None for `.tbss` and for what a linked file has at address 0 (the
    /// per-cpu template of x86-64 kernels before Linux 6.15): nothing runs there.
    public Optional<Section> sectionAt(long address) {
        return layout.sectionAt(address);
    }

    /// The undefined symbol that a relocatable file's call to `address` means.
    public OptionalInt undefinedSymbol(long address) {
        long place = address - undefinedBase;
        if (!elf.isRelocatable() || place < 0 || place >= (long) symbols.count() * UNDEFINED_SIZE) {
            return OptionalInt.empty();
        }
        int symbol = (int) (place / UNDEFINED_SIZE);
        return isElsewhere(symbols.section(symbol)) ? OptionalInt.of(symbol) : OptionalInt.empty();
    }

    /// Names of the functions of other files that a linked file calls, by the addresses made up for them.
    public Map<Long, String> imports() {
        return Map.copyOf(dynamic.imports());
    }

    private static boolean isElsewhere(int section) {
        return section == Symbols.UNDEFINED || section == Symbols.COMMON;
    }

    /// Address of a symbol; of an undefined one in a relocatable file the place made up for it.
    public long address(int symbol) {
        int section = symbols.section(symbol);
        if (!elf.isRelocatable() || section == Symbols.ABSOLUTE) {
            return symbols.value(symbol);
        }
        if (isElsewhere(section)) {
            return undefinedBase + (long) symbol * UNDEFINED_SIZE;
        }
        if (section < 0 || section >= elf.sections().size()) {
            throw symbols.malformed(symbol, "st_shndx below " + elf.sections().size(),
                    section < 0 ? "reserved index 0x%x".formatted(section & 0xffff) : Integer.toString(section));
        }
        return layout.address(elf.sections().get(section)) + symbols.value(symbol);
    }

    @Override
    public Optional<Slice> at(long address) {
        if (isGlobalOffsetTable(address)) {
            Slice table = globalOffsetTable();
            return Optional.of(table.window(address - gotBase, table.size() - (address - gotBase)));
        }
        Optional<Section> section = sectionAt(address);
        if (section.isEmpty() || !section.get().hasBytes()) {
            return Optional.empty();
        }
        Slice bytes = contents(section.get());
        long offset = address - address(section.get());
        return offset < bytes.size() ? Optional.of(bytes.window(offset, bytes.size() - offset)) : Optional.empty();
    }

    @Override
    public boolean isConstant(long address) {
        Optional<Section> section = sectionAt(address);
        if (section.isEmpty()) {
            return isGlobalOffsetTable(address);
        }
        return section.get().isConstant() && !(section.get().isWritable() && isReadOnlyAfterInit(address));
    }

    /// Where the global offset table made up for a relocatable file lies; nowhere, with no size, in a linked one.
    public long globalOffsetTableAddress() {
        return gotBase;
    }

    /// Of the table made up for a relocatable file, in bytes.
    public long globalOffsetTableSize() {
        return elf.isRelocatable() ? gotSize() : 0;
    }

    private boolean isGlobalOffsetTable(long address) {
        return elf.isRelocatable() && address >= gotBase && address < gotBase + gotSize();
    }

    private long gotSize() {
        return (long) symbols.count() * SLOT_SIZE;
    }

    private boolean isReadOnlyAfterInit(long address) {
        if (elf.isRelocatable()) {
            return false; // a module has a section of its own for such data
        }
        if (readOnlyAfterInit == null) {
            readOnlyAfterInit = ReadOnlyAfterInit.of(symbols);
        }
        return readOnlyAfterInit.contains(address);
    }

    /// A section's bytes, decompressed and relocated.
    public Slice contents(Section section) {
        Slice known = contents.get(section.index());
        if (known != null) {
            return known;
        }
        MalformedFileException failure = damaged.get(section.index());
        if (failure != null) {
            throw failure;
        }
        try {
            Slice bytes = read(section);
            contents.put(section.index(), bytes);
            return bytes;
        } catch (MalformedFileException e) {
            // Another attempt would fail alike, and take the memory for its copy again.
            damaged.put(section.index(), e);
            throw e;
        }
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
                    ? patchDynamic(section, Copies.of(bytes, arena))
                    : bytes;
        }
        List<Relocations> tables = Relocations.of(elf, section);
        if (tables.isEmpty() || bytes.size() == 0) {
            return bytes;
        }
        Slice copy = section.isCompressed() ? bytes : Copies.of(bytes, arena);
        for (Relocations table : tables) {
            relocate(section, table, copy);
        }
        return copy;
    }

    private void relocate(Section section, Relocations table, Slice copy) {
        if (copy.size() > Integer.MAX_VALUE) {
            throw copy.unsupported(0, "%s bytes to relocate; at most %s are".formatted(copy.size(), Integer.MAX_VALUE));
        }
        Patch patch = new Patch(copy.segment().asByteBuffer().order(ByteOrder.LITTLE_ENDIAN));
        long base = address(section);
        if (Patch.needsPreparation(elf.machine())) {
            for (long i = 0; i < table.count(); i++) {
                patch.prepare(table.type(i), value(table, i), base + table.offset(i));
            }
        }
        for (long i = 0; i < table.count(); i++) {
            int type = table.type(i);
            long value = value(table, i);
            // There the addend belongs to the slot's contents (AArch64 ELF ABI, GDAT(S+A)) or is not said to do so
            // (RISC-V psABI); ours have none.
            boolean otherSlot = elf.machine() != Elf.X86_64 && Patch.isGot(elf.machine(), type)
                    && table.addend(i) != 0;
            switch (otherSlot ? Patch.Outcome.UNKNOWN_TYPE
                    : patch.apply(elf.machine(), type, table.offset(i), value, base + table.offset(i))) {
                case DONE -> {}
                case OUTSIDE -> throw table.malformed(i, "r_offset inside %s (%d bytes)".formatted(section.name(),
                        copy.size()), "0x" + Long.toHexString(table.offset(i)));
                case UNKNOWN_TYPE -> trouble(section, "relocation type %d not applied in %s", type);
                case OVERFLOW -> trouble(section, "relocation of type %d does not reach its target in %s", type);
            }
        }
    }

    /// Symbol, or its slot in the global offset table, plus addend.
    private long value(Relocations table, long index) {
        int symbol = table.symbol(index);
        if (symbol < 0 || symbol >= Math.max(1, symbols.count())) {
            throw table.malformed(index, "a symbol index below " + symbols.count(), Integer.toUnsignedString(symbol));
        }
        return target(symbol, table.type(index)) + table.addend(index);
    }

    private long target(int symbol, int type) {
        if (symbol == 0) {
            return 0;
        }
        return Patch.isGot(elf.machine(), type) ? gotBase + (long) symbol * SLOT_SIZE : address(symbol);
    }

    private void trouble(Section section, String what, int type) {
        if (section.isAllocated() || section.name().startsWith(".debug_")) {
            troubles.merge(what.formatted(type, section.name()), 1, Integer::sum);
        }
    }

    private Slice patchDynamic(Section section, Slice copy) {
        dynamic.apply(address(section), copy.segment());
        return copy;
    }

    private Slice globalOffsetTable() {
        if (globalOffsetTable == null) {
            Slice owner = elf.file().named(".got");
            MemorySegment table = Copies.allocate(owner, gotSize(), arena);
            ByteBuffer slots = table.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
            for (int symbol = 0; symbol < symbols.count(); symbol++) {
                // The empty symbol is address 0, as in a relocation.
                slots.putLong(symbol * SLOT_SIZE, symbol == 0 ? 0 : address(symbol));
            }
            globalOffsetTable = Slice.of(owner.file(), owner.name(), table);
        }
        return globalOffsetTable;
    }
}
