package dev.assay.elf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Writes a symbol table (gABI, "Symbol Table") from what kallsyms has: name, nm's letter and address of each symbol.
///
/// A function's size is the distance to the next higher address in its section, padding included; kallsyms has none.
/// Types and sections follow from letter and address.
final class KallsymsSymbols {
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int WORDS = 3;
    /// A kernel's names are 1.6 times as long as their tokens.
    private static final int MOST_EXPANSION = 8;
    private static final int MOST_ADDRESS_SECTIONS = 0xff00;
    private static final int LONGEST_BORDER = 24;

    private final KallsymsTokens tokens;
    private final KallsymsNames names;
    private final long[] entries;
    private byte[] strings;
    private int end = 1;

    private KallsymsSymbols(KallsymsTokens tokens, KallsymsNames names) {
        this.tokens = tokens;
        this.names = names;
        this.entries = new long[WORDS * (names.count() + 1)];
        this.strings = new byte[Math.min(2 * names.bytes().length + KallsymsNames.LONGEST + 2, 1 << 24)];
    }

    /// Unpacks the names; empty if one has no letter, or they expand to more than any kernel's.
    static Optional<KallsymsSymbols> of(KallsymsTokens tokens, KallsymsNames names) {
        KallsymsSymbols symbols = new KallsymsSymbols(tokens, names);
        return symbols.addNames() ? Optional.of(symbols) : Optional.empty();
    }

    /// Makes the table.
    ///
    /// @param addresses of the symbols, in order
    /// @param sections  of the kernel, to find each address in
    /// @param arena     owns the table; it lives as long as it
    Symbols table(long[] addresses, List<Section> sections, Slice file, Arena arena) {
        TreeMap<Long, Section> byAddress = new TreeMap<>(Long::compareUnsigned);
        for (Section section : sections) {
            if (occupies(section)) {
                byAddress.put(section.address(), section);
            }
        }
        addAddresses(addresses, List.copyOf(byAddress.values()));
        return build(file, arena);
    }

    private static boolean occupies(Section section) {
        return section.isAllocated() && section.size() > 0 && section.address() != 0
                && (section.flags() & Section.SHF_TLS) == 0 && section.index() < MOST_ADDRESS_SECTIONS;
    }

    /// The first symbol of each of the names of a linker script that are there, by its number from 0 on.
    Map<String, Integer> find(Set<String> wanted) {
        Map<String, Integer> found = new HashMap<>();
        for (int symbol = 0; symbol < names.count(); symbol++) {
            int start = (int) entries[WORDS * (symbol + 1)];
            // Few names are worth a string.
            if (strings[start] != '_'
                    || !isBorder(strings[start + 1] == '_' ? strings[start + 2] : strings[start + 1])) {
                continue;
            }
            int stop = symbol + 1 < names.count() ? (int) entries[WORDS * (symbol + 2)] - 2 : end - 1;
            if (stop - start <= LONGEST_BORDER) {
                String name = new String(strings, start, stop - start, ISO_8859_1);
                if (wanted.contains(name)) {
                    found.putIfAbsent(name, symbol);
                }
            }
        }
        return found;
    }

    private static boolean isBorder(int start) {
        return start == 't' || start == 's' || start == 'e' || start == 'i';
    }

    /// nm's letter for a symbol, by its number from 0 on; to be asked before [#table].
    char letter(int symbol) {
        return (char) (strings[(int) entries[WORDS * (symbol + 1)] - 1] & 0xff);
    }

    /// The string table gets each name with nm's letter before it; `st_name` points behind that.
    private boolean addNames() {
        byte[] packed = names.bytes();
        byte[] text = tokens.text();
        int[] starts = tokens.starts();
        long limit = Math.min(Integer.MAX_VALUE - 8L, (long) MOST_EXPANSION * packed.length + 4096);
        byte[] out = strings;
        int to = end;
        int at = names.start();
        for (int symbol = 1; symbol <= names.count(); symbol++) {
            int length = packed[at++];
            if (length < 0) {
                length = (length & 0x7f) | (packed[at++] << 7);
            }
            if (out.length - to <= KallsymsNames.LONGEST + 1) {
                out = Arrays.copyOf(out, (int) Math.min(limit, 2L * out.length));
                if (out.length - to <= KallsymsNames.LONGEST + 1) {
                    return false;
                }
            }
            int start = to;
            int most = to + KallsymsNames.LONGEST;
            for (int last = at + length; at < last; at++) {
                int token = packed[at] & 0xff;
                int from = starts[token];
                int stop = starts[token + 1] - 1;
                if (stop - from > most - to) {
                    return false;
                }
                while (from < stop) {
                    out[to++] = text[from++];
                }
            }
            int letter = to == start ? 0 : out[start] | 0x20;
            if (to - start < 2 || letter < 'a' || letter > 'z') {
                return false;
            }
            out[to++] = 0;
            entries[WORDS * symbol] = start + 1L;
        }
        strings = out;
        end = to;
        return true;
    }

    private void addAddresses(long[] addresses, List<Section> sections) {
        int next = 0;
        long start = 0; // of the section in hand, which may be none
        long length = 0;
        boolean code = false;
        long index = Symbols.ABSOLUTE & 0xffffL;
        for (int first = 0, last; first < addresses.length; first = last) {
            long address = addresses[first];
            last = first + 1;
            while (last < addresses.length && addresses[last] == address) {
                last++;
            }
            while (next < sections.size() && Long.compareUnsigned(sections.get(next).address(), address) <= 0) {
                Section section = sections.get(next++);
                start = section.address();
                length = section.size();
                code = section.isExecutable();
                index = section.index();
            }
            boolean inside = Long.compareUnsigned(address - start, length) < 0;
            long size = inside && code ? start + length - address : 0;
            if (last < addresses.length && Long.compareUnsigned(addresses[last] - address, size) < 0) {
                size = addresses[last] - address;
            }
            for (int i = first + 1; i <= last; i++) {
                int letter = strings[(int) entries[WORDS * i] - 1];
                entries[WORDS * i] |= info(letter, inside && code) << 32
                        | (inside && (letter | 0x20) != 'a' ? index : Symbols.ABSOLUTE & 0xffffL) << 48;
                entries[WORDS * i + 1] = address;
                entries[WORDS * i + 2] = isFunction(letter | 0x20) ? size : 0;
            }
        }
    }

    /// `st_info` for nm's letter: a capital one is global, `w` and `v` are weak.
    private static long info(int letter, boolean code) {
        int lower = letter | 0x20;
        long binding = lower == 'w' || lower == 'v' ? 2 : letter == lower ? 0 : 1;
        return binding << 4 | (code && isFunction(lower) ? Symbols.FUNC : Symbols.OBJECT);
    }

    private static boolean isFunction(int lower) {
        return lower == 't' || lower == 'w' || lower == 'i';
    }

    private Symbols build(Slice file, Arena arena) {
        Slice owner = file.slice("kallsyms", 0, 0);
        MemorySegment table = Copies.allocate(owner, 8L * entries.length, arena);
        MemorySegment.copy(entries, 0, table, U64, 0, entries.length);
        MemorySegment text = Copies.allocate(owner, end, arena);
        MemorySegment.copy(strings, 0, text, ValueLayout.JAVA_BYTE, 0, end);
        return Symbols.of(Slice.of(file.file(), "kallsyms", table), Slice.of(file.file(), "kallsyms_names", text));
    }
}
