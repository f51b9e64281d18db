package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/// A file of `lzop`: a header, then LZO1X blocks with their sizes and checksums, all big-endian (lzop 1.04, lzop.c).
final class Lzop extends Blocks {
    private static final int SUM_OF_UNPACKED = 1;
    private static final int SUM_OF_PACKED = 2;
    private static final int HAS_EXTRA = 0x40;
    private static final int CRC_OF_UNPACKED = 0x100;
    private static final int CRC_OF_PACKED = 0x200;
    private static final int MULTIPART = 0x400;
    private static final int HAS_FILTER = 0x800;
    private static final int WITH_LEVEL = 0x940;
    private static final int LARGEST_BLOCK = 64 << 20;
    /// Of what `lzop` itself writes; only a file made on purpose has larger blocks.
    private static final long LARGEST_USUAL = 8 << 20;
    /// `LZO1X-1`, `LZO1X-1(15)` and `LZO1X-999`: three ways to pack, one to unpack.
    private static final int METHODS = 3;

    private int flags;
    private boolean begun;
    private boolean ended;

    Lzop(Input in) {
        super(in);
    }

    @Override
    int next() throws IOException {
        if (!begun) {
            header();
            begun = true;
        }
        if (ended) {
            return -1;
        }
        long at = in.offset();
        long size = word("the size of an lzop block");
        if (size == 0) {
            ended = true;
            return -1;
        }
        long packedSize = word("the packed size of an lzop block");
        if (size > LARGEST_BLOCK || packedSize > size || packedSize == 0) {
            throw in.malformed(at, "an lzop block of at most %d bytes".formatted(LARGEST_BLOCK),
                    "%d, packed %d".formatted(size, packedSize));
        }
        if (size > LARGEST_USUAL) {
            throw in.unsupported("an lzop block of %d bytes".formatted(size));
        }
        long adler = (flags & SUM_OF_UNPACKED) != 0 ? word("a checksum") : -1;
        long crc = (flags & CRC_OF_UNPACKED) != 0 ? word("a checksum") : -1;
        if (packedSize < size) {
            in.skip(4L * Integer.bitCount(flags & (SUM_OF_PACKED | CRC_OF_PACKED)), "checksums of an lzop block");
        }
        byte[] packed = packed((int) packedSize, "an lzop block");
        byte[] block = room((int) size);
        if (packedSize == size) {
            System.arraycopy(packed, 0, block, 0, packed.length);
        } else if (Lzo.unpack(packed, block, (int) size) != size) {
            throw in.malformed(at, "an undamaged lzo block of %d bytes".formatted(size), "damage");
        }
        verify(at, adler, new Adler32(), block, (int) size);
        verify(at, crc, new CRC32(), block, (int) size);
        return (int) size;
    }

    private void verify(long at, long expected, Checksum sum, byte[] block, int size) {
        if (expected >= 0) {
            sum.update(block, 0, size);
            if (sum.getValue() != expected) {
                throw in.malformed(at, "an lzop block with checksum 0x%x".formatted(expected),
                        "0x%x".formatted(sum.getValue()));
            }
        }
    }

    private void header() throws IOException {
        in.skip(9, "an lzop header");
        int version = half("an lzop version");
        half("an lzop version");
        if (version >= WITH_LEVEL) {
            half("an lzop version");
        }
        int method = in.take(1, "an lzop method").u8(0);
        if (method < 1 || method > METHODS) {
            throw in.unsupported("lzop method %d".formatted(method));
        }
        if (version >= WITH_LEVEL) {
            in.skip(1, "an lzop level");
        }
        flags = (int) word("lzop flags");
        if ((flags & (HAS_FILTER | MULTIPART)) != 0) {
            throw in.unsupported("an lzop file with a filter or in parts");
        }
        in.skip(version >= WITH_LEVEL ? 12 : 8, "an lzop header"); // mode and times
        in.skip(in.take(1, "an lzop name").u8(0) + 4L, "an lzop name and checksum");
        if ((flags & HAS_EXTRA) != 0) {
            in.skip(word("the size of an lzop field") + 4, "an lzop field");
        }
    }

    private int half(String what) throws IOException {
        return Short.toUnsignedInt(Short.reverseBytes((short) in.take(2, what).u16(0)));
    }

    private long word(String what) throws IOException {
        Slice bytes = in.take(4, what);
        return Integer.toUnsignedLong(Integer.reverseBytes(bytes.s32(0)));
    }
}
