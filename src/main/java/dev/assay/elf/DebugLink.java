package dev.assay.elf;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import java.util.Optional;
import java.util.zip.CRC32;

/// What `.gnu_debuglink` says (GDB manual, "Debugging Information in Separate Files"): which file has the debug
/// information that was stripped from this one.
///
/// @param file its name, without folders
/// @param crc  CRC-32 of all its bytes
public record DebugLink(String file, long crc) {
    private static final int LONGEST_NAME = 255;
    private static final long CHUNK = 1 << 26;

    /// The link of a file; empty where there is none or it is damaged: it only says where else to look.
    public static Optional<DebugLink> of(Elf elf) {
        return elf.section(".gnu_debuglink").filter(section -> section.hasBytes() && !section.isCompressed())
                .map(elf::raw).flatMap(DebugLink::read);
    }

    private static Optional<DebugLink> read(Slice bytes) {
        try {
            long end = bytes.endOfString(0);
            if (end > LONGEST_NAME) {
                return Optional.empty();
            }
            String file = bytes.string(0);
            // A name with folders could lead anywhere.
            boolean plain = !file.isEmpty() && !file.equals(".") && !file.equals("..") && file.indexOf('/') < 0
                    && file.indexOf('\\') < 0;
            return plain ? Optional.of(new DebugLink(file, bytes.u32(end + 4 & -4))) : Optional.empty();
        } catch (MalformedFileException damaged) {
            return Optional.empty();
        }
    }

    /// The CRC-32 of a whole file, as a link gives it. Reads all of it.
    public static long checksum(Slice file) {
        CRC32 crc = new CRC32();
        for (long at = 0; at < file.size(); at += CHUNK) {
            crc.update(file.segment().asSlice(at, Math.min(CHUNK, file.size() - at)).asByteBuffer());
        }
        return crc.getValue();
    }
}
