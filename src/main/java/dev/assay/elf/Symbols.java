package dev.assay.elf;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A symbol table (gABI, "Symbol Table"), read in place: a kernel has hundreds of thousands of entries.
///
/// Symbols are named by their index. Index 0 is the empty symbol.
public final class Symbols {
    /// `STT_NOTYPE`.
    public static final int NOTYPE = 0;
    /// `STT_OBJECT`.
    public static final int OBJECT = 1;
    /// `STT_FUNC`.
    public static final int FUNC = 2;
    /// `STT_SECTION`.
    public static final int SECTION = 3;
    /// `STT_FILE`.
    public static final int FILE = 4;
    /// `SHN_UNDEF`.
    public static final int UNDEFINED = 0;
    /// `SHN_ABS`, like every reserved index as a negative 16-bit number: 0xfff1 can be a real section's index.
    public static final int ABSOLUTE = (short) 0xfff1;
    /// `SHN_COMMON`.
    public static final int COMMON = (short) 0xfff2;

    private static final int ENTRY_SIZE = 24;
    /// Of eight bytes, in an entry.
    private static final int WORDS = 3;
    private static final int CHUNK = 4096;
    private static final List<String> LANDMARKS = List.of("linux_banner", "__start_ro_after_init",
            "__end_ro_after_init", "kernel_config_data");
    /// The first eight bytes of each landmark.
    private static final long[] STARTS = LANDMARKS.stream().mapToLong(Symbols::start).toArray();
    private static final int SHN_LORESERVE = 0xff00;
    private static final int SHN_XINDEX = 0xffff;

    private final Slice table;
    private final Slice strings;
    private final Optional<Slice> extendedIndexes;
    private final int count;
    private @Nullable Map<String, Integer> landmarks;

    private Symbols(Slice table, Slice strings, Optional<Slice> extendedIndexes) {
        this.table = table;
        this.strings = strings;
        this.extendedIndexes = extendedIndexes;
        this.count = Math.toIntExact(table.size() / ENTRY_SIZE);
    }

    /// The `.symtab` of a file; a table without entries where there is none.
    public static Symbols of(Elf elf) {
        for (Section section : elf.sections()) {
            if (section.type().equals(SectionType.SYMTAB)) {
                return of(elf, section);
            }
        }
        Slice nothing = elf.file().slice(".symtab", 0, 0);
        return new Symbols(nothing, nothing, Optional.empty());
    }

    static Symbols of(Elf elf, Section section) {
        Slice table = elf.raw(section);
        if (table.size() / ENTRY_SIZE > Integer.MAX_VALUE) {
            throw table.unsupported(0, "%s symbols; fewer than 2^31 are read".formatted(table.size() / ENTRY_SIZE));
        }
        if (table.size() % ENTRY_SIZE != 0) {
            throw table.malformed(table.size() - table.size() % ENTRY_SIZE, "symbols of 24 bytes",
                    table.size() % ENTRY_SIZE + " bytes left over");
        }
        Section strings = elf.section(section.link()).filter(linked -> linked.type().equals(SectionType.STRTAB))
                .orElseThrow(() -> table.malformed(0, "sh_link of %s to name a string table".formatted(section.name()),
                        elf.describe(section.link())));
        Optional<Slice> extended = elf.sections().stream()
                .filter(s -> s.type().equals(SectionType.SYMTAB_SHNDX) && s.link() == section.index()).findFirst()
                .map(elf::raw);
        return new Symbols(table, elf.raw(strings), extended);
    }

    Slice table() {
        return table;
    }

    public int count() {
        return count;
    }

    public String name(int symbol) {
        long offset = nameOffset(symbol);
        if (offset == 0 && strings.size() == 0) {
            return "";
        }
        if (offset >= strings.size()) {
            throw table.malformed((long) symbol * ENTRY_SIZE, "st_name below %d".formatted(strings.size()), offset);
        }
        return strings.string(offset);
    }

    /// Where the name starts in [#strings], in bytes; may lie outside in a bad file.
    public long nameOffset(int symbol) {
        return table.u32((long) symbol * ENTRY_SIZE);
    }

    public Slice strings() {
        return strings;
    }

    /// Address in a linked file; offset in its section in a relocatable one.
    public long value(int symbol) {
        return table.u64((long) symbol * ENTRY_SIZE + 8);
    }

