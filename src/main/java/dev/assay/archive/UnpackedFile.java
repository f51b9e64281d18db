package dev.assay.archive;

import dev.assay.bytes.OpenFile;
import dev.assay.bytes.Slice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file out of an archive, in memory that its worker will use again for the next one.
final class UnpackedFile implements OpenFile {
    private static final long FIRST_ROOM = 1 << 20;
    /// From here on memory grows by half of itself, not by all.
    private static final long LARGE_ROOM = 16 << 20;

    private final Arena arena;
    private final Slice slice;

    private UnpackedFile(Arena arena, Slice slice) {
        this.arena = arena;
        this.slice = slice;
    }

    /// All that `in` has left.
    static UnpackedFile of(Input in, Budget budget, Limits limits) throws IOException {
        MemorySegment whole = in.whole();
        return whole != null ? view(in.file(), whole) : unpack(in, budget, limits);
    }

    /// A view that dies when it is closed, though the memory lives on.
    @SuppressWarnings({"restricted", "MustBeClosedChecker"}) // of the same length; closed by close()
    private static UnpackedFile view(String name, MemorySegment bytes) {
        Arena arena = Arena.ofConfined();
        return new UnpackedFile(arena,
                Slice.of(name, "file", bytes.reinterpret(bytes.byteSize(), arena, null).asReadOnly()));
    }

    private static UnpackedFile unpack(Input in, Budget budget, Limits limits) throws IOException {
        long hint = in.sizeHint();
        if (hint > limits.member()) {
            throw budget.tooLarge(in.file());
        }
        Worker worker = in.worker();
        MemorySegment room = worker.enlarge(Math.min(Math.max(hint, FIRST_ROOM), limits.memory()), 0);
        long filled = 0;
        while (true) {
            filled += in.fill(room.asSlice(filled, Math.min(room.byteSize(), limits.memory()) - filled));
            if (in.atEnd()) {
                return view(in.file(), room.asSlice(0, filled));
            }
            if (filled >= limits.memory()) {
                return spill(in, room.asSlice(0, filled), budget, limits);
            }
            long size = room.byteSize();
            room = worker.enlarge(Math.min(size < LARGE_ROOM ? 2 * size : size + size / 2, limits.memory()), filled);
        }
    }

    /// Goes on in a file that nobody else can open, and that is gone when this process is, whatever ends it.
    @SuppressWarnings("MustBeClosedChecker") // closed by close(), or here when mapping fails
    private static UnpackedFile spill(Input in, MemorySegment begun, Budget budget, Limits limits)
            throws IOException {
        Path path = Files.createTempFile("assay-", ".unpacked"); // rw-------
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            Files.delete(path);
            long filled = 0;
            for (MemorySegment chunk = begun; chunk.byteSize() > 0; chunk = begun.asSlice(0, in.fill(begun))) {
                filled += chunk.byteSize();
                if (filled > limits.member()) {
                    throw budget.tooLarge(in.file());
                }
                write(channel, chunk);
            }
            Arena arena = Arena.ofConfined();
            try {
                return new UnpackedFile(arena, Slice.of(in.file(), "file",
                        channel.map(FileChannel.MapMode.READ_ONLY, 0, filled, arena)));
            } catch (IOException | RuntimeException | Error e) {
                arena.close();
                throw e;
            }
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static void write(FileChannel channel, MemorySegment bytes) throws IOException {
        for (long done = 0; done < bytes.byteSize();) {
            long step = Math.min(bytes.byteSize() - done, 1 << 30);
            done += channel.write(bytes.asSlice(done, step).asByteBuffer());
        }
    }

    @Override
    public Slice slice() {
        return slice;
    }

    @Override
    public Arena arena() {
        return arena;
    }

    @Override
    public void close() {
        arena.close();
    }
}
