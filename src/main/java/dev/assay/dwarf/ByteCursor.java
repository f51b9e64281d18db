package dev.assay.dwarf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;

/// Reads numbers one after the other, like [dev.assay.bytes.Cursor], from a copy on the heap.
///
/// A program that answers once spends most of its time in code that the JVM has not compiled yet, and there a read
/// from an array costs a small part of one from a memory segment. The parts that are walked byte by byte are small,
/// so they are copied. Every read is checked, and errors name the place in the section.
final class ByteCursor {
    /// What is copied at most. The largest unit of a kernel's Rust has some hundred kilobytes.
    private static final int MAX_SIZE = 128 << 20;

    private final Slice source;
    private final byte[] bytes;
    private int offset;
    private int last;

    private ByteCursor(Slice source, byte[] bytes, int offset) {
        this.source = source;
        this.bytes = bytes;
        this.offset = offset;
        this.last = offset;
    }

    /// A copy of a slice, for one or more cursors.
    ///
    /// @param what it is, for the error if it is too large
    static byte[] copy(Slice source, String what) {
        if (source.size() > MAX_SIZE) {
            throw source.unsupported(0, "%s of more than %d MiB".formatted(what, MAX_SIZE >> 20));
        }
        return source.copy(0, source.size());
    }

    /// @param source where the bytes are from; may be larger than the copy
    /// @param bytes  a copy of it from its start
    /// @param offset to begin at
    static ByteCursor of(Slice source, byte[] bytes, long offset) {
        ByteCursor cursor = new ByteCursor(source, bytes, 0);
        cursor.seek(offset);
        return cursor;
    }

    Slice source() {
        return source;
    }

    int size() {
        return bytes.length;
    }

    int offset() {
        return offset;
    }

    /// Where the last value began.
    int last() {
        return last;
    }

    boolean atEnd() {
        return offset >= bytes.length;
    }

    void seek(long newOffset) {
        if (newOffset < 0 || newOffset > bytes.length) {
            throw outside(newOffset, 1, "a value");
        }
        offset = (int) newOffset;
        last = offset;
    }

    void skip(long length, String what) {
        if (length < 0 || length > bytes.length - offset) {
            throw outside(offset, length, what);
        }
        last = offset;
        offset += (int) length;
    }

    int u8() {
        if (offset >= bytes.length) {
            throw outside(offset, 1, "a value");
        }
        last = offset;
        return bytes[offset++] & 0xff;
    }

    int u16() {
        int at = take(2);
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8;
    }

    int u24() {
        int at = take(3);
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    }

    long u32() {
        return s32(take(4)) & 0xffff_ffffL;
    }

    /// A value of 2^63 or more comes back negative; as an offset or a size every read refuses it.
    long u64() {
        int at = take(8);
        return (s32(at) & 0xffff_ffffL) | (long) s32(at + 4) << 32;
    }

    /// Unsigned LEB128 (DWARF 5 §7.6) of at most 64 bits; 2^63 and more come back negative.
    long uleb128() {
        int start = offset;
        int first = u8();
        if (first < 0x80) {
            return first;
        }
        long value = first & 0x7f;
        for (int shift = 7; shift < 70; shift += 7) {
            int b = u8();
            if (shift == 63 && (b & 0x7e) != 0) {
                break;
            }
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                last = start;
                return value;
            }
        }
        throw source.malformed(start, "an unsigned LEB128 of at most 64 bits", "a longer one");
    }

    /// Signed LEB128 (DWARF 5 §7.6) of at most 64 bits.
    long sleb128() {
        int start = offset;
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                last = start;
                return shift < 57 && (b & 0x40) != 0 ? value | -1L << (shift + 7) : value;
            }
        }
        throw source.malformed(start, "a signed LEB128 of at most 64 bits", "a longer one");
    }

    /// A NUL-terminated string; invalid UTF-8 becomes U+FFFD.
    String string() {
        int start = offset;
        skipString();
        return new String(bytes, start, offset - 1 - start, UTF_8);
    }

    void skipString() {
        for (int end = offset; end < bytes.length; end++) {
            if (bytes[end] == 0) {
                last = offset;
                offset = end + 1;
                return;
            }
        }
        throw source.malformed(offset, "a NUL-terminated string", "the end of " + source.name());
    }

    /// The next `length` bytes as a view of the file.
    Slice window(long length, String what) {
        int start = offset;
        skip(length, what);
        return source.window(start, length);
    }

    /// An error that points at the last value read.
    MalformedFileException malformed(String expected, String found) {
        return source.malformed(last, expected, found);
    }

    /// An error that points at the last value read, which was `found`.
    MalformedFileException malformed(String expected, long found) {
        return source.malformed(last, expected, found);
    }

    /// A refusal of the last value read.
    UnsupportedFormatException unsupported(String what) {
        return source.unsupported(last, what);
    }

    private int take(int length) {
        if (offset > bytes.length - length) {
            throw outside(offset, length, "a value");
        }
        last = offset;
        offset += length;
        return last;
    }

    private int s32(int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16 | bytes[at + 3] << 24;
    }

    private MalformedFileException outside(long at, long length, String what) {
        long left = at < 0 || at > bytes.length ? 0 : bytes.length - at;
        return source.malformed(at, "%s bytes for %s".formatted(Long.toUnsignedString(length), what),
                "%d left in %s".formatted(left, source.name()));
    }
}
