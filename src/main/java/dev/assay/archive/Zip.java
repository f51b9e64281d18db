package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;

/// A zip archive, read from front to back by the headers of its members (PKWARE APPNOTE 6.3.10, section 4.3). The
/// directory at its end, which other programs go by, is not looked at.
final class Zip {
    private static final long MEMBER = 0x0403_4b50L;
    private static final long DIRECTORY = 0x0201_4b50L;
    private static final long END = 0x0605_4b50L;
    private static final long EXTRA_RECORD = 0x0806_4b50L;
    private static final long DESCRIPTOR = 0x0807_4b50L;
    private static final int HEADER = 30;
    private static final int ENCRYPTED = 1;
    private static final int SIZES_FOLLOW = 8;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int ZIP64 = 1;
    private static final long IN_ZIP64 = 0xffff_ffffL;
    private static final int LONGEST_NAME = Input.HEAD;

    private final Input in;
    private final Limits.Nesting at;
    private final Members out;

    private Zip(Input in, Limits.Nesting at, Members out) {
        this.in = in;
        this.at = at;
        this.out = out;
    }

    static void read(Input in, Limits.Nesting at, Members out) throws IOException {
        new Zip(in, at, out).members();
        in.drain();
    }

    private void members() throws IOException {
        while (true) {
            Slice magic = in.peek(4);
            long kind = magic.size() < 4 ? -1 : magic.u32(0);
            if (kind == DIRECTORY || kind == END || kind == EXTRA_RECORD) {
                return;
            }
            if (kind != MEMBER) {
                throw in.malformed("a member or the directory of a zip archive",
                        kind < 0 ? "the end of " + in.part() : "0x%x".formatted(kind));
            }
            member();
        }
    }

    private void member() throws IOException {
        Slice header = in.take(HEADER, "the header of a zip member");
        int flags = header.u16(6);
        int method = header.u16(8);
        long sum = header.u32(14);
        long packed = header.u32(18);
        long size = header.u32(22);
        int nameSize = header.u16(26);
        int extraSize = header.u16(28);
        if (nameSize > LONGEST_NAME) {
            throw in.malformed("a name of at most %d bytes".formatted(LONGEST_NAME), Integer.toString(nameSize));
        }
        String path = in.take(nameSize, "a name").text(0, nameSize);
        boolean long64 = false;
        for (int left = extraSize; left >= 4;) {
            Slice field = in.take(4, "a field of a zip header");
            int type = field.u16(0);
            int length = field.u16(2);
            left -= 4;
            if (length > left) {
                throw in.malformed("a field of at most %d bytes".formatted(left), Integer.toString(length));
            }
            if (type == ZIP64 && length >= 16 && size == IN_ZIP64) {
                Slice sizes = in.take(16, "sizes");
                packed = packed == IN_ZIP64 ? sizes.u64(8) : packed;
                long64 = true;
                in.skip(length - 16L, "a field of a zip header");
            } else {
                in.skip(length, "a field of a zip header");
            }
            left -= length;
            extraSize = left;
        }
        in.skip(extraSize, "a field of a zip header");
        content(path, flags, method, sum, packed, long64);
    }

    private void content(String path, int flags, int method, long sum, long packed, boolean long64)
            throws IOException {
        boolean sizesFollow = (flags & SIZES_FOLLOW) != 0;
        String name = Members.name(in.file(), path);
        boolean readable = (flags & ENCRYPTED) == 0 && (method == DEFLATED || (method == STORED && !sizesFollow));
        if (!readable) {
            RuntimeException why = in.unsupported((flags & ENCRYPTED) != 0 ? "an encrypted member of a zip archive"
                    : method == STORED ? "a member of a zip archive that is stored without its size"
                    : "method %d of a zip archive; stored (0) and deflated (8) are read".formatted(method));
            if (sizesFollow && packed == 0) {
                throw why; // where the next member begins is not known
            }
            out.refused(name, why);
            in.skip(packed, path);
        } else if (path.endsWith("/")) {
            in.skip(method == STORED ? packed : 0, path);
            if (method == DEFLATED) {
                inflate(name, sum, sizesFollow, long64, false);
            }
        } else if (method == STORED) {
            out.member(in, path, packed, at);
        } else {
            inflate(name, sum, sizesFollow, long64, true);
        }
    }

    private void inflate(String name, long sum, boolean sizesFollow, boolean long64, boolean isFile)
            throws IOException {
        Inflate inflate = new Inflate(in);
        try (Input member = Input.of(name, "unpacked", in.worker(), Unpacking.watch(inflate, in, out.budget()))) {
            if (isFile) {
                out.stream(member, at);
            }
            member.drain();
            long expected = sizesFollow ? descriptor(inflate.size(), long64) : sum;
            if (expected != inflate.checksum()) {
                throw in.malformed("a member with checksum 0x%x".formatted(expected),
                        "0x%x".formatted(inflate.checksum()));
            }
        }
    }

    /// The checksum behind a member, in one of four forms: with a magic number or without, with long sizes or short.
    private long descriptor(long size, boolean long64) throws IOException {
        Slice next = in.peek(24);
        int magic = next.size() >= 4 && next.u32(0) == DESCRIPTOR ? 4 : 0;
        boolean isLong = next.size() >= magic + 20 && next.u64(magic + 12) == size && (long64 || size > IN_ZIP64);
        int length = magic + (isLong ? 20 : 12);
        return in.take(length, "the checksum of a zip member").u32(magic);
    }
}
