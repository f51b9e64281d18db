package dev.assay.archive;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A decoder of a library that knows Java's streams only.
final class StreamSource implements Source {
    /// Makes the library's stream on top of the packed one; some read at once.
    interface Opening {
        InputStream open(InputStream packed) throws IOException;
    }

    private final Input in;
    private final String what;
    private final Opening opening;
    private final byte[] buffer = new byte[Worker.BUFFER];
    private @Nullable InputStream stream;

    /// @param what is unpacked, for messages
    StreamSource(Input in, String what, Opening opening) {
        this.in = in;
        this.what = what;
        this.opening = opening;
    }

    @Override
    public long read(MemorySegment target) throws IOException {
        try {
            if (stream == null) {
                stream = opening.open(new Packed(in));
            }
            int read = stream.read(buffer, 0, (int) Math.min(buffer.length, target.byteSize()));
            if (read > 0) {
                MemorySegment.copy(buffer, 0, target, ValueLayout.JAVA_BYTE, 0, read);
            }
            return read;
        } catch (Trouble e) {
            throw e.unpacked();
        } catch (MalformedFileException | UnsupportedFormatException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // A library that trips over damaged bytes does so in any way it likes.
            throw in.malformed(what, e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
        }
    }

    /// What the library reads. Trouble with the file below must not be taken for damage to the stream.
    private static final class Packed extends InputStream {
        private final Input in;

        Packed(Input in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            MemorySegment next;
            try {
                next = in.available();
            } catch (IOException e) {
                throw new Trouble(e);
            }
            if (next.byteSize() == 0) {
                return -1;
            }
            int step = (int) Math.min(length, next.byteSize());
            MemorySegment.copy(next, ValueLayout.JAVA_BYTE, 0, target, offset, step);
            in.consume(step);
            return step;
        }
    }

    private static final class Trouble extends IOException {
        private final IOException trouble;

        Trouble(IOException trouble) {
            super(trouble);
            this.trouble = trouble;
        }

        IOException unpacked() {
            return trouble;
        }
    }
}
