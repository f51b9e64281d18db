package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// A gzip file (RFC 1952): one member or several in a row, then perhaps zeros up to the end of a block.
final class Gzip implements Source {
    private static final int HAS_HEADER_SUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;

    private final Input in;
    private @Nullable Inflate member;
    private boolean first = true;

    Gzip(Input in) {
        this.in = in;
    }

    @Override
    public long read(MemorySegment target) throws IOException {
        while (true) {
            if (member == null) {
                if (!first && Padding.endsHere(in, "gzip member")) {
                    return -1;
                }
                first = false;
                header();
                member = new Inflate(in);
            }
            long read = member.read(target);
            if (read > 0) {
                return read;
            }
            trailer(member);
            member.close();
            member = null;
        }
    }

    private void header() throws IOException {
        Slice fixed = in.take(10, "a gzip header");
        long magic = fixed.u32(0);
        int flags = (int) (magic >>> 24);
        if ((magic & 0xff_ffff) != 0x08_8b1f || flags > 31) {
            throw in.malformed(in.offset() - 10, "a gzip member", "0x%x".formatted(magic));
        }
        if ((flags & HAS_EXTRA) != 0) {
            in.skip(in.take(2, "the size of a gzip field").u16(0), "a gzip field");
        }
        if ((flags & HAS_NAME) != 0) {
            skipText();
        }
        if ((flags & HAS_COMMENT) != 0) {
            skipText();
        }
        if ((flags & HAS_HEADER_SUM) != 0) {
            in.skip(2, "the checksum of a gzip header");
        }
    }

    private void skipText() throws IOException {
        while (in.take(1, "a text that ends").u8(0) != 0) {
            // Goes on to the zero.
        }
    }

    private void trailer(Inflate ended) throws IOException {
        long at = in.offset();
        Slice trailer = in.take(8, "the checksum of a gzip member");
        if (trailer.u32(0) != ended.checksum()) {
            throw in.malformed(at, "checksum 0x%x of what was unpacked".formatted(ended.checksum()),
                    "0x%x".formatted(trailer.u32(0)));
        }
        if (trailer.u32(4) != (ended.size() & 0xffff_ffffL)) {
            throw in.malformed(at + 4, "size %d of what was unpacked".formatted(ended.size() & 0xffff_ffffL),
                    Long.toString(trailer.u32(4)));
        }
    }

    @Override
    public void close() {
        if (member != null) {
            member.close();
        }
    }
}
