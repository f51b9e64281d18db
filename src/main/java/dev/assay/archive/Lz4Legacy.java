package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/// What `lz4 -l` writes, and with it the kernel's own build (lz4_Frame_format.md, "Legacy frame"): blocks of up to
/// 8 MiB, each behind its packed size, to the end of the file.
final class Lz4Legacy extends Blocks {
    private static final int BLOCK = 8 << 20;
    /// What packing may add to bytes that cannot be packed.
    private static final int LARGEST_PACKED = BLOCK + BLOCK / 255 + 16;
    private static final long MAGIC = 0x184c_2102L;

    // The library's other decoders go through native code of its own or through unchecked memory.
    private final LZ4SafeDecompressor decoder = LZ4Factory.safeInstance().safeDecompressor();

    Lz4Legacy(Input in) {
        super(in);
    }

    @Override
    int next() throws IOException {
        while (true) {
            Slice head = in.peek(4);
            if (head.size() == 0) {
                return -1;
            }
            long at = in.offset();
            long size = in.take(4, "the size of an lz4 block").u32(0);
            if (size == MAGIC) {
                continue;
            }
            if (size == 0 && Padding.onlyZerosLeft(in)) {
                return -1;
            }
            if (size == 0 || size > LARGEST_PACKED) {
                throw in.malformed(at, "an lz4 block of at most %d bytes".formatted(LARGEST_PACKED),
                        Long.toString(size));
            }
            byte[] packed = packed((int) size, "an lz4 block");
            try {
                int unpacked = decoder.decompress(packed, 0, packed.length, room(BLOCK), 0, BLOCK);
                if (unpacked > 0) {
                    return unpacked;
                }
            } catch (LZ4Exception e) {
                throw in.malformed(at, "an undamaged lz4 block", String.valueOf(e.getMessage()));
            }
        }
    }
}
