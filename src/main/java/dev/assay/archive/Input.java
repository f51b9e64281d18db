package dev.assay.archive;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Bytes read once, from front to back, with a look ahead.
///
/// Either all of them lie in memory already, and nothing is copied; or they come through a buffer. Whoever complains
/// about them says at which offset. Native memory only. Belongs to one thread.
final class Input implements AutoCloseable {
    /// How far one can look ahead: to the end of the first header of any format.
    static final int HEAD = 1024;
    private static final MemorySegment NOTHING = MemorySegment.NULL;

    private final String file;
    private final String part;
    private final Worker worker;
    private final @Nullable Source more;
    /// The buffer, if this has one of its own; it goes back to the worker.
    private @Nullable MemorySegment own;
    /// What is at hand; [#start] of it have been read.
    private MemorySegment window;
    private long start;
    /// Offset of the window's first byte.
    private long base;
    private boolean ended;
    private long sizeHint;
    private long unpackedHint;
    private @Nullable Exception failure;

    private Input(String file, String part, Worker worker, MemorySegment window, @Nullable Source more) {
        this.file = file;
        this.part = part;
        this.worker = worker;
        this.window = window;
        this.more = more;
        this.ended = more == null;
    }

    /// What lies in memory.
    ///
    /// @param file name in messages
    /// @param part name of this part of the file in messages; `file` for the file itself
    static Input of(String file, String part, Worker worker, MemorySegment bytes) {
        return new Input(file, part, worker, bytes, null);
    }

    /// What a source gives. It is closed with this.
    static Input of(String file, String part, Worker worker, Source source) {
        return new Input(file, part, worker, NOTHING, source);
    }

    String file() {
        return file;
    }

    String part() {
        return part;
    }

    Worker worker() {
        return worker;
    }

    /// About how long this is, if somebody said so; else 0. Nothing may rely on it.
    long sizeHint() {
        return sizeHint;
    }

    /// About how long this will be when unpacked, if somebody said so; else 0.
    long unpackedHint() {
        return unpackedHint;
    }

    /// Takes over what a header says of the size of this, and of what it unpacks to.
    Input hint(long size, long unpackedSize) {
        sizeHint = size;
        unpackedHint = unpackedSize;
        return this;
    }

    /// Of the next byte, from the start of the part.
    long offset() {
        return base + start;
    }

    /// All that is left, if it lies in memory.
    @Nullable
    MemorySegment whole() {
        return more == null ? window.asSlice(start) : null;
    }

    /// The next `length` bytes, or those that are left: a view that lasts until something is read.
    Slice peek(long length) throws IOException {
        while (window.byteSize() - start < length && fill()) {
            // Goes on until there are as many or no more.
        }
        return Slice.of(file, part, window.asSlice(start, Math.min(length, window.byteSize() - start)));
    }

    boolean atEnd() throws IOException {
        return peek(1).size() == 0;
    }

    /// What is at hand, at least one byte of it; empty at the end. [#consume] what was used.
    MemorySegment available() throws IOException {
        if (start == window.byteSize()) {
            fill();
        }
        return window.asSlice(start);
    }

    /// Steps over bytes that [#peek] or [#available] gave.
    void consume(long length) {
        start += length;
    }

    /// The next `length` bytes, at most [#HEAD] of them, which must be there.
    Slice take(long length, String what) throws IOException {
        Slice taken = peek(length);
        if (taken.size() < length) {
            throw tooShort(length, what, taken.size());
        }
        consume(length);
        return taken;
    }

    /// Reads into `target` until it is full or nothing is left; says how much.
    long fill(MemorySegment target) throws IOException {
        long done = 0;
        while (done < target.byteSize()) {
            long read = read(target.asSlice(done));
            if (read < 0) {
                break;
            }
            done += read;
        }
        return done;
    }

    /// Fills all of `target`, for which there must be enough.
    void copy(MemorySegment target, String what) throws IOException {
        long done = fill(target);
        if (done < target.byteSize()) {
            throw tooShort(target.byteSize() - done, what, 0);
        }
    }

