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
                    Optional<String> id = buildId(elf.raw(section), section.alignment() == 8 ? 8 : 4);
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

    private static Optional<String> buildId(Slice notes, int alignment) {
        long at = 0;
        while (at + 12 <= notes.size()) {
            long nameSize = notes.u32(at);
            long size = notes.u32(at + 4);
            long type = notes.u32(at + 8);
            long name = at + 12;
            long description = align(name + nameSize, alignment);
            if (type == NT_GNU_BUILD_ID && nameSize == 4 && notes.u32(name) == 0x554e47 && size > 0 && size <= 64) {
                return Optional.of(HexFormat.of().formatHex(notes.copy(description, size)));
            }
            at = align(description + size, alignment);
        }
        return Optional.empty();
    }

    /// Notes are padded to 4 bytes, in sections aligned to 8 bytes (as gABI wants them in 64-bit files) to 8.
    private static long align(long offset, int alignment) {
        return offset + alignment - 1 & -alignment;
    }
}
