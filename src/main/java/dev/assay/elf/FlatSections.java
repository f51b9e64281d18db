package dev.assay.elf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the section table that a flat kernel image lacks from the symbols of its linker script (Linux
/// `arch/*/kernel/vmlinux.lds.S`, `include/asm-generic/vmlinux.lds.h`).
///
/// Code, constants, and what is only there while booting become sections of the names that they have in vmlinux. What no
/// symbol tells about is data.
final class FlatSections {
    private static final long READ = Section.SHF_ALLOC;
    private static final long WRITE = Section.SHF_ALLOC | Section.SHF_WRITE;
    private static final long CODE = Section.SHF_ALLOC | Section.SHF_EXECINSTR;
    private static final long PAGE = 0x1000;

    private final Map<String, Long> marks;
    private final long base;
    private final long fileSize;
    private final List<Section> sections = new ArrayList<>();
    private long next;

    private FlatSections(Map<String, Long> marks, long base, long fileSize) {
        this.marks = marks;
        this.base = base;
        this.fileSize = fileSize;
        sections.add(new Section(0, "", SectionType.NULL, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    private record Part(String name, SectionType type, long flags, long start, long end) {}

    /// Sections that cover the image without overlapping.
    ///
    /// @param marks      offsets in the image of symbols by name
    /// @param firstInit  offset of the first function behind `_etext`
    /// @param fileSize   of the image, in bytes
    /// @param memorySize of the kernel, in bytes
    static List<Section> of(Map<String, Long> marks, long firstInit, long base, long fileSize, long memorySize,
            FlatRelocations relocations) {
        FlatSections sections = new FlatSections(marks, base, fileSize);
        List<Part> parts = new ArrayList<>();
        long text = sections.mark("_stext", sections.mark("_text", 0));
        parts.add(new Part(".head.text", SectionType.PROGBITS, CODE, 0, text));
        parts.add(new Part(".text", SectionType.PROGBITS, CODE, text, sections.mark("_etext", text)));
        // Without CONFIG_KALLSYMS_ALL a start that equals the end of .text is left out.
        long init = sections.mark("__inittext_begin", sections.mark("_sinittext", firstInit & -PAGE));
        parts.add(new Part(".init.text", SectionType.PROGBITS, CODE, init, sections.mark("_einittext", init)));
        sections.add(parts, ".exit.text", SectionType.PROGBITS, CODE, "__exittext_begin", "__exittext_end");
        sections.add(parts, ".rodata.text", SectionType.PROGBITS, CODE, "__entry_tramp_text_start",
                "__entry_tramp_text_end");
        sections.add(parts, ".rodata.text", SectionType.PROGBITS, CODE, "__idmap_text_start", "__idmap_text_end");
        long constants = sections.mark("__start_rodata", fileSize);
        long notes = sections.mark("__start_notes", constants);
        long notesEnd = sections.mark("__stop_notes", notes);
        // Init code writes to a part of .rodata, so it is marked as vmlinux marks it.
        parts.add(new Part(".rodata", SectionType.PROGBITS, WRITE, constants, notes));
        parts.add(new Part(".notes", SectionType.NOTE, READ, notes, notesEnd));
        parts.add(new Part(".rodata", SectionType.PROGBITS, WRITE, notesEnd,
                sections.mark("__end_rodata", notesEnd)));
        parts.add(new Part(".rela.dyn", SectionType.RELA, READ, relocations.start(),
                relocations.start() + relocations.count() * FlatRelocations.ENTRY_SIZE));
        parts.sort((a, b) -> Long.compare(a.start(), b.start()));
        for (Part part : parts) {
            // A start that lies in another section is of a kernel with another linker script: leave its end alone.
            if (part.start() >= sections.next && part.end() > part.start() && part.end() <= fileSize) {
                sections.fill(part.start());
                sections.section(part.name(), part.type(), part.flags(), part.end());
            }
        }
        sections.fill(fileSize);
        if (memorySize > fileSize) {
            sections.section(".bss", SectionType.NOBITS, WRITE, memorySize);
        }
        return sections.sections;
    }

    private void add(List<Part> parts, String name, SectionType type, long flags, String start, String end) {
        if (marks.containsKey(start) && marks.containsKey(end)) {
            parts.add(new Part(name, type, flags, mark(start, 0), mark(end, 0)));
        }
    }

    private long mark(String name, long otherwise) {
        Long offset = marks.get(name);
        return offset == null || offset < 0 || offset > fileSize ? otherwise : offset;
    }

    /// Data up to `end`, divided where the kernel frees what only booting needs.
    private void fill(long end) {
        long init = mark("__init_begin", end);
        long initEnd = mark("__init_end", init);
        if (next < init && init < end) {
            section(".data", SectionType.PROGBITS, WRITE, init);
        }
        if (next >= init && next < initEnd) {
            section(".init.data", SectionType.PROGBITS, WRITE, Math.min(end, initEnd));
        }
        section(".data", SectionType.PROGBITS, WRITE, end);
    }

    private void section(String name, SectionType type, long flags, long end) {
        if (end > next) {
            int index = sections.size();
            long entry = type.equals(SectionType.RELA) ? FlatRelocations.ENTRY_SIZE : 0;
            int alignment = type.equals(SectionType.NOTE) ? 4 : 8;
            sections.add(new Section(index, name, type, flags, base + next, Math.min(next, fileSize), end - next, 0, 0,
                    alignment, entry));
            next = end;
        }
    }
}