    /// Reads at least one byte into `target`, or gives -1 at the end.
    long read(MemorySegment target) throws IOException {
        long left = window.byteSize() - start;
        if (left == 0) {
            if (more != null && target.byteSize() >= Worker.BUFFER) {
                long read = pull(more, target);
                base += start + Math.max(read, 0);
                start = 0;
                window = NOTHING;
                return read;
            }
            if (!fill()) {
                return -1;
            }
            left = window.byteSize() - start;
        }
        long length = Math.min(left, target.byteSize());
        MemorySegment.copy(window, start, target, 0, length);
        start += length;
        return length;
    }

    /// Steps over `length` bytes, which must be there.
    void skip(long length, String what) throws IOException {
        if (length < 0) {
            throw malformed("a size for " + what, Long.toUnsignedString(length));
        }
        for (long left = length; left > 0;) {
            if (start == window.byteSize() && !fill()) {
                throw tooShort(left, what, 0);
            }
            long step = Math.min(left, window.byteSize() - start);
            start += step;
            left -= step;
        }
    }

    /// Reads what is left, for a decoder that checks its sums at the end.
    void drain() throws IOException {
        while (more != null && (start < window.byteSize() || fill())) {
            start = window.byteSize();
        }
    }

    /// The next `size` bytes as an input of their own. Until that is closed, this must not be touched.
    Input member(String name, String itsPart, long size) {
        long atHand = Math.min(size, window.byteSize() - start);
        MemorySegment view = window.asSlice(start, atHand);
        start += atHand;
        // In memory there is nothing more to come; who set the size has checked that, or the reader will be told.
        return new Input(name, itsPart, worker, view, size > atHand ? new Bounded(this, size - atHand) : null)
                .hint(size, unpackedHint);
    }

    /// An error at the next byte.
    MalformedFileException malformed(String expected, String found) {
        return malformed(offset(), expected, found);
    }

    MalformedFileException malformed(long offset, String expected, String found) {
        return new MalformedFileException(file, part, offset, expected, found);
    }

    /// A refusal of something valid at the next byte.
    UnsupportedFormatException unsupported(String what) {
        return new UnsupportedFormatException(file, part, offset(), what);
    }

    private MalformedFileException tooShort(long length, String what, long left) {
        return malformed("%s bytes for %s".formatted(length, what), "%s left".formatted(left));
    }

    @Override
    public void close() {
        if (more != null) {
            more.close();
        }
        if (own != null) {
            worker.give(own);
            own = null;
        }
        window = NOTHING;
        start = 0;
        ended = true;
    }

    /// Gets more bytes behind those at hand; whether there were any.
    private boolean fill() throws IOException {
        if (ended || more == null) {
            return false;
        }
        MemorySegment buffer = own == null ? worker.take() : own;
        own = buffer;
        long left = window.byteSize() - start;
        if (left == buffer.byteSize()) {
            throw new IllegalStateException("more than a buffer is asked for");
        }
        MemorySegment.copy(window, start, buffer, 0, left);
        base += start;
        start = 0;
        window = buffer.asSlice(0, left);
        long read = pull(more, buffer.asSlice(left));
        window = buffer.asSlice(0, left + Math.max(read, 0));
        return read > 0;
    }

    /// What failed once fails again: half of a stream must never pass for the whole.
    private long pull(Source source, MemorySegment target) throws IOException {
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        try {
            long read = ended ? -1 : source.read(target);
            ended = read < 0;
            return read;
        } catch (IOException | RuntimeException e) {
            failure = e;
            throw e;
        }
    }

    /// The part of another input that is a member's.
    private static final class Bounded implements Source {
        private final Input from;
        private long left;

        Bounded(Input from, long left) {
            this.from = from;
            this.left = left;
        }

        @Override
        public long read(MemorySegment target) throws IOException {
            if (left == 0) {
                return -1;
            }
            long read = from.read(target.asSlice(0, Math.min(left, target.byteSize())));
            if (read < 0) {
                throw from.tooShort(left, "a member", 0);
            }
            left -= read;
            return read;
        }
    }
}
