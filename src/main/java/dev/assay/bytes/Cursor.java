package dev.assay.bytes;

/// A position in a [Slice] that moves as values are read, and remembers where the last one began,
/// so that a complaint about a value points at it and not behind it.
///
/// Offsets are in bytes from the start of the slice. Not thread-safe; cheap to make.
public final class Cursor {
    private final Slice slice;
    private long offset;
    private long last;

    Cursor(Slice slice, long offset) {
        this.slice = slice;
        this.offset = offset;
        this.last = offset;
    }

    public Slice slice() {
        return slice;
    }

    /// Where the next value will be read.
    public long offset() {
        return offset;
    }

    /// Where the last value began.
    public long last() {
        return last;
    }

    public boolean atEnd() {
        return offset >= slice.size();
    }

    public void seek(long newOffset) {
        offset = newOffset;
        last = newOffset;
    }

    public void skip(long length, String what) {
        slice.require(offset, length, what);
        advance(length);
    }

    public int u8() {
        int value = slice.u8(offset);
        advance(1);
        return value;
    }

    public int u16() {
        int value = slice.u16(offset);
        advance(2);
        return value;
    }

    public int u24() {
        slice.require(offset, 3, "a value");
        int value = slice.u16(offset) | slice.u8(offset + 2) << 16;
        advance(3);
        return value;
    }

    public long u32() {
        long value = slice.u32(offset);
        advance(4);
        return value;
    }

    public long u64() {
        long value = slice.u64(offset);
        advance(8);
        return value;
    }

    /// Unsigned LEB128 (DWARF 5 §7.6) of at most 64 bits; 2^63 and more come back negative.
    /// Padding is allowed up to ten bytes, the length of the longest value.
    public long uleb128() {
        long value = 0;
        long at = offset;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = slice.u8(at++);
            if (shift == 63 && (b & 0x7e) != 0) {
                break;
            }
            value |= (long) (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                advance(at - offset);
                return value;
            }
        }
        throw slice.malformed(offset, "an unsigned LEB128 of at most 64 bits", "a longer one");
    }

    /// Signed LEB128 (DWARF 5 §7.6) of at most 64 bits. Padding is allowed up to ten bytes.
    public long sleb128() {
        long value = 0;
        long at = offset;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = slice.u8(at++);
            // Of the tenth byte one bit is left for the value; the others may only repeat it.
            if (shift == 63 && (b & 0x7f) != 0 && (b & 0x7f) != 0x7f) {
                break;
            }
            value |= (long) (b & 0x7f) << shift;
            if ((b & 0x80) == 0) {
                advance(at - offset);
                return shift < 57 && (b & 0x40) != 0 ? value | -1L << (shift + 7) : value;
            }
        }
        throw slice.malformed(offset, "a signed LEB128 of at most 64 bits", "a longer one");
    }

    /// A NUL-terminated string.
    public String string() {
        long end = slice.endOfString(offset);
        String value = slice.text(offset, end - offset);
        advance(end + 1 - offset);
        return value;
    }

    public void skipString() {
        advance(slice.endOfString(offset) + 1 - offset);
    }

    /// The next `length` bytes as a view.
    public Slice window(long length) {
        Slice window = slice.window(offset, length);
        advance(length);
        return window;
    }

    /// An error that points at the last value read.
    public MalformedFileException malformed(String expected, String found) {
        return slice.malformed(last, expected, found);
    }

    /// An error that points at the last value read, which was `found`.
    public MalformedFileException malformed(String expected, long found) {
        return slice.malformed(last, expected, found);
    }

    private void advance(long length) {
        last = offset;
        offset += length;
    }
}
