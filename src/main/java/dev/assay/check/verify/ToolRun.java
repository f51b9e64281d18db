package dev.assay.check.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A running program whose output is read line by line and kept nowhere. No shell is involved.
public final class ToolRun implements AutoCloseable {
    /// What a line has beyond this is dropped: a name in a hostile file may have any length.
    private static final int LONGEST_LINE = 1 << 16;
    private static final int LONGEST_COMPLAINT = 1 << 12;
    private static final int BUFFER = 1 << 16;

    private final Process process;
    private final InputStream out;
    private final byte[] buffer = new byte[BUFFER];
    private byte[] line = new byte[256];
    private int at;
    private int end;
    private final ByteArrayOutputStream complaint = new ByteArrayOutputStream();
    private final Thread listener;

    private ToolRun(Process process) {
        this.process = process;
        this.out = process.getInputStream();
        // Somebody must read what the program complains about, else it stops when the pipe is full.
        this.listener = Thread.ofPlatform().daemon().start(this::listen);
    }

    /// Starts a program, in the plain locale so that its words are those expected.
    ///
    /// @param command program and arguments
    public static ToolRun start(List<String> command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        process.getOutputStream().close();
        return new ToolRun(process);
    }

    private void listen() {
        byte[] part = new byte[LONGEST_COMPLAINT];
        try (InputStream errors = process.getErrorStream()) {
            for (int count = errors.read(part); count >= 0; count = errors.read(part)) {
                synchronized (complaint) {
                    complaint.write(part, 0, Math.min(count, LONGEST_COMPLAINT - complaint.size()));
                }
            }
        } catch (IOException ended) {
            // The program was destroyed; what it said until then is kept.
        }
    }

    /// The next line without its line feed, one character for each byte; empty at the end.
    public Optional<String> line() throws IOException {
        int length = 0;
        while (true) {
            if (at == end) {
                end = out.read(buffer, 0, buffer.length);
                at = 0;
                if (end <= 0) {
                    end = 0;
                    return length == 0 ? Optional.empty() : Optional.of(new String(line, 0, length, ISO_8859_1));
                }
            }
            int stop = at;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            int count = Math.min(stop - at, LONGEST_LINE - length);
            if (length + count > line.length) {
                line = Arrays.copyOf(line, Math.max(length + count, line.length * 2));
            }
            System.arraycopy(buffer, at, line, length, count);
            length += count;
            if (stop < end) {
                at = stop + 1;
                return Optional.of(new String(line, 0, length, ISO_8859_1));
            }
            at = stop;
        }
    }

    /// How the program ended; call it behind the last line only.
    ///
    /// @return why it failed, empty if it did not
    public Optional<String> failure() throws IOException {
        try {
            int code = process.waitFor();
            listener.join();
            String words;
            synchronized (complaint) {
                words = complaint.toString(UTF_8).strip();
            }
            if (code == 0) {
                return Optional.empty();
            }
            String first = words.lines().findFirst().orElse("");
            return Optional.of(first.isEmpty() ? "exit status " + code : first);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            out.close();
        } catch (IOException closing) {
            // Nothing more is wanted from it.
        }
    }
}
