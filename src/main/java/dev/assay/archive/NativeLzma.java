package dev.assay.archive;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// An xz or lzma stream unpacked by [LibLzma], from native memory to native memory.
final class NativeLzma implements Source {
    private final Input in;
    private final LibLzma library;
    private final LibLzma.Stream stream;
    private final String what;
    private final long memory;
    private boolean ended;
    /// What went wrong behind the bytes that were given last: those are good.
    private @Nullable RuntimeException trouble;

    NativeLzma(Input in, LibLzma library, boolean xz, long memory) {
        this.in = in;
        this.library = library;
        this.memory = memory;
        what = xz ? "xz" : "lzma";
        stream = in.worker().takeDecoder(LibLzma.Stream.class, () -> new LibLzma.Stream(library));
        if (library.begin(stream, xz, memory) != LibLzma.OK) {
            stream.close();
            throw new OutOfMemoryError("liblzma has no memory for a decoder");
        }
    }

    @Override
    public long read(MemorySegment target) throws IOException {
        if (trouble != null) {
            throw trouble;
        }
        MemorySegment struct = stream.struct;
        struct.set(ADDRESS, LibLzma.NEXT_OUT, target);
        struct.set(JAVA_LONG, LibLzma.AVAILABLE_OUT, target.byteSize());
        while (!ended) {
            MemorySegment next = in.available();
            struct.set(ADDRESS, LibLzma.NEXT_IN, next);
            struct.set(JAVA_LONG, LibLzma.AVAILABLE_IN, next.byteSize());
            int result = library.code(stream, next.byteSize() == 0 ? LibLzma.FINISH : LibLzma.RUN);
            in.consume(next.byteSize() - struct.get(JAVA_LONG, LibLzma.AVAILABLE_IN));
            long written = target.byteSize() - struct.get(JAVA_LONG, LibLzma.AVAILABLE_OUT);
            ended = result == LibLzma.STREAM_END;
            if (result != LibLzma.OK && result != LibLzma.STREAM_END) {
                trouble = refusal(result, next.byteSize() == 0);
                if (written == 0) {
                    throw trouble;
                }
            }
            if (written > 0) {
                return written;
            }
        }
        return -1;
    }

    private RuntimeException refusal(int result, boolean atEnd) {
        return switch (result) {
            case LibLzma.MEMLIMIT_ERROR -> Lzma.tooLarge(in, memory);
            case LibLzma.OPTIONS_ERROR -> in.unsupported("filters or options of this %s stream".formatted(what));
            case LibLzma.MEM_ERROR -> throw new OutOfMemoryError("liblzma has no memory for a dictionary");
            case LibLzma.BUF_ERROR -> in.malformed("the rest of an %s stream".formatted(what),
                    atEnd ? "the end of " + in.part() : "no way on");
            default -> in.malformed("an undamaged %s stream".formatted(what),
                    "damage (lzma_ret %d of liblzma)".formatted(result));
        };
    }

    @Override
    public void close() {
        in.worker().giveDecoder(stream);
    }
}
