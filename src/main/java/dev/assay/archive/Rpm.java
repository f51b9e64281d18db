package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;

/// An RPM package: a lead, the signatures, the header, then a compressed cpio archive (RPM,
/// docs/manual/format_v4.md and format_header.md). What it is compressed with is seen from its first bytes.
final class Rpm {
    private static final int LEAD = 96;
    private static final int INTRO = 16;
    private static final int ENTRY = 16;
    /// The magic number of a header, and its version.
    private static final long HEADER_MAGIC = 0x01e8_ad8eL;
    /// RPM's own limits.
    private static final long MOST_ENTRIES = 0xffff;
    private static final long LARGEST_STORE = 256 << 20;

    private Rpm() {}

    static void read(Input in, Limits.Nesting at, Members out) throws IOException {
        in.take(LEAD, "the lead of an RPM package");
        long signatures = header(in, "the signatures of an RPM package");
        in.skip(-signatures & 7, "padding");
        header(in, "the header of an RPM package");
        out.content(in, at);
    }

    /// Steps over one; says how long it was.
    private static long header(Input in, String what) throws IOException {
        long start = in.offset();
        Slice intro = in.take(INTRO, what);
        long entries = Integer.toUnsignedLong(Integer.reverseBytes(intro.s32(8)));
        long store = Integer.toUnsignedLong(Integer.reverseBytes(intro.s32(12)));
        if (intro.u32(0) != HEADER_MAGIC) {
            throw in.malformed(start, what, "0x%x".formatted(intro.u32(0)));
        }
        if (entries > MOST_ENTRIES || store > LARGEST_STORE) {
            throw in.malformed(start + 8, "at most %d entries in %d bytes".formatted(MOST_ENTRIES, LARGEST_STORE),
                    "%d in %d".formatted(entries, store));
        }
        long size = entries * ENTRY + store;
        in.skip(size, what);
        return INTRO + size;
    }
}
