package dev.assay.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// A decoder that is watched: what it gives is counted and limited.
final class Unpacking implements Source {
    private final Source decoder;
    private final Input packed;
    private final Budget budget;
    private final long begin;
    private long given;

    private Unpacking(Source decoder, Input packed, Budget budget) {
        this.decoder = decoder;
        this.packed = packed;
        this.budget = budget;
        begin = packed.offset();
    }

    /// The decoder of one compression, which must be closed; on top of what `packed` has left.
    static Source of(Format format, Input packed, long memory, Budget budget) throws IOException {
        Source decoder = switch (format) {
            case GZIP -> new Gzip(packed);
            case XZ -> Lzma.xz(packed, memory);
            case LZMA -> Lzma.alone(packed, memory);
            case ZSTD -> new Zstandard(packed, memory);
            case BZIP2 -> Bzip2.of(packed);
            case LZ4 -> new Lz4(packed);
            case LZ4_LEGACY -> {
                packed.skip(4, "an lz4 frame");
                yield new Lz4Legacy(packed);
            }
            case LZOP -> new Lzop(packed);
            case ELF, FLAT_KERNEL, BZ_IMAGE, ZBOOT, AR, TAR, CPIO, RPM, ZIP, OTHER ->
                    throw new IllegalArgumentException("not a compression: " + format);
        };
        return new Unpacking(decoder, packed, budget);
    }

    static Source watch(Source decoder, Input packed, Budget budget) {
        return new Unpacking(decoder, packed, budget);
    }

    @Override
    public long read(MemorySegment target) throws IOException {
        long read = decoder.read(target);
        if (read > 0) {
            given += read;
            budget.spend(packed.file(), read, packed.offset() - begin, given);
        }
        return read;
    }

    @Override
    public void close() {
        decoder.close();
    }
}
