package dev.assay.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/// The text of one file of a source tree, by lines. Offsets are in bytes from its start, as the parser has them.
public final class SourceFile {
    /// The largest that people wrote for a kernel has a tenth of it. What bindgen writes has more, and nothing to say; and
    /// a parser may take ten microseconds for each byte of a file that is made to annoy it.
    static final long LARGEST = 2 << 20;

    private final String path;
    private final byte[] bytes;
    private final String text;
    /// Where each line starts, and at the end where another one would.
    private final int[] starts;

    private SourceFile(String path, byte[] bytes, String text) {
        this.path = path;
        this.bytes = bytes;
        this.text = text;
        this.starts = starts(bytes);
    }

    /// Reads a file.
    ///
    /// @param path in the source tree, with `/`
    /// @throws IOException if it cannot be read or is no text; the message says why, without the path
    static SourceFile read(Path file, String path) throws IOException {
        long size = Files.size(file);
        if (size > LARGEST) {
            throw new IOException("has %d bytes; at most %d are read".formatted(size, LARGEST));
        }
        return of(path, Files.readAllBytes(file));
    }

    /// The same of bytes at hand.
    static SourceFile of(String path, byte[] bytes) throws IOException {
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == 0) {
                throw new IOException("is no text: a NUL at byte " + at);
            }
        }
        ByteBuffer input = ByteBuffer.wrap(bytes);
        try {
            return new SourceFile(path, bytes, UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(input).toString());
        } catch (CharacterCodingException _) {
            throw new IOException("is not UTF-8 at byte " + input.position());
        }
    }

    private static int[] starts(byte[] bytes) {
        int lines = 1;
        for (byte b : bytes) {
            lines += b == '\n' ? 1 : 0;
        }
        int[] starts = new int[lines + 1];
        int line = 1;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n') {
                starts[line++] = at + 1;
            }
        }
        starts[lines] = bytes.length + 1;
        return starts;
    }

    /// In the source tree, with `/`.
    public String path() {
        return path;
    }

    String text() {
        return text;
    }

    /// Whether some words occur anywhere in it.
    public boolean contains(String words) {
        return text.contains(words);
    }

    /// How many lines it has; an empty one behind the last line feed counts.
    public int lines() {
        return starts.length - 1;
    }

    /// A line without its end.
    ///
    /// @param line from 1
    public String line(int line) {
        int end = starts[line] - 1;
        if (end > starts[line - 1] && bytes[end - 1] == '\r') {
            end--;
        }
        return text(starts[line - 1], end);
    }

    /// Some lines; those that the file does not have are left out.
    public List<String> lines(int first, int last) {
        List<String> found = new ArrayList<>();
        for (int line = Math.max(1, first); line <= Math.min(last, lines()); line++) {
            found.add(line(line));
        }
        return found;
    }

    /// What stands between two offsets.
    String text(int start, int end) {
        return new String(bytes, start, end - start, UTF_8);
    }

    int size() {
        return bytes.length;
    }

    /// Where a line starts.
    int start(int line) {
        return starts[line - 1];
    }

    /// Where a line ends, without its line feed.
    int end(int line) {
        return starts[line] - 1;
    }

    /// The line that an offset is in, from 1.
    int lineOf(int offset) {
        int found = Arrays.binarySearch(starts, offset);
        return Math.min(found >= 0 ? found + 1 : -found - 1, lines());
    }

    /// The offset of a character; empty if there is no such line, or it is not so long.
    ///
    /// @param line   from 1
    /// @param column in characters, from 1; 0 for the first that is not blank
    OptionalInt offset(int line, int column) {
        if (line < 1 || line > lines() || column < 0) {
            return OptionalInt.empty();
        }
        int at = start(line);
        int end = end(line);
        if (column == 0) {
            while (at < end && isBlank(bytes[at])) {
                at++;
            }
            return OptionalInt.of(at);
        }
        for (int left = column - 1; left > 0 && at < end; left--) {
            at++;
            while (at < end && (bytes[at] & 0xC0) == 0x80) {
                at++;
            }
            if (at == end && left > 1) {
                return OptionalInt.empty();
            }
        }
        return at < end || column == 1 ? OptionalInt.of(at) : OptionalInt.empty();
    }

    /// Whether nothing but blanks stands before an offset on its line.
    boolean startsLine(int offset) {
        for (int at = start(lineOf(offset)); at < offset; at++) {
            if (!isBlank(bytes[at])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
