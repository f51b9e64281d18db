package dev.assay.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A stream that is packed in blocks, each unpacked at once.
abstract class Blocks implements Source {
    final Input in;
    private byte[] block = {};
    private int start;
    private int end;

    Blocks(Input in) {
        this.in = in;
    }

    /// Unpacks the next block with something in it into [#room], and says how long it is; -1 if there is none.
    abstract int next() throws IOException;

    /// At least `size` bytes to unpack into.
    final byte[] room(int size) {
        if (block.length < size) {
            block = new byte[size];
        }
        return block;
    }

    /// The next `size` bytes of the stream.
    final byte[] packed(int size, String what) throws IOException {
        byte[] bytes = new byte[size];
        for (int done = 0; done < size;) {
            MemorySegment next = in.available();
            if (next.byteSize() == 0) {
                throw in.malformed("%d bytes for %s".formatted(size, what), "%d left".formatted(done));
            }
            int step = (int) Math.min(size - done, next.byteSize());
            MemorySegment.copy(next, ValueLayout.JAVA_BYTE, 0, bytes, done, step);
            in.consume(step);
            done += step;
        }
        return bytes;
    }

    @Override
    public final long read(MemorySegment target) throws IOException {
        if (start == end) {
            int size = next();
            if (size < 0) {
                return -1;
            }
            start = 0;
            end = size;
        }
        int length = (int) Math.min(end - start, target.byteSize());
        MemorySegment.copy(block, start, target, ValueLayout.JAVA_BYTE, 0, length);
        start += length;
        return length;
    }
}