    /// In bytes; 0 if unknown.
    public long size(int symbol) {
        return table.u64((long) symbol * ENTRY_SIZE + 16);
    }

    /// `STT_*`.
    public int type(int symbol) {
        return table.u8((long) symbol * ENTRY_SIZE + 4) & 0xf;
    }

    /// `STB_*`: 0 local, 1 global, 2 weak.
    public int binding(int symbol) {
        return table.u8((long) symbol * ENTRY_SIZE + 4) >> 4;
    }

    /// Index of the section it is in, or one of [#UNDEFINED], [#ABSOLUTE], [#COMMON]; other reserved indexes are
    /// negative too. May be too high in a bad file.
    public int section(int symbol) {
        int index = table.u16((long) symbol * ENTRY_SIZE + 6);
        if (index != SHN_XINDEX) {
            return index < SHN_LORESERVE ? index : (short) index;
        }
        if (extendedIndexes.isEmpty()) {
            throw malformed(symbol, "a section of type SHT_SYMTAB_SHNDX for st_shndx 0xffff", "none");
        }
        return (int) Math.min(Integer.MAX_VALUE, extendedIndexes.get().u32(4L * symbol));
    }

    /// The symbol of a linked kernel with one of the names that other readers need; empty if there is none. All of
    /// them are found in one pass that decodes no name.
    public OptionalInt landmark(String name) {
        if (landmarks == null) {
            landmarks = findLandmarks();
        }
        Integer symbol = landmarks.get(name);
        return symbol == null ? OptionalInt.empty() : OptionalInt.of(symbol);
    }

    private Map<String, Integer> findLandmarks() {
        Map<String, Integer> found = new HashMap<>();
        visit((symbol, head, value) -> {
            if (isLocal(head) || type(head) == FUNC || !strings.contains(nameOffset(head), Long.BYTES)) {
                return;
            }
            long start = strings.u64(nameOffset(head));
            if (start == STARTS[0] || start == STARTS[1] || start == STARTS[2]
                    || start == STARTS[3]) {
                String name = name(symbol);
                if (LANDMARKS.contains(name)) {
                    found.putIfAbsent(name, symbol);
                }
            }
        });
        return found;
    }

    /// Shows every symbol but the empty one, in order. Far quicker, in a process that has only just started, than to ask
    /// for the parts of each.
    public void visit(Visitor visitor) {
        long[] words = new long[CHUNK * WORDS];
        for (int first = 0; first < count; first += CHUNK) {
            int symbols = Math.min(CHUNK, count - first);
            table.u64s((long) first * ENTRY_SIZE, words, symbols * WORDS);
            for (int i = first == 0 ? 1 : 0; i < symbols; i++) {
                visitor.symbol(first + i, words[i * WORDS], words[i * WORDS + 1]);
            }
        }
    }

    /// Sees the symbols one after the other.
    @FunctionalInterface
    public interface Visitor {
        /// One symbol.
        ///
        /// @param symbol its index
        /// @param head   its first eight bytes, for [Symbols#nameOffset(long)], [Symbols#type(long)] and
        ///               [Symbols#isUndefined(long)]
        /// @param value  as [Symbols#value(int)] gives it
        void symbol(int symbol, long head, long value);
    }

    /// Where the name of a visited symbol starts.
    public static long nameOffset(long head) {
        return head & 0xffff_ffffL;
    }

    /// `STT_*` of a visited symbol.
    public static int type(long head) {
        return (int) (head >>> 32) & 0xf;
    }

    /// Whether a visited symbol is `STB_LOCAL`.
    public static boolean isLocal(long head) {
        return ((head >>> 36) & 0xf) == 0;
    }

    /// Whether a visited symbol is defined elsewhere.
    public static boolean isUndefined(long head) {
        return head >>> 48 == UNDEFINED;
    }

    private static long start(String name) {
        return ByteBuffer.wrap(name.getBytes(US_ASCII)).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
    }

    /// An error that points at a symbol.
    MalformedFileException malformed(int symbol, String expected, String found) {
        return table.malformed((long) symbol * ENTRY_SIZE, expected, found);
    }

    /// A table that is in no file.
    ///
    /// @param table   entries of 24 bytes, the first of them empty
    /// @param strings their names
    static Symbols of(Slice table, Slice strings) {
        return new Symbols(table, strings, Optional.empty());
    }
}
