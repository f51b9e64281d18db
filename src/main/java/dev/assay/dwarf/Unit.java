package dev.assay.dwarf;

import dev.assay.bytes.Cursor;
import dev.assay.bytes.Slice;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One unit of `.debug_info` (DWARF 5 §7.5.1): all that one run of a compiler says about its code.
///
/// Making one reads its header only. What needs more reads it when asked, and may then throw
/// [dev.assay.bytes.MalformedFileException] or [dev.assay.bytes.UnsupportedFormatException]; [Dwarf] has the same
/// questions for the whole file, and skips and names the units that fail. Offsets and lengths are in bytes.
public final class Unit {
    private final Dwarf dwarf;
    private final UnitHeader header;
    private @Nullable Slice slice;
    private @Nullable WeakReference<byte[]> bytes;
    private @Nullable Abbreviation rootAbbreviation;

    /// Where the values of the root entry begin, from the start of the unit; 0 before its abbreviation is read.
    private long rootValues;

    private @Nullable UnitBases bases;
    private @Nullable Outline outline;
    private @Nullable List<Subprogram> subprograms;
    private @Nullable LineTable lines;
    private boolean linesRead;
    private @Nullable Long lowAddress;
    private long rangesLeft = RangeLists.MAX_ENTRIES;

    Unit(Dwarf dwarf, UnitHeader header) {
        this.dwarf = dwarf;
        this.header = header;
    }

    /// Of the header from the start of `.debug_info`.
    public long offset() {
        return header.offset();
    }

    /// Of the whole unit, with its header.
    public long size() {
        return header.size();
    }

    /// The DWARF version, 2 to 5.
    public int version() {
        return header.encoding().version();
    }

    /// One of the constants of [UnitType]; `DW_UT_compile` for versions below 5.
    public int type() {
        return header.type();
    }

    /// One of the constants of [Lang], translated from `DW_AT_language_name` if that says Rust; 0 if the unit does
    /// not say.
    public int language() {
        Abbreviation shape = rootShape();
        if (shape == null) {
            return 0;
        }
        if (shape.indexOf(At.DW_AT_language_name) >= 0
                && rootNumber(shape, At.DW_AT_language_name) == Lang.DW_LNAME_Rust) {
            return Lang.DW_LANG_Rust;
        }
        long language = rootNumber(shape, At.DW_AT_language);
        return language > 0 && language <= 0xffff ? (int) language : 0;
    }

    public boolean isRust() {
        return language() == Lang.DW_LANG_Rust;
    }

    /// Whether the entries are in a separate file, and only a root is here (DWARF 5 §3.1.2).
    public boolean isSkeleton() {
        if (type() == UnitType.DW_UT_skeleton) {
            return true;
        }
        Abbreviation shape = rootShape();
        return shape != null && (shape.indexOf(At.DW_AT_GNU_dwo_name) >= 0 || shape.indexOf(At.DW_AT_dwo_name) >= 0);
    }

    /// The file that was compiled; rustc adds `/@/` and the name of the codegen unit.
    public Optional<String> name() {
        return rootString(At.DW_AT_name);
    }

    /// The directory that the compiler ran in: relative file names are relative to it.
    public Optional<String> compDir() {
        return rootString(At.DW_AT_comp_dir);
    }

    /// The compiler and its version, like `clang LLVM (rustc version 1.85.1 (4eb161250 2025-03-15))`.
    public Optional<String> producer() {
        return rootString(At.DW_AT_producer);
    }

    /// A cursor before the root entry.
    public EntryCursor entries() {
        return new EntryCursor(this, bytes(), headerSize());
    }

    /// A cursor before one entry, for it and its children.
    ///
    /// @param entryOffset from the start of `.debug_info`, like [EntryCursor#offset]
    public EntryCursor entry(long entryOffset) {
        return new EntryCursor(this, bytes(), entryOffset - offset());
    }

    /// The functions that have code in this unit, in the order of the file. Where the linker dropped the code
    /// (address 0 or -1), there is no function.
    public List<Subprogram> subprograms() {
        synchronized (dwarf) {
            if (subprograms == null) {
                subprograms = Subprogram.of(this);
            }
            return subprograms;
        }
    }

    /// Which source lines the code comes from; empty if the unit has no line table.
    public Optional<LineTable> lines() {
        synchronized (dwarf) {
            if (!linesRead) {
                lines = LineTable.of(this).orElse(null);
                linesRead = true;
            }
            return Optional.ofNullable(lines);
        }
    }

    /// `DW_UT_compile, DWARF 4 at .debug_info+0x1a2f`.
    @Override
    public String toString() {
        return "%s, DWARF %d at .debug_info+0x%x".formatted(UnitType.name(type()), version(), offset());
    }

    Dwarf dwarf() {
        return dwarf;
    }

    Encoding encoding() {
        return header.encoding();
    }

    int headerSize() {
        return header.headerSize();
    }

    long abbreviationsOffset() {
        return header.abbreviationsOffset();
    }

    Slice section(String name) {
        return dwarf.section(name);
    }

    /// The whole unit, so that references inside it are offsets of this slice.
    Slice slice() {
        synchronized (dwarf) {
            if (slice == null) {
                slice = section(".debug_info").window(offset(), size());
            }
            return slice;
        }
    }

