package dev.assay.bytes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// A file mapped read-only. Every view of it, and every copy made in its arena, dies when it is closed.
///
/// A file that another program truncates meanwhile gives `InternalError` from the JVM on the next read; the command
/// line turns that into a message. Only the thread that opened it may read it or close it.
public final class MappedFile implements OpenFile {
    private final Arena arena;
    private final Slice slice;

    private MappedFile(Arena arena, Slice slice) {
        this.arena = arena;
        this.slice = slice;
    }

    /// Maps a whole file. Refuses what is no regular file: opening a pipe could wait for ever.
    ///
    /// @param name of the file in messages
    @SuppressWarnings("MustBeClosedChecker") // closed by close(), or here when opening fails
    public static MappedFile open(Path path, String name) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw new FileSystemException(path.toString(), null,
                    attributes.isDirectory() ? "is a folder, not a file" : "is not a regular file");
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return of(channel, name);
        }
    }

    /// Maps all of an open file, which may be closed afterwards.
    ///
    /// @param name of the file in messages
    @SuppressWarnings("MustBeClosedChecker") // closed by close(), or here when mapping fails
    public static MappedFile of(FileChannel channel, String name) throws IOException {
        // One thread reads an image; a confined arena is checked and closed at no cost.
        Arena arena = Arena.ofConfined();
        try {
            return new MappedFile(arena,
                    Slice.of(name, "file", channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena)));
        } catch (IOException | RuntimeException | Error e) {
            arena.close();
            throw e;
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
