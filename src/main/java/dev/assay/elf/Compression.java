package dev.assay.elf;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.assay.bytes.Slice;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Compressed sections (gABI, "Section Compression"): a 24-byte header, then a zlib or zstd stream.
final class Compression {
    private static final int HEADER_SIZE = 24;
    private static final int ZLIB = 1;
    private static final int ZSTD = 2;
    /// No debug section of a kernel comes near: refuses a header that promises more.
    private static final long MAX_SIZE = 0x7fff_fff0L;
    /// zlib cannot do better than 1032:1. zstd can, but only with repetitions that no small section has.
    private static final long MAX_RATIO = 1032;
    /// What a large section may claim: those of kernels are packed at most 10:1.
    private static final long MAX_RATIO_OF_LARGE = 100;
    private static final long LARGE = 1 << 24;

    private Compression() {}

    /// The bytes of a section with `SHF_COMPRESSED`, in memory that lives as long as `arena`.
    static Slice decompress(Slice raw, Arena arena) {
        raw.require(0, HEADER_SIZE, "a compression header");
        int type = (int) raw.u32(0);
        long size = raw.u64(8);
        Slice stream = raw.window(HEADER_SIZE, raw.size() - HEADER_SIZE);
        if (stream.size() > MAX_SIZE) {
            throw raw.unsupported(HEADER_SIZE, "%s compressed bytes".formatted(stream.size()));
        }
        if (size < 0 || size > MAX_SIZE || size > stream.size() * (size > LARGE ? MAX_RATIO_OF_LARGE : MAX_RATIO)) {
            throw raw.malformed(8, "a believable size for %s compressed bytes".formatted(stream.size()), size);
        }
        return switch (type) {
            case ZLIB -> inflate(raw, stream, size, arena);
            case ZSTD -> zstd(raw, stream, size, arena);
            default -> throw raw.unsupported(0, "compression type %s; zlib (1) and zstd (2) are read"
                    .formatted(Integer.toUnsignedString(type)));
        };
    }

    private static Slice inflate(Slice raw, Slice stream, long size, Arena arena) {
        try (Inflater inflater = new Inflater()) {
            MemorySegment out = Copies.allocate(raw, size, arena);
            inflater.setInput(stream.segment().asByteBuffer());
            ByteBuffer target = out.asByteBuffer();
            while (target.hasRemaining() && inflater.inflate(target) > 0) {
                // Goes on until the output is full or the input gives no more.
            }
            int more = target.hasRemaining() || inflater.finished() ? 0 : inflater.inflate(new byte[1]);
            if (target.hasRemaining() || more > 0) {
                throw wrongSize(raw, size, more > 0 ? "more" : Integer.toString(target.position()));
            }
            if (!inflater.finished()) {
                throw raw.malformed(HEADER_SIZE, "a zlib stream with its end", "the end of " + raw.name());
            }
            return Slice.of(raw.file(), raw.name(), out);
        } catch (DataFormatException e) {
            throw raw.malformed(HEADER_SIZE, "a zlib stream", String.valueOf(e.getMessage()));
        }
    }

    private static Slice zstd(Slice raw, Slice stream, long size, Arena arena) {
        MemorySegment out = Copies.allocate(raw, size, arena);
        try {
            long written = Zstd.decompress(out.asByteBuffer(), direct(raw, stream, arena));
            if (written != size) {
                throw wrongSize(raw, size, Long.toString(written));
            }
        } catch (ZstdException e) {
            if (e.getErrorCode() == Zstd.errDstSizeTooSmall()) {
                throw wrongSize(raw, size, "more");
            }
            throw raw.malformed(HEADER_SIZE, "a zstd frame", String.valueOf(e.getMessage()));
        }
        return Slice.of(raw.file(), raw.name(), out);
    }

    /// The library reads native memory only; a mapped file is that already.
    private static ByteBuffer direct(Slice raw, Slice stream, Arena arena) {
        if (stream.segment().isNative()) {
            return stream.segment().asByteBuffer();
        }
        return Copies.allocate(raw, stream.size(), arena).copyFrom(stream.segment()).asByteBuffer();
    }

    private static RuntimeException wrongSize(Slice raw, long size, String found) {
        return raw.malformed(8, "%s bytes when decompressed".formatted(size), found);
    }
}
