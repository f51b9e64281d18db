package dev.assay.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.Zstd;
import dev.assay.elf.ElfType;
import dev.assay.elf.SectionType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/// Builds 64-bit little-endian ELF files from values:
///
/// ```java
/// ElfBytes elf = new ElfBuilder(ElfType.REL, Elf.X86_64)
///         .section(".text", SectionType.PROGBITS, ElfBuilder.ALLOC | ElfBuilder.EXECUTE, new byte[16])
///         .symbol("f", Symbols.FUNC, ".text", 0, 16)
///         .symbol("panic", Symbols.NOTYPE, ElfBuilder.UNDEFINED, 0, 0)
///         .relocation(".text", 1, 4, "panic", -4)
///         .build();
/// Elf.read(elf.slice());
/// ```
///
/// Sections come in the order given, then relocation tables, `.symtab`, `.strtab`, `.shstrtab`, and the section
/// headers at the end. To build a bad file, build a good one and change it with [ElfBytes#put].
public final class ElfBuilder {
    public static final long WRITE = 0x1;
    public static final long ALLOC = 0x2;
    public static final long EXECUTE = 0x4;
    public static final long TLS = 0x400;
    public static final long COMPRESSED = 0x800;
    /// Where a symbol is that is in no section.
    public static final String UNDEFINED = "*UND*";
    public static final String ABSOLUTE = "*ABS*";
    public static final String COMMON = "*COM*";
    public static final int ZLIB = 1;
    public static final int ZSTD = 2;

    private static final int HEADER_SIZE = 64;

    private record Part(String name, SectionType type, long flags, long address, long alignment, long size,
            ByteBuffer bytes, int link, int info, long entrySize) {}

    private record Symbol(String name, int type, int binding, String section, long value, long size) {}

    private record Relocation(long offset, int type, String symbol, long addend) {}

    private final ElfType type;
    private final int machine;
    private final List<Part> parts = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private final Map<String, List<Relocation>> relocations = new LinkedHashMap<>();
    private boolean extendedCounts;

    public ElfBuilder(ElfType type, int machine) {
        this.type = type;
        this.machine = machine;
        parts.add(new Part("", SectionType.NULL, 0, 0, 0, 0, ByteBuffer.allocate(0), 0, 0, 0));
    }

    public ElfBuilder section(String name, SectionType sectionType, long flags, byte[] bytes) {
        return section(name, sectionType, flags, 0, 1, bytes);
    }

    public ElfBuilder section(String name, SectionType sectionType, long flags, long address, long alignment,
            byte[] bytes) {
        parts.add(new Part(name, sectionType, flags, address, alignment, bytes.length,
                ByteBuffer.wrap(bytes), 0, 0, 0));
        return this;
    }

    /// A section without bytes in the file.
    public ElfBuilder nobits(String name, long flags, long address, long size) {
        parts.add(new Part(name, SectionType.NOBITS, flags, address, 1, size, ByteBuffer.allocate(0), 0, 0, 0));
        return this;
    }

    /// A section with `SHF_COMPRESSED`.
    ///
    /// @param compression [#ZLIB] or [#ZSTD]
    public ElfBuilder compressed(String name, int compression, byte[] bytes) {
        byte[] packed = compression == ZSTD ? Zstd.compress(bytes) : deflate(bytes);
        byte[] out = new byte[24 + packed.length];
        buffer(out).putInt(compression).putInt(0).putLong(bytes.length).putLong(1).put(packed);
        return section(name, SectionType.PROGBITS, COMPRESSED, out);
    }

    /// A global symbol.
    ///
    /// @param section a section's name, or [#UNDEFINED], [#ABSOLUTE], [#COMMON]
    public ElfBuilder symbol(String name, int symbolType, String section, long value, long size) {
        return symbol(name, symbolType, 1, section, value, size);
    }

    public ElfBuilder symbol(String name, int symbolType, int binding, String section, long value, long size) {
        symbols.add(new Symbol(name, symbolType, binding, section, value, size));
        return this;
    }

    /// A relocation of `section`, which need not exist.
    ///
    /// @param relocationType `R_*` of the machine
    /// @param symbol         name of a symbol, empty for none
    public ElfBuilder relocation(String section, long offset, int relocationType, String symbol, long addend) {
        relocations.computeIfAbsent(section, key -> new ArrayList<>())
                .add(new Relocation(offset, relocationType, symbol, addend));
        return this;
    }

    /// Writes the number of sections and the index of `.shstrtab` into section header 0, as a file with more than
    /// 65,279 sections does, and the section indexes of symbols into `.symtab_shndx`.
    public ElfBuilder extendedCounts() {
        extendedCounts = true;
        return this;
    }

