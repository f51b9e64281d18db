package dev.assay.bytes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A file mapped read-only. Every view of it, and every copy made in its arena, dies when it is closed.
///
/// A file that another program truncates meanwhile gives `InternalError` from the JVM on the next read; the command
/// line turns that into a message.
public final class MappedFile implements AutoCloseable {
    private final Arena arena;
    private final Slice slice;

    private MappedFile(Arena arena, Slice slice) {
        this.arena = arena;
        this.slice = slice;
    }

    /// Maps a whole file.
    ///
    /// @param name of the file in messages
    @SuppressWarnings("MustBeClosedChecker") // closed by close(), or here when opening fails
    public static MappedFile open(Path path, String name) throws IOException {
        // One thread reads an image; a confined arena is checked and closed at no cost.
        Arena arena = Arena.ofConfined();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new MappedFile(arena,
                    Slice.of(name, "file", channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena)));
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    public Slice slice() {
        return slice;
    }

    /// For memory that should live as long as the mapping.
    public Arena arena() {
        return arena;
    }

    @Override
    public void close() {
        arena.close();
    }
}
