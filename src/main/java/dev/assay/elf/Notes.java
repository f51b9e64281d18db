package dev.assay.elf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import java.util.HexFormat;
import java.util.Optional;

/// Note sections (gABI, "Note Section"): of interest is the build-id, which ties a file to its debug file.
public final class Notes {
    private static final int NT_GNU_BUILD_ID = 3;

    private Notes() {}

    /// The GNU build-id in lower-case hexadecimal; empty where there is none or the notes are damaged.
    public static Optional<String> buildId(Elf elf) {
        for (Section section : elf.sections()) {
            if (section.type().equals(SectionType.NOTE)) {
                try {
                    Optional<String> id = buildId(elf.raw(section));
                    if (id.isPresent()) {
                        return id;
                    }
                } catch (MalformedFileException damaged) {
                    // The id only names the file, and the next note section may still have it.
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<String> buildId(Slice notes) {
        long at = 0;
        while (at + 12 <= notes.size()) {
            long nameSize = notes.u32(at);
            long size = notes.u32(at + 4);
            long type = notes.u32(at + 8);
            long name = at + 12;
            long description = name + align4(nameSize);
            if (type == NT_GNU_BUILD_ID && nameSize == 4 && notes.u32(name) == 0x554e47 && size > 0 && size <= 64) {
                return Optional.of(HexFormat.of().formatHex(notes.copy(description, size)));
            }
            at = description + align4(size);
        }
        return Optional.empty();
    }

    private static long align4(long size) {
        return size + 3 & ~3L;
    }
}
