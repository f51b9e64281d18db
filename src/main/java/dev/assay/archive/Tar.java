package dev.assay.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.bytes.Slice;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A tar archive: v7, ustar, pax (POSIX.1-2024, pax) and GNU (GNU tar manual, "Basic Tar Format").
///
/// Only regular files are looked at. Links lead to one of those or out of the archive; nothing is ever made of a
/// device or a name.
final class Tar {
    private static final int BLOCK = 512;
    private static final int NAME = 0;
    private static final int SIZE = 124;
    private static final int CHECKSUM = 148;
    private static final int TYPE = 156;
    private static final int MAGIC = 257;
    private static final int PREFIX = 345;
    private static final int LONGEST_NAME = 64 << 10;
    private static final int LONGEST_RECORDS = 1 << 20;

    private final Input in;
    private final Limits.Nesting at;
    private final Members out;
    private @Nullable String longName;
    private Map<String, String> records = new HashMap<>();

    private Tar(Input in, Limits.Nesting at, Members out) {
        this.in = in;
        this.at = at;
        this.out = out;
    }

    /// Whether this is the header of a member: its checksum says so.
    static boolean isHeader(Slice block) {
        if (block.size() < BLOCK || block.u8(NAME) == 0) {
            return false;
        }
        long sum = 0;
        long signed = 0; // as some old programs reckoned
        for (int i = 0; i < BLOCK; i++) {
            int value = i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : block.u8(i);
            sum += value;
            signed += (byte) value;
        }
        long expected = octal(block, CHECKSUM, 8);
        return expected == sum || expected == signed;
    }

    static void read(Input in, Limits.Nesting at, Members out) throws IOException {
        new Tar(in, at, out).members();
        in.drain();
    }

    private void members() throws IOException {
        while (true) {
            Slice block = in.peek(BLOCK);
            if (block.size() == 0 || (block.size() == BLOCK && isEmpty(block))) {
                return;
            }
            if (!isHeader(block)) {
                throw in.malformed("the header of a tar member with its checksum",
                        block.size() < BLOCK ? "%d bytes".formatted(block.size()) : "something else");
            }
            member(block);
        }
    }

    private void member(Slice block) throws IOException {
        int type = block.u8(TYPE);
        String name = name(block);
        long size = size(block, type);
        in.consume(BLOCK);
        switch (type) {
            case 'L' -> longName = cut(new String(bytes(size, LONGEST_NAME, "a long name"), UTF_8));
            case 'x' -> records = records(bytes(size, LONGEST_RECORDS, "pax records"));
            case 'K', 'g', 'D', 'V', 'M' -> in.skip(size, "a tar record");
            case '0', '\0', '7', 'S' -> {
                if (type == 'S' || records.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."))) {
                    out.refused(Members.name(in.file(), name), in.unsupported("a sparse file in a tar archive"));
                    in.skip(size, name);
                } else if (name.endsWith("/")) {
                    in.skip(size, name);
                } else {
                    out.member(in, name, size, at);
                }
            }
            default -> in.skip(type >= '1' && type <= '6' ? 0 : size, name);
        }
        in.skip(type >= '1' && type <= '6' ? 0 : -size & (BLOCK - 1), "padding");
        if (type != 'L' && type != 'x' && type != 'K') {
            longName = null;
            records = new HashMap<>();
        }
    }

    private String name(Slice block) {
        String path = records.get("path");
        if (path != null) {
            return path;
        }
        if (longName != null) {
            return longName;
        }
        String name = text(block, NAME, 100);
        // GNU has other things in the place of the prefix, and says so by the two characters behind "ustar".
        boolean posix = block.u32(MAGIC) == 0x6174_7375L && block.u16(MAGIC + 4) == 'r';
        String prefix = posix ? text(block, PREFIX, 155) : "";
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private long size(Slice block, int type) {
        String record = type == 'x' ? null : records.get("size");
        long size;
        if (record != null) {
            size = record.length() <= 18 && record.chars().allMatch(c -> c >= '0' && c <= '9') && !record.isEmpty()
                    ? Long.parseLong(record)
                    : -1;
        } else if ((block.u8(SIZE) & 0x80) != 0) {
            // GNU: binary, big-endian.
            size = (block.u8(SIZE) & 0x7f) == 0 && block.u32(SIZE) == 0x80
                    ? Long.reverseBytes(block.u64(SIZE + 4))
                    : -1;
        } else {
            size = octal(block, SIZE, 12);
        }
        if (size < 0 || size > Long.MAX_VALUE - BLOCK) {
            throw in.malformed(in.offset() + SIZE, "the size of a tar member", "something else");
        }
        return size;
    }

    private byte[] bytes(long size, int most, String what) throws IOException {
        if (size > most) {
            throw in.malformed("at most %d bytes for %s".formatted(most, what), Long.toString(size));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (long left = size; left > 0;) {
            long step = Math.min(left, BLOCK);
            bytes.writeBytes(in.take(step, what).copy(0, step));
            left -= step;
        }
        return bytes.toByteArray();
    }

    /// Records of the form `length key=value\n`, where the length counts all of it.
    private Map<String, String> records(byte[] bytes) {
        Map<String, String> found = new HashMap<>();
        int start = 0;
        while (start < bytes.length && bytes[start] != 0) {
            int end = start;
            int length = 0;
            while (end < bytes.length && bytes[end] >= '0' && bytes[end] <= '9' && end - start < 8) {
                length = length * 10 + bytes[end++] - '0';
            }
            if (end == bytes.length || bytes[end] != ' ' || length <= end - start + 1
                    || length > bytes.length - start) {
                throw in.malformed("pax records with their length", "something else");
            }
            String record = new String(bytes, end + 1, start + length - end - 1, UTF_8);
            int equals = record.indexOf('=');
            if (equals > 0 && record.endsWith("\n")) {
                found.put(record.substring(0, equals), record.substring(equals + 1, record.length() - 1));
            }
            start += length;
        }
        return found;
    }

    private static boolean isEmpty(Slice block) {
        for (int i = 0; i < BLOCK; i += 8) {
            if (block.u64(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /// Octal digits between spaces, up to a NUL or space; -1 if it is something else.
    private static long octal(Slice block, int offset, int length) {
        long value = 0;
        int digits = 0;
        for (int i = offset; i < offset + length; i++) {
            int c = block.u8(i);
            if (c >= '0' && c <= '7') {
                value = (value << 3) | (c - '0');
                digits++;
            } else if ((c == ' ' || c == 0) && digits > 0) {
                break;
            } else if (c != ' ') {
                return -1;
            }
        }
        return digits == 0 ? -1 : value;
    }

    private static String text(Slice block, int offset, int length) {
        return cut(block.text(offset, length));
    }

    private static String cut(String text) {
        int end = text.indexOf('\0');
        return end < 0 ? text : text.substring(0, end);
    }
}
