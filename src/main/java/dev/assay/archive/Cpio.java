package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;

/// A cpio archive in the "new" format of initial RAM disks and of RPM (Linux
/// Documentation/driver-api/early-userspace/buffer-format.rst; RPM, doc/manual/format_payload.md).
///
/// Several may follow one another, the later ones compressed: so is an initial RAM disk with microcode in front.
final class Cpio {
    private static final int HEADER = 110;
    private static final int MODE = 14;
    private static final int FILE_SIZE = 54;
    private static final int NAME_SIZE = 94;
    private static final int FILE_TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final String TRAILER = "TRAILER!!!";
    private static final int LONGEST_NAME = Input.HEAD;

    private Cpio() {}

    static boolean isHeader(Slice head) {
        return head.size() >= 6 && (isNew(head) || isStripped(head));
    }

    private static boolean isNew(Slice head) {
        return head.u32(0) == 0x3730_3730L && (head.u16(4) == 0x3130 || head.u16(4) == 0x3230);
    }

    /// What RPM writes for files of more than 4 GiB: names and sizes stand in the package's header alone.
    private static boolean isStripped(Slice head) {
        return head.u32(0) == 0x3730_3730L && head.u16(4) == 0x5830;
    }

    static void read(Input in, Limits.Nesting at, Members out) throws IOException {
        while (true) {
            archive(in, at, out);
            if (Padding.onlyZerosLeft(in)) {
                return;
            }
            if (!isHeader(in.peek(6))) {
                // Packed otherwise, and a level deeper, so that this ends.
                out.content(in, at);
                return;
            }
        }
    }

    private static void archive(Input in, Limits.Nesting at, Members out) throws IOException {
        while (true) {
            long start = in.offset();
            Slice header = in.peek(HEADER);
            if (header.size() < HEADER || !isNew(header)) {
                if (header.size() >= 6 && isStripped(header)) {
                    throw in.unsupported("an RPM payload for files of more than 4 GiB (cpio 07070X)");
                }
                throw in.malformed("a cpio header", header.size() < HEADER ? "%d bytes".formatted(header.size())
                        : "0x%x".formatted(header.u32(0)));
            }
            long mode = field(in, header, start, MODE);
            long size = field(in, header, start, FILE_SIZE);
            long nameSize = field(in, header, start, NAME_SIZE);
            in.consume(HEADER);
            if (nameSize < 1 || nameSize > LONGEST_NAME) {
                throw in.malformed(start + NAME_SIZE, "a name of at most %d bytes".formatted(LONGEST_NAME),
                        Long.toString(nameSize));
            }
            String name = in.take(nameSize, "a name").text(0, nameSize - 1);
            in.skip(-(HEADER + nameSize) & 3, "padding");
            if (name.equals(TRAILER)) {
                return;
            }
            if ((mode & FILE_TYPE) == REGULAR && size > 0) {
                out.member(in, name, size, at);
            } else {
                in.skip(size, name);
            }
            in.skip(-size & 3, "padding");
        }
    }

    /// Eight hexadecimal digits.
    private static long field(Input in, Slice header, long start, int offset) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            int digit = Character.digit(header.u8(offset + i), 16);
            if (digit < 0) {
                throw in.malformed(start + offset, "eight hexadecimal digits", "other characters");
            }
            value = (value << 4) | digit;
        }
        return value;
    }
}
