package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The header and the section headers of a 64-bit little-endian ELF file (gABI, "ELF Header", "Sections").
///
/// No contents are read yet. Section names are checked; two sections may share one.
public final class Elf {
    private static final int HEADER_SIZE = 64;
    private static final int SECTION_HEADER_SIZE = 64;
    private static final int SHN_LORESERVE = 0xff00;
    private static final int SHN_XINDEX = 0xffff;

    private final Slice file;
    private final ElfType type;
    private final int machine;
    private final List<Section> sections;
    private final Map<String, Section> byName = new HashMap<>();

    private Elf(Slice file, ElfType type, int machine, List<Section> sections) {
        this.file = file;
        this.type = type;
        this.machine = machine;
        this.sections = List.copyOf(sections);
        for (Section section : sections) {
            byName.putIfAbsent(section.name(), section);
        }
    }

    /// Whether the file begins with the ELF magic.
    public static boolean isElf(Slice file) {
        return file.size() >= 4 && file.u32(0) == 0x464c457fL;
    }

    /// Reads the header and all section headers.
    public static Elf read(Slice file) {
        if (file.size() == 0) {
            throw file.malformed(0, "an ELF file", "an empty file");
        }
        if (!isElf(file)) {
            throw file.malformed(0, "ELF magic 7f 45 4c 46", firstBytes(file));
        }
        file.require(0, HEADER_SIZE, "the ELF header");
        if (file.u8(4) != 2) {
            throw file.unsupported(4, "ELF class %d; only 64-bit ELF (class 2) is read".formatted(file.u8(4)));
        }
        if (file.u8(5) != 1) {
            throw file.unsupported(5, "ELF data encoding %d; only little-endian (1) is read".formatted(file.u8(5)));
        }
        ElfType type = new ElfType(file.u16(16));
        int machine = file.u16(18);
        long tableOffset = file.u64(40);
        if (tableOffset == 0) {
            return new Elf(file, type, machine, List.of());
        }
        if (file.u16(58) != SECTION_HEADER_SIZE) {
            throw file.malformed(58, "e_shentsize 64", Integer.toString(file.u16(58)));
        }
        long count = file.u16(60);
        long namesIndex = file.u16(62);
        // Counts that do not fit 16 bits are in section header 0 (gABI, "ELF Header", e_shnum and e_shstrndx).
        if (count == 0 || namesIndex == SHN_XINDEX) {
            Slice first = file.slice("section headers", tableOffset, SECTION_HEADER_SIZE);
            count = count == 0 ? first.u64(32) : count;
            namesIndex = namesIndex == SHN_XINDEX ? first.u32(40) : namesIndex;
        }
        if (count < 0 || count > file.size() / SECTION_HEADER_SIZE) {
            throw file.malformed(60, "at most %d section headers".formatted(file.size() / SECTION_HEADER_SIZE), count);
        }
        Slice table = file.slice("section headers", tableOffset, count * SECTION_HEADER_SIZE);
        if (namesIndex >= count) {
            throw file.malformed(62, "e_shstrndx below " + count, Long.toString(namesIndex));
        }
        Slice names = contents(file, ".shstrtab", table, namesIndex * SECTION_HEADER_SIZE);
        List<Section> sections = new ArrayList<>((int) count);
        for (int index = 0; index < count; index++) {
            sections.add(header(file, table, names, index));
        }
        return new Elf(file, type, machine, sections);
    }

    private static Section header(Slice file, Slice table, Slice names, int index) {
        long at = (long) index * SECTION_HEADER_SIZE;
        long nameOffset = table.u32(at);
        if (nameOffset >= names.size() && !(nameOffset == 0 && names.size() == 0)) {
            throw table.malformed(at, "sh_name below %d (the size of .shstrtab)".formatted(names.size()), nameOffset);
        }
        String name = names.size() == 0 ? "" : names.string(nameOffset);
        SectionType type = new SectionType((int) table.u32(at + 4));
        Section section = new Section(index, name, type, table.u64(at + 8), table.u64(at + 16), table.u64(at + 24),
                table.u64(at + 32), (int) table.u32(at + 40), (int) table.u32(at + 44), table.u64(at + 48),
                table.u64(at + 56));
        boolean inFile = !type.equals(SectionType.NOBITS) && !type.equals(SectionType.NULL);
        if (inFile && !file.contains(section.offset(), section.size())) {
            throw table.malformed(at + 24, "section %s inside the file".formatted(name),
                    "offset 0x%x and size 0x%x in a file of 0x%x bytes".formatted(section.offset(), section.size(),
                            file.size()));
        }
        if (section.size() < 0) {
            throw table.malformed(at + 32, "a section size below 2^63", section.size());
        }
        return section;
    }

    private static Slice contents(Slice file, String name, Slice table, long at) {
        return file.slice(name, table.u64(at + 24), table.u64(at + 32));
    }

    private static String firstBytes(Slice file) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < Math.min(4, file.size()); i++) {
            bytes.append(i == 0 ? "" : " ").append("%02x".formatted(file.u8(i)));
        }
        return bytes.toString();
    }

    public Slice file() {
        return file;
    }

    public ElfType type() {
        return type;
    }

    public boolean isRelocatable() {
        return type.equals(ElfType.REL);
    }

    /// `e_machine`: 62 is x86-64, 183 is AArch64.
    public int machine() {
        return machine;
    }

    public List<Section> sections() {
        return sections;
    }

    /// The first section of that name.
    public Optional<Section> section(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// The section with that index, as a symbol's `st_shndx` names it; empty for reserved indexes.
    public Optional<Section> section(int index) {
        return index > 0 && index < sections.size() ? Optional.of(sections.get(index)) : Optional.empty();
    }

    /// A section's bytes as they are in the file: not decompressed, not relocated; empty for `SHT_NOBITS`.
    public Slice raw(Section section) {
        boolean inFile = !section.type().equals(SectionType.NOBITS) && !section.type().equals(SectionType.NULL);
        return file.slice(section.name(), inFile ? section.offset() : 0, inFile ? section.size() : 0);
    }

    static boolean isReserved(int sectionIndex) {
        return sectionIndex >= SHN_LORESERVE;
    }
}
