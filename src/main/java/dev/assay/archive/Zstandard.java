package dev.assay.archive;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Zstandard frames (RFC 8878), one or several in a row, and skippable ones between them.
final class Zstandard implements Source {
    private static final long STEP = 1 << 20;
    /// Of the library: the frame wants more memory than was allowed.
    private static final String TOO_LARGE = "Frame requires too much memory";

    private final Input in;
    private final ZstdDecompressCtx decoder;
    private final long memory;
    private boolean between = true;
    private boolean first = true;

    Zstandard(Input in, long memory) {
        this.in = in;
        this.memory = memory;
        decoder = in.worker().takeDecoder(ZstdDecompressCtx.class, ZstdDecompressCtx::new);
        decoder.reset();
        decoder.setLongMax(63 - Long.numberOfLeadingZeros(memory));
    }

    @Override
    public long read(MemorySegment target) throws IOException {
        ByteBuffer out = target.asSlice(0, Math.min(target.byteSize(), STEP)).asByteBuffer();
        while (out.position() == 0) {
            if (between && !first && Padding.endsHere(in, "zstd frame")) {
                return -1;
            }
            first = false;
            MemorySegment next = in.available();
            if (next.byteSize() == 0 && between) {
                return -1;
            }
            ByteBuffer window = next.asSlice(0, Math.min(next.byteSize(), STEP)).asByteBuffer();
            try {
                between = decoder.decompressDirectByteBufferStream(out, window);
            } catch (ZstdException e) {
                String why = String.valueOf(e.getMessage());
                throw why.startsWith(TOO_LARGE)
                        ? in.unsupported("a zstd window of more than %d MiB here".formatted(memory >> 20))
                        : in.malformed("a zstd frame", why);
            }
            if (window.position() == 0 && out.position() == 0 && !between) {
                throw in.malformed("the rest of a zstd frame", "the end of " + in.part());
            }
            in.consume(window.position());
        }
        return out.position();
    }

    @Override
    public void close() {
        in.worker().giveDecoder(decoder);
    }
}
