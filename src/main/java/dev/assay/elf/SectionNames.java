package dev.assay.elf;

import dev.assay.bytes.Slice;
import java.util.HashMap;
import java.util.Map;

/// The section name string table (gABI, "ELF Header", `e_shstrndx`) while the section headers are read.
///
/// Names may share their ends, so a bad file could name a thousand long strings with a few bytes each. Each offset is
/// therefore decoded once, and all together may be only a small multiple of the table.
final class SectionNames {
    private static final int MOST_SHARING = 8;

    private final Slice strings;
    private final boolean present;
    private final Map<Long, String> known = new HashMap<>();
    private long decoded;

    private SectionNames(Slice strings, boolean present) {
        this.strings = strings;
        this.present = present;
    }

    /// @param at offset of the string table's header in the section header table; 0 (`SHN_UNDEF`) if there is none
    static SectionNames of(Slice file, Slice headers, long at) {
        boolean present = at != 0 && headers.u32(at + 4) != SectionType.NOBITS.code();
        return new SectionNames(present ? file.slice(".shstrtab", headers.u64(at + 24), headers.u64(at + 32))
                : file.slice(".shstrtab", 0, 0), present);
    }

    /// The name of the section whose header lies at `at`; empty in a file without section names.
    String at(Slice headers, long at) {
        long offset = headers.u32(at);
        if (!present || (offset == 0 && strings.size() == 0)) {
            return "";
        }
        if (offset >= strings.size()) {
            throw headers.malformed(at, "sh_name below 0x%x (the size of .shstrtab)".formatted(strings.size()), offset);
        }
        String name = known.get(offset);
        if (name == null) {
            name = strings.string(offset);
            decoded += name.length();
            if (decoded > MOST_SHARING * strings.size()) {
                throw strings.malformed(offset, "section names of at most 0x%x characters in all"
                        .formatted(MOST_SHARING * strings.size()), "more");
            }
            known.put(offset, name);
        }
        return name;
    }
}