    /// A copy of the whole unit, kept only as long as a cursor uses it.
    private byte[] bytes() {
        synchronized (dwarf) {
            byte[] copy = bytes == null ? null : bytes.get();
            if (copy == null) {
                copy = ByteCursor.copy(slice(), "a unit");
                bytes = new WeakReference<>(copy);
            }
            return copy;
        }
    }

    /// A cursor before the root entry, for the root alone: where its size is known before reading it, and with
    /// strings in their own sections it is, no more than it is copied.
    EntryCursor root() {
        Abbreviation shape = rootShape();
        if (shape == null || shape.fixedSize() == Forms.VARIABLE
                || !slice().contains(rootValues, shape.fixedSize())) {
            return entries();
        }
        return new EntryCursor(this, slice().copy(0, rootValues + shape.fixedSize()), headerSize());
    }

    /// The abbreviation of the root entry; `null` if the unit has no entries.
    private @Nullable Abbreviation rootShape() {
        synchronized (dwarf) {
            if (rootValues == 0) {
                Cursor root = section(".debug_info").cursor(offset() + headerSize());
                long code = size() == headerSize() ? 0 : root.uleb128();
                if (code != 0) {
                    rootAbbreviation = dwarf.abbreviations().find(abbreviationsOffset(), code, encoding());
                    if (rootAbbreviation == null) {
                        throw root.malformed(expectedCode(), code);
                    }
                }
                rootValues = root.offset() - offset();
            }
            return rootAbbreviation;
        }
    }

    /// A constant of the root, 0 if there is none. Of thousands of units nothing else may ever be read, so the usual
    /// case, one or two bytes at a place that the abbreviation tells, does without a cursor and its copy.
    private long rootNumber(Abbreviation shape, int attribute) {
        int index = shape.indexOf(attribute);
        if (index < 0) {
            return 0;
        }
        int form = shape.forms[index];
        long at = rootValues;
        for (int i = 0; i < index; i++) {
            at = shape.sizes[i] == Forms.VARIABLE || at < 0 ? -1 : at + shape.sizes[i];
        }
        if (at >= 0 && at + 2 <= size() && (form == Form.DW_FORM_data1 || form == Form.DW_FORM_data2)) {
            Slice info = section(".debug_info");
            return form == Form.DW_FORM_data1 ? info.u8(offset() + at) : info.u16(offset() + at);
        }
        EntryCursor root = root();
        return root.next() ? root.unsigned(attribute, 0) : 0;
    }

    Abbreviations abbreviations() {
        synchronized (dwarf) {
            return dwarf.abbreviations().table(abbreviationsOffset(), encoding());
        }
    }

    /// The abbreviation of the root entry, without reading the rest of the table.
    @Nullable
    Abbreviation rootAbbreviation() {
        return rootShape();
    }

    /// For the error about an entry whose abbreviation is in no table.
    String expectedCode() {
        return "an abbreviation code of the table at .debug_abbrev+0x%x".formatted(abbreviationsOffset());
    }

    UnitBases bases() {
        synchronized (dwarf) {
            if (bases == null) {
                bases = UnitBases.of(this, root());
            }
            return bases;
        }
    }

    Outline outline() {
        synchronized (dwarf) {
            if (outline == null) {
                outline = Outline.of(this);
            }
            return outline;
        }
    }

    /// The base address of range lists (DWARF 5 §3.1.1): the root's `DW_AT_low_pc`, or 0.
    long lowAddress() {
        synchronized (dwarf) {
            if (lowAddress == null) {
                EntryCursor root = root();
                lowAddress = root.next() ? root.address(At.DW_AT_low_pc, 0) : 0;
            }
            return lowAddress;
        }
    }

    long indexedAddress(long index) {
        Slice addresses = section(".debug_addr");
        return addresses.u64(indexed(addresses, bases().addresses(), index, Encoding.ADDRESS_SIZE));
    }

    String indexedString(long index) {
        Slice offsets = section(".debug_str_offsets");
        int size = encoding().offsetSize();
        long at = indexed(offsets, bases().stringOffsets(), index, size);
        return Strings.at(section(".debug_str"), size == 8 ? offsets.u64(at) : offsets.u32(at));
    }

    /// Counts the entries of range lists, which may not be read without end: a file can point to one list from every
    /// entry.
    void spendRange(Slice lists, long at) {
        if (--rangesLeft < 0) {
            throw lists.malformed(at, "at most %d range list entries for one unit".formatted(RangeLists.MAX_ENTRIES),
                    "more");
        }
    }

    /// Where element `index` of a table of offsets or addresses lies; outside of the section if it is too large.
    static long indexed(Slice table, long base, long index, int elementSize) {
        if (index < 0 || index > table.size() / elementSize) {
            throw table.malformed(base, "an index below %d".formatted(table.size() / elementSize),
                    Long.toUnsignedString(index));
        }
        return base + index * elementSize;
    }

    private Optional<String> rootString(int attribute) {
        EntryCursor root = root();
        return root.next() ? root.string(attribute) : Optional.empty();
    }
}
