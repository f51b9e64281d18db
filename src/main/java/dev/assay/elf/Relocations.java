package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.util.ArrayList;
import java.util.List;

/// A table of relocations with addends (`SHT_RELA`; gABI, "Relocation"), read in place.
public final class Relocations {
    private static final int ENTRY_SIZE = 24;

    private final Slice table;

    private Relocations(Slice table) {
        this.table = table;
    }

    /// Every table of a relocatable file that applies to `target`; usually none or one.
    public static List<Relocations> of(Elf elf, Section target) {
        List<Relocations> tables = new ArrayList<>();
        for (Section section : elf.relocationsOf(target)) {
            Slice table = elf.raw(section);
            if (table.size() == 0) {
                continue;
            }
            if (!section.type().equals(SectionType.RELA)) {
                throw table.unsupported(0, section.type() + "; the machines read use SHT_RELA");
            }
            // Symbol indexes mean nothing in another table.
            if (elf.section(section.link()).filter(linked -> linked.type().equals(SectionType.SYMTAB)).isEmpty()) {
                throw table.malformed(0, "sh_link of %s to name a symbol table".formatted(section.name()),
                        elf.describe(section.link()));
            }
            tables.add(of(table));
        }
        return tables;
    }

    static Relocations of(Slice table) {
        if (table.size() % ENTRY_SIZE != 0) {
            throw table.malformed(table.size() - table.size() % ENTRY_SIZE, "relocations of 24 bytes",
                    table.size() % ENTRY_SIZE + " bytes left over");
        }
        return new Relocations(table);
    }

    public long count() {
        return table.size() / ENTRY_SIZE;
    }

    /// Where it applies: from the start of the section in a relocatable file, an address in a linked one.
    public long offset(long index) {
        return table.u64(index * ENTRY_SIZE);
    }

    /// `R_*` of the machine.
    public int type(long index) {
        return (int) table.u32(index * ENTRY_SIZE + 8);
    }

    /// Index in the symbol table; 0 for none.
    public int symbol(long index) {
        return (int) table.u32(index * ENTRY_SIZE + 12);
    }

    public long addend(long index) {
        return table.u64(index * ENTRY_SIZE + 16);
    }

    /// An error that points at a relocation.
    RuntimeException malformed(long index, String expected, String found) {
        return table.malformed(index * ENTRY_SIZE, expected, found);
    }
}