    public ElfBytes build() {
        List<Part> all = new ArrayList<>(parts);
        int symbolTable = all.size() + relocations.size();
        relocations.forEach((section, list) -> all.add(new Part(".rela" + section, SectionType.RELA, 0x40, 0, 8,
                list.size() * 24L, relocationTable(list), symbolTable, Math.max(0, index(section)), 24)));
        Strings strings = new Strings();
        ByteBuffer table = symbolTable(strings);
        all.add(new Part(".symtab", SectionType.SYMTAB, 0, 0, 8, table.capacity(), table, symbolTable + 1, 1, 24));
        all.add(new Part(".strtab", SectionType.STRTAB, 0, 0, 1, strings.size(), strings.bytes(), 0, 0, 0));
        if (extendedCounts) {
            ByteBuffer indexes = sectionIndexes();
            all.add(new Part(".symtab_shndx", SectionType.SYMTAB_SHNDX, 0, 0, 4, indexes.capacity(), indexes,
                    symbolTable, 0, 4));
        }
        Strings names = new Strings();
        all.forEach(part -> names.offset(part.name()));
        names.offset(".shstrtab");
        all.add(new Part(".shstrtab", SectionType.STRTAB, 0, 0, 1, names.size(), names.bytes(), 0, 0, 0));
        return write(all, names);
    }

    private ElfBytes write(List<Part> all, Strings names) {
        long offset = HEADER_SIZE;
        List<Long> offsets = new ArrayList<>();
        for (Part part : all) {
            offset = (offset + 7) & ~7L;
            offsets.add(offset);
            offset += part.bytes().capacity();
        }
        long headers = (offset + 7) & ~7L;
        byte[] file = new byte[Math.toIntExact(headers + 64L * all.size())];
        ByteBuffer out = buffer(file);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        out.putShort((short) type.code()).putShort((short) machine).putInt(1).position(40);
        out.putLong(headers).putInt(0).putShort((short) HEADER_SIZE).putShort((short) 0).putShort((short) 0);
        out.putShort((short) 64).putShort((short) (extendedCounts ? 0 : all.size()));
        out.putShort((short) (extendedCounts ? 0xffff : all.size() - 1));
        Map<String, Integer> indexes = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            Part part = all.get(i);
            indexes.putIfAbsent(part.name(), i);
            out.put(Math.toIntExact(offsets.get(i)), part.bytes(), 0, part.bytes().capacity());
            boolean counts = extendedCounts && i == 0;
            out.position(Math.toIntExact(headers + 64L * i));
            out.putInt(names.offset(part.name())).putInt(part.type().code()).putLong(part.flags());
            out.putLong(part.address()).putLong(i == 0 ? 0 : offsets.get(i)).putLong(counts ? all.size() : part.size());
            out.putInt(counts ? all.size() - 1 : part.link()).putInt(part.info());
            out.putLong(part.alignment()).putLong(part.entrySize());
        }
        return new ElfBytes(file, headers, indexes);
    }

    private ByteBuffer relocationTable(List<Relocation> list) {
        ByteBuffer out = buffer(24 * list.size());
        for (Relocation relocation : list) {
            int symbol = 0;
            for (int i = 0; i < symbols.size() && !relocation.symbol().isEmpty(); i++) {
                symbol = symbols.get(i).name().equals(relocation.symbol()) ? i + 1 : symbol;
            }
            out.putLong(relocation.offset()).putInt(relocation.type()).putInt(symbol).putLong(relocation.addend());
        }
        return out;
    }

    private ByteBuffer symbolTable(Strings strings) {
        ByteBuffer out = buffer(24 * (symbols.size() + 1));
        out.position(24);
        for (Symbol symbol : symbols) {
            int section = sectionIndex(symbol);
            out.putInt(strings.offset(symbol.name())).put((byte) (symbol.binding() << 4 | symbol.type())).put((byte) 0);
            out.putShort((short) (extendedCounts && section < 0xff00 ? 0xffff : section));
            out.putLong(symbol.value()).putLong(symbol.size());
        }
        return out;
    }

    private ByteBuffer sectionIndexes() {
        ByteBuffer out = buffer(4 * (symbols.size() + 1)).putInt(0);
        symbols.forEach(symbol -> out.putInt(sectionIndex(symbol)));
        return out;
    }

    private int sectionIndex(Symbol symbol) {
        return switch (symbol.section()) {
            case UNDEFINED -> 0;
            case ABSOLUTE -> 0xfff1;
            case COMMON -> 0xfff2;
            default -> index(symbol.section());
        };
    }

    private int index(String section) {
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i).name().equals(section)) {
                return i;
            }
        }
        return -1;
    }

    private static byte[] deflate(byte[] bytes) {
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(bytes);
            deflater.finish();
            byte[] out = new byte[bytes.length + 64];
            return Arrays.copyOf(out, deflater.deflate(out));
        }
    }

    private static ByteBuffer buffer(int size) {
        return buffer(new byte[size]);
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// A string table under construction (gABI, "String Table").
    private static final class Strings {
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private final Map<String, Integer> offsets = new HashMap<>();

        Strings() {
            offset("");
        }

        int offset(String text) {
            Integer known = offsets.get(text);
            if (known != null) {
                return known;
            }
            int offset = out.size();
            out.writeBytes(text.getBytes(UTF_8));
            out.write(0);
            offsets.put(text, offset);
            return offset;
        }

        int size() {
            return out.size();
        }

        ByteBuffer bytes() {
            return ByteBuffer.wrap(out.toByteArray());
        }
    }
}
