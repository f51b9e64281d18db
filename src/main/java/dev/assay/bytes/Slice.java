package dev.assay.bytes;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A named window on the bytes of a file: a view, never a copy. Little-endian.
///
/// Every read is checked against the window first, so a bad offset gives a [MalformedFileException] that names
/// file, part and offset. Offsets are in bytes from the start of the window; the error counts from the start of
/// the named part, which a [#window] shares with its parent.
///
/// Reads go through a `ByteBuffer`: in a process that lives for half a second, to set up the handles through which a
/// memory segment is read, and to compile every read through them, costs more than all the reads.
public final class Slice {
    /// Longer than any name in a kernel. Without a limit, many references into one long run of bytes without a NUL
    /// cost its length each.
    private static final long LONGEST_STRING = 1 << 20;
    /// The longest array that every JVM can make.
    private static final long LONGEST_COPY = Integer.MAX_VALUE - 8;

    private final String file;
    private final String name;
    private final long origin;
    private final long size;
    private final MemorySegment bytes;
    /// Of `bytes`; null if these are too many for one.
    private final @Nullable ByteBuffer buffer;
    /// Where this window starts in `bytes`.
    private final long start;

    private Slice(String file, String name, long origin, MemorySegment bytes, @Nullable ByteBuffer buffer, long start,
            long size) {
        this.file = file;
        this.name = name;
        this.origin = origin;
        this.bytes = bytes;
        this.buffer = buffer;
        this.start = start;
        this.size = size;
    }

    /// A slice over `bytes`, which should be native or mapped: several kinds of segment slow the hot readers down.
    ///
    /// @param file path of the file, for messages
    /// @param name of this part, for messages
    public static Slice of(String file, String name, MemorySegment bytes) {
        return of(file, name, 0, bytes);
    }

    private static Slice of(String file, String name, long origin, MemorySegment bytes) {
        return new Slice(file, name, origin, bytes, buffer(bytes), 0, bytes.byteSize());
    }

