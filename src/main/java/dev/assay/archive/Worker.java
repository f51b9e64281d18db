package dev.assay.archive;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What one thread keeps from file to file, because to make it anew each time costs more than its use: buffers, the
/// memory that members are unpacked into, decoders with their dictionaries.
final class Worker implements AutoCloseable {
    /// Large enough that a small module is read, and unpacked, in one step.
    static final int BUFFER = 64 << 10;
    private static final int KEPT_DECODERS = 4;

    private final Arena arena = Arena.ofConfined();
    private final Deque<MemorySegment> buffers = new ArrayDeque<>();
    private final Deque<AutoCloseable> decoders = new ArrayDeque<>();
    private @Nullable Arena roomArena;
    private MemorySegment room = MemorySegment.NULL;

    /// A buffer of [#BUFFER] bytes, with anything in it.
    MemorySegment take() {
        MemorySegment kept = buffers.poll();
        return kept == null ? arena.allocate(BUFFER, 16) : kept;
    }

    void give(MemorySegment buffer) {
        buffers.push(buffer);
    }

    /// A decoder that was given back, or a new one.
    <T extends AutoCloseable> T takeDecoder(Class<T> type, Supplier<T> fresh) {
        for (AutoCloseable kept : decoders) {
            if (type.isInstance(kept)) {
                decoders.remove(kept);
                return type.cast(kept);
            }
        }
        return fresh.get();
    }

    void giveDecoder(AutoCloseable decoder) {
        if (decoders.size() < KEPT_DECODERS) {
            decoders.push(decoder);
        } else {
            end(decoder);
        }
    }

    /// The memory that members are unpacked into; there is only ever one.
    MemorySegment room() {
        return room;
    }

    /// Makes it at least as large as `size`, and keeps the first `filled` bytes.
    @SuppressWarnings("MustBeClosedChecker") // closed when a larger one takes its place, or by close()
    MemorySegment enlarge(long size, long filled) {
        if (room.byteSize() < size) {
            Arena larger = Arena.ofConfined();
            MemorySegment bytes;
            try {
                bytes = larger.allocate(size, 4096);
            } catch (OutOfMemoryError e) {
                larger.close();
                throw e;
            }
            MemorySegment.copy(room, 0, bytes, 0, filled);
            dropRoom();
            roomArena = larger;
            room = bytes;
        }
        return room;
    }

    private void dropRoom() {
        if (roomArena != null) {
            roomArena.close();
            roomArena = null;
        }
        room = MemorySegment.NULL;
    }

    private static void end(AutoCloseable decoder) {
        try {
            decoder.close();
        } catch (Exception e) {
            throw new IllegalStateException("a decoder could not be closed", e);
        }
    }

    @Override
    public void close() {
        decoders.forEach(Worker::end);
        decoders.clear();
        buffers.clear();
        dropRoom();
        arena.close();
    }
}
