package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The header and the section headers of a 64-bit little-endian ELF file (gABI, "ELF Header", "Sections").
///
/// No contents are read yet. Section names are checked; two sections may share one. The sections' sizes together are
/// at most twice the file's, so whoever copies every section once stays within a small multiple of the file.
///
/// Immutable; as thread-safe as the bytes under it.
public final class Elf {
    /// `EM_X86_64`.
    public static final int X86_64 = 62;
    /// `EM_AARCH64`.
    public static final int AARCH64 = 183;
    /// `EM_RISCV`.
    public static final int RISCV = 243;
    /// `EM_LOONGARCH`; the 64-bit class is LA64.
    public static final int LOONGARCH = 258;

    private static final int HEADER_SIZE = 64;
    private static final int SECTION_HEADER_SIZE = 64;
    private static final int SHN_XINDEX = 0xffff;

    private final Slice file;
    private final ElfType type;
    private final int machine;
    private final List<Section> sections;
    private final Map<String, Section> byName = new HashMap<>();
    private final Map<Integer, List<Section>> relocations = new HashMap<>();

    private Elf(Slice file, ElfType type, int machine, List<Section> sections) {
        this.file = file;
        this.type = type;
        this.machine = machine;
        this.sections = List.copyOf(sections);
        for (Section section : sections) {
            byName.putIfAbsent(section.name(), section);
            if (section.type().equals(SectionType.RELA) || section.type().equals(SectionType.REL)
                    || section.type().equals(SectionType.CREL)) {
                relocations.computeIfAbsent(section.info(), target -> new ArrayList<>()).add(section);
            }
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
        if (count == 0) {
            throw file.malformed(60, "section headers at e_shoff", "e_shnum 0 and sh_size 0 in the first of them");
        }
        Slice table = file.slice("section headers", tableOffset, count * SECTION_HEADER_SIZE);
        if (namesIndex >= count) {
            throw file.malformed(62, "e_shstrndx below " + count, Long.toString(namesIndex));
        }
        SectionNames names = SectionNames.of(file, table, namesIndex * SECTION_HEADER_SIZE);
        List<Section> sections = new ArrayList<>((int) count);
        long bytes = 0;
        for (int index = 0; index < count; index++) {
            Section section = header(file, table, names, index);
            bytes += section.hasBytes() ? section.size() : 0;
            // Sections that lie over each other could make a small file fill any memory.
            if (bytes > 2 * file.size()) {
                throw table.malformed((long) index * SECTION_HEADER_SIZE + 32,
                        "sections of at most 0x%x bytes in all (twice the file)".formatted(2 * file.size()), bytes);
            }
            sections.add(section);
        }
        return new Elf(file, type, machine, sections);
    }

    /// A linked file that has no headers of its own.
    ///
    /// @param sections at their index, the empty one first
    static Elf of(Slice file, int machine, List<Section> sections) {
        return new Elf(file, ElfType.EXEC, machine, sections);
    }

    private static Section header(Slice file, Slice table, SectionNames names, int index) {
        long at = (long) index * SECTION_HEADER_SIZE;
        String name = names.at(table, at);
        SectionType type = new SectionType((int) table.u32(at + 4));
        Section section = new Section(index, name, type, table.u64(at + 8), table.u64(at + 16), table.u64(at + 24),
                table.u64(at + 32), (int) table.u32(at + 40), (int) table.u32(at + 44), table.u64(at + 48),
                table.u64(at + 56));
        if (section.hasBytes() && !file.contains(section.offset(), section.size())) {
            throw table.malformed(at + 24, "section %s inside the file".formatted(name),
                    "offset 0x%x and size 0x%x in a file of 0x%x bytes".formatted(section.offset(), section.size(),
                            file.size()));
        }
        if (section.size() < 0) {
            throw table.malformed(at + 32, "a section size below 2^63", section.size());
        }
        return section;
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

    /// `e_machine`, such as [#X86_64] and [#AARCH64].
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
        return section.hasBytes() ? file.slice(section.name(), section.offset(), section.size())
                : file.slice(section.name(), 0, 0);
    }

    /// The sections with relocations that name `target` in `sh_info`.
    List<Section> relocationsOf(Section target) {
        return relocations.getOrDefault(target.index(), List.of());
    }

    /// What a section index names, for messages.
    String describe(int index) {
        return section(index).map(section -> "%s of %s".formatted(section.name(), section.type()))
                .orElse("section index " + Integer.toUnsignedString(index));
    }
}