    private static @Nullable ByteBuffer buffer(MemorySegment bytes) {
        return bytes.byteSize() > Integer.MAX_VALUE ? null : bytes.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    private Slice part(String part, long partOrigin, long offset, long length) {
        return buffer == null
                ? of(file, part, partOrigin, bytes.asSlice(offset, length))
                : new Slice(file, part, partOrigin, bytes, buffer, start + offset, length);
    }

    public String file() {
        return file;
    }

    public String name() {
        return name;
    }

    /// Of this window, in bytes.
    public long size() {
        return size;
    }

    /// Where this window starts, in bytes from the start of the named part.
    public long origin() {
        return origin;
    }

    /// The bytes themselves, for a decompressor or a copy.
    public MemorySegment segment() {
        return bytes.asSlice(start, size);
    }

    public int u8(long offset) {
        check(offset, 1);
        return buffer == null ? slow(offset, 1).get(0) & 0xff : buffer.get((int) (start + offset)) & 0xff;
    }

    public int u16(long offset) {
        check(offset, 2);
        return (buffer == null ? slow(offset, 2).getShort(0) : buffer.getShort((int) (start + offset))) & 0xffff;
    }

    public long u32(long offset) {
        return s32(offset) & 0xffff_ffffL;
    }

    public int s32(long offset) {
        check(offset, 4);
        return buffer == null ? slow(offset, 4).getInt(0) : buffer.getInt((int) (start + offset));
    }

    /// A value of 2^63 or more comes back negative; as an offset or a size every read refuses it.
    public long u64(long offset) {
        check(offset, 8);
        return buffer == null ? slow(offset, 8).getLong(0) : buffer.getLong((int) (start + offset));
    }

    /// Of more than 2 GiB only headers are read before a part is taken.
    private ByteBuffer slow(long offset, int length) {
        return bytes.asSlice(offset, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /// Reads `count` values of 8 bytes at `offset` into the start of `into`.
    public void u64s(long offset, long[] into, int count) {
        check(offset, 8L * count, "values of 8 bytes");
        bytes.asSlice(start + offset, 8L * count).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer()
                .get(into, 0, count);
    }

    /// Reads `count` bytes at `offset` into the start of `into`.
    public void bytes(long offset, byte[] into, int count) {
        check(offset, count, "a copy");
        (buffer == null ? slow(offset, count) : buffer.slice((int) (start + offset), count)).get(into, 0, count);
    }

    /// A part with a name and offsets of its own.
    public Slice slice(String part, long offset, long length) {
        check(offset, length, part);
        return part(part, 0, offset, length);
    }

    /// A narrower view of the same part: messages still count from the part's start.
    public Slice window(long offset, long length) {
        check(offset, length, "a part of " + name);
        return part(name, origin + offset, offset, length);
    }

    /// The same bytes under another name.
    public Slice named(String part) {
        return part(part, 0, 0, size);
    }

    /// The NUL-terminated string at `offset` (gABI, "String Table"), of at most 1 MiB; invalid UTF-8 becomes U+FFFD.
    public String string(long offset) {
        return text(offset, endOfString(offset) - offset);
    }

    /// `length` bytes as UTF-8; invalid sequences become U+FFFD.
    public String text(long offset, long length) {
        return new String(copy(offset, length), UTF_8);
    }

    /// Where the NUL is that ends the string at `offset`.
    public long endOfString(long offset) {
        check(offset, 1, "a NUL-terminated string");
        long limit = size - offset > LONGEST_STRING ? offset + LONGEST_STRING : size;
        long end = offset;
        for (; end + 8 <= limit; end += 8) {
            long word = u64(end);
            // The lowest byte that is 0 gets its highest bit set here; those above it may, too.
            long zeros = (word - 0x0101_0101_0101_0101L) & ~word & 0x8080_8080_8080_8080L;
            if (zeros != 0) {
                return end + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; end < limit; end++) {
            if (u8(end) == 0) {
                return end;
            }
        }
        if (limit < size) {
            throw malformed(offset, "a NUL-terminated string of at most %s bytes".formatted(LONGEST_STRING),
                    "a longer one");
        }
        throw malformed(offset, "a NUL-terminated string", "the end of " + name);
    }

    /// Where the given bytes first occur at `from` or behind it; -1 if they do not.
    public long indexOf(byte[] wanted, long from) {
        byte[] chunk = new byte[1 << 16];
        for (long at = from; at <= size - wanted.length; at += chunk.length - wanted.length + 1) {
            int length = (int) Math.min(chunk.length, size - at);
            bytes(at, chunk, length);
            for (int i = 0; i <= length - wanted.length; i++) {
                if (chunk[i] == wanted[0] && Arrays.equals(chunk, i, i + wanted.length, wanted, 0, wanted.length)) {
                    return at + i;
                }
            }
        }
        return -1;
    }

    /// A copy of `length` bytes.
    public byte[] copy(long offset, long length) {
        check(offset, length, "a copy");
        if (length > LONGEST_COPY) {
            throw unsupported(offset, "%s bytes in one piece".formatted(length));
        }
        byte[] copy = new byte[Math.toIntExact(length)];
        bytes(offset, copy, copy.length);
        return copy;
    }

    public Cursor cursor(long offset) {
        return new Cursor(this, offset);
    }

    /// An error at `offset` of this window.
    public MalformedFileException malformed(long offset, String expected, String found) {
        return new MalformedFileException(file, name, origin + offset, expected, found);
    }

    /// An error at `offset` of this window, for a value found there.
    public MalformedFileException malformed(long offset, String expected, long found) {
        return malformed(offset, expected, "0x" + Long.toHexString(found));
    }

    /// A refusal of something valid at `offset` of this window.
    public UnsupportedFormatException unsupported(long offset, String what) {
        return new UnsupportedFormatException(file, name, origin + offset, what);
    }

    /// Whether `length` bytes at `offset` lie inside this window.
    public boolean contains(long offset, long length) {
        return offset >= 0 && length >= 0 && offset <= size - length;
    }

    /// Demands `length` bytes at `offset`, for a reader that then steps over them.
    public void require(long offset, long length, String what) {
        check(offset, length, what);
    }

    private void check(long offset, int length) {
        if (offset < 0 || offset > size - length) {
            throw outside(offset, length, "a value");
        }
    }

    private void check(long offset, long length, String what) {
        if (!contains(offset, length)) {
            throw outside(offset, length, what);
        }
    }

    private MalformedFileException outside(long offset, long length, String what) {
        long left = offset < 0 || offset > size ? 0 : size - offset;
        return malformed(offset, "%s bytes for %s".formatted(Long.toUnsignedString(length), what),
                String.format(Locale.ROOT, "%d left in %s", left, name));
    }

    @Override
    public String toString() {
        return "%s: %s+0x%x (%d bytes)".formatted(file, name, origin, size);
    }
}
