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
    /// zlib cannot do better than 1032:1; zstd can, but no real section reaches this either.
    private static final long MAX_RATIO = 1032;

    private Compression() {}

    /// The bytes of a section with `SHF_COMPRESSED`, in memory that lives as long as `arena`.
    static Slice decompress(Slice raw, Arena arena) {
        raw.require(0, HEADER_SIZE, "a compression header");
        int type = (int) raw.u32(0);
        long size = raw.u64(8);
        Slice stream = raw.window(HEADER_SIZE, raw.size() - HEADER_SIZE);
        if (size < 0 || size > MAX_SIZE || size / MAX_RATIO > stream.size()) {
            throw raw.malformed(8, "a believable size for %d compressed bytes".formatted(stream.size()), size);
        }
        return switch (type) {
            case ZLIB -> inflate(raw, stream, size, arena);
            case ZSTD -> zstd(raw, stream, size, arena);
            default -> throw raw.unsupported(0, "compression type %d; zlib (1) and zstd (2) are read".formatted(type));
        };
    }

    private static Slice inflate(Slice raw, Slice stream, long size, Arena arena) {
        Inflater inflater = new Inflater();
        try {
            MemorySegment out = arena.allocate(size);
            inflater.setInput(stream.segment().asByteBuffer());
            ByteBuffer target = out.asByteBuffer();
            while (target.hasRemaining()) {
                if (inflater.inflate(target) == 0) {
                    break;
                }
            }
            if (target.hasRemaining() || !endsThere(inflater)) {
                throw raw.malformed(8, "%d bytes when decompressed".formatted(size),
                        target.hasRemaining() ? Integer.toString(target.position()) : "more");
            }
            return Slice.of(raw.file(), raw.name(), out);
        } catch (DataFormatException e) {
            throw raw.malformed(HEADER_SIZE, "a zlib stream", String.valueOf(e.getMessage()));
        } finally {
            inflater.end();
        }
    }

    private static boolean endsThere(Inflater inflater) throws DataFormatException {
        return inflater.finished() || (inflater.inflate(new byte[1]) == 0 && inflater.finished());
    }

    private static Slice zstd(Slice raw, Slice stream, long size, Arena arena) {
        ByteBuffer source = ByteBuffer.allocateDirect(Math.toIntExact(stream.size()));
        source.put(stream.segment().asByteBuffer()).flip();
        ByteBuffer target = ByteBuffer.allocateDirect(Math.toIntExact(size));
        try {
            long written = Zstd.decompress(target, source);
            if (written != size) {
                throw raw.malformed(8, "%d bytes when decompressed".formatted(size), Long.toString(written));
            }
        } catch (ZstdException e) {
            throw raw.malformed(HEADER_SIZE, "a zstd frame", String.valueOf(e.getMessage()));
        }
        MemorySegment out = arena.allocate(size);
        out.copyFrom(MemorySegment.ofBuffer(target.rewind()));
        return Slice.of(raw.file(), raw.name(), out);
    }
}
