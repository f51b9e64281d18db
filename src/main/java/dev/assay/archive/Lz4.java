package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import net.jpountz.xxhash.StreamingXXHash32;
import net.jpountz.xxhash.XXHashFactory;

/// LZ4 frames, one or several in a row (lz4_Frame_format.md, version 1.6.4).
///
/// The library has a stream for them, but it loads native code even where it is told not to.
final class Lz4 extends Blocks {
    private static final long MAGIC = 0x184d_2204L;
    private static final int VERSION = 0x40;
    private static final int INDEPENDENT = 0x20;
    private static final int BLOCK_SUMS = 0x10;
    private static final int HAS_SIZE = 8;
    private static final int CONTENT_SUM = 4;
    private static final int HAS_DICTIONARY = 1;
    private static final long STORED = 0x8000_0000L;

    private final LZ4SafeDecompressor decoder = LZ4Factory.safeInstance().safeDecompressor();
    private final StreamingXXHash32 sum = XXHashFactory.safeInstance().newStreamingHash32(0);
    private boolean inFrame;
    private boolean first = true;
    private int flags;
    private int blockSize;

    Lz4(Input in) {
        super(in);
    }

    @Override
    int next() throws IOException {
        while (true) {
            if (!inFrame) {
                if (!first && Padding.endsHere(in, "lz4 frame")) {
                    return -1;
                }
                header();
            }
            long at = in.offset();
            long size = in.take(4, "the size of an lz4 block").u32(0);
            if (size == 0) {
                end();
            } else {
                int unpacked = block(at, size);
                sum.update(room(0), 0, unpacked);
                if (unpacked > 0) {
                    return unpacked;
                }
            }
        }
    }

    private void header() throws IOException {
        long at = in.offset();
        Slice fixed = in.take(6, "an lz4 frame");
        flags = fixed.u8(4);
        int size = (fixed.u8(5) >>> 4) & 7;
        if (fixed.u32(0) != MAGIC || (flags & 0xc0) != VERSION || size < 4) {
            throw in.malformed(at, "an lz4 frame of version 1", "0x%x".formatted(fixed.u32(0)));
        }
        if ((flags & INDEPENDENT) == 0) {
            throw in.unsupported("an lz4 frame whose blocks depend on one another");
        }
        if ((flags & HAS_DICTIONARY) != 0) {
            throw in.unsupported("an lz4 frame with a dictionary");
        }
        blockSize = 1 << (2 * size + 8);
        in.skip(((flags & HAS_SIZE) != 0 ? 8 : 0) + 1, "an lz4 frame header");
        sum.reset();
        first = false;
        inFrame = true;
    }

    private int block(long at, long sizeAndFlag) throws IOException {
        long size = sizeAndFlag & ~STORED;
        if (size > blockSize) {
            throw in.malformed(at, "an lz4 block of at most %d bytes".formatted(blockSize), Long.toString(size));
        }
        byte[] packed = packed((int) size, "an lz4 block");
        if ((flags & BLOCK_SUMS) != 0) {
            expectSum(XXHashFactory.safeInstance().hash32().hash(packed, 0, packed.length, 0), "block");
        }
        if ((sizeAndFlag & STORED) != 0) {
            System.arraycopy(packed, 0, room(blockSize), 0, packed.length);
            return packed.length;
        }
        try {
            return decoder.decompress(packed, 0, packed.length, room(blockSize), 0, blockSize);
        } catch (LZ4Exception e) {
            throw in.malformed(at, "an undamaged lz4 block", String.valueOf(e.getMessage()));
        }
    }

    private void end() throws IOException {
        if ((flags & CONTENT_SUM) != 0) {
            expectSum(sum.getValue(), "frame");
        }
        inFrame = false;
    }

    private void expectSum(int expected, String what) throws IOException {
        long at = in.offset();
        int found = in.take(4, "the checksum of an lz4 " + what).s32(0);
        if (found != expected) {
            throw in.malformed(at, "checksum 0x%08x of the lz4 %s".formatted(expected, what),
                    "0x%08x".formatted(found));
        }
    }
}
