package dev.assay.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Standard output that remembers why writing failed. A `PrintStream` only says that it did, and a full disk
/// must not look like success.
final class Output extends FilterOutputStream {
    private static final int TYPE_MASK = 0xf000;
    private static final int FIFO = 0x1000;
    private static final int SOCKET = 0xc000;

    private @Nullable IOException failure;

    Output(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException exception) {
            failure = exception;
            throw exception;
        }
    }

    /// Why writing failed; null if it did not.
    @Nullable
    IOException failure() {
        return failure;
    }

    /// Whether this process's standard output is a pipe or socket, whose reader may leave when it has seen enough
    /// (`assay panics … | head`). The failure's own message is in the user's language, so it cannot tell.
    static boolean readerMayLeave() {
        try {
            return Files.getAttribute(Path.of("/dev/stdout"), "unix:mode") instanceof Integer mode
                    && ((mode & TYPE_MASK) == FIFO || (mode & TYPE_MASK) == SOCKET);
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }
}
