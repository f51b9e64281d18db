package dev.assay.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// A deflate stream (RFC 1951) without a header. Takes no byte behind its end.
final class Inflate implements Source {
    /// A buffer may not be larger than an `int` says; anything below does.
    private static final long STEP = 1 << 20;

    private final Input in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 sum = new CRC32();

    Inflate(Input in) {
        this.in = in;
    }

    /// Of what was unpacked.
    long checksum() {
        return sum.getValue();
    }

    long size() {
        return inflater.getBytesWritten();
    }

    @Override
    public long read(MemorySegment target) throws IOException {
        ByteBuffer out = target.asSlice(0, Math.min(target.byteSize(), STEP)).asByteBuffer();
        while (!inflater.finished()) {
            MemorySegment next = in.available();
            if (next.byteSize() == 0) {
                throw in.malformed("the rest of a deflate stream", "the end of " + in.part());
            }
            ByteBuffer window = next.asSlice(0, Math.min(next.byteSize(), STEP)).asByteBuffer();
            try {
                inflater.setInput(window);
                int written = inflater.inflate(out);
                in.consume(window.position());
                if (inflater.needsDictionary()) {
                    throw in.malformed("a deflate stream", "one with a preset dictionary");
                }
                if (written > 0) {
                    sum.update(out.flip());
                    return written;
                }
            } catch (DataFormatException e) {
                throw in.malformed("a deflate stream", String.valueOf(e.getMessage()));
            }
        }
        return -1;
    }

    @Override
    public void close() {
        inflater.end();
    }
}
