package dev.assay.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.bytes.Slice;
import java.io.IOException;

/// An `ar` archive: `.a`, `.rlib` and `.deb` (ar(5) of FreeBSD; GNU binutils, include/aout/ar.h).
///
/// A member's name stands in its header; a long one in the member `//` (GNU) or before the member's bytes (BSD).
final class Ar {
    private static final int MAGIC = 8;
    private static final int HEADER = 60;
    /// Longer than all names of any archive that was ever linked.
    private static final long LONGEST_NAMES = 16 << 20;
    private static final int LONGEST_NAME = Input.HEAD;
    private static final String BSD_NAME = "#1/";
    /// Of rustc: what other crates need to know; in recent versions wrapped into an ELF file without code.
    private static final String METADATA = "lib.rmeta";

    private final Input in;
    private final Members out;
    private final Limits.Nesting at;
    private byte[] names = {};
    private boolean isDeb;

    private Ar(Input in, Limits.Nesting at, Members out) {
        this.in = in;
        this.out = out;
        this.at = at;
    }

    static void read(Input in, Limits.Nesting at, Members out) throws IOException {
        if (in.peek(MAGIC).u8(2) == 't') {
            throw in.unsupported("a thin ar archive, which only names other files; those can be given instead");
        }
        in.consume(MAGIC);
        new Ar(in, at, out).members();
    }

    private void members() throws IOException {
        for (boolean first = true; !in.atEnd(); first = false) {
            long start = in.offset();
            Slice header = in.take(HEADER, "an ar header");
            if (header.u16(58) != 0x0a60) {
                throw in.malformed(start + 58, "the end of an ar header", "0x%x".formatted(header.u16(58)));
            }
            String field = header.text(0, 16).stripTrailing();
            long size = number(header.text(48, 10).strip(), start + 48, "a size");
            long padding = size & 1;
            if (first && (field.equals("debian-binary") || field.equals("debian-binary/"))) {
                isDeb = true;
            }
            member(field, size, start);
            if (padding != 0 && !in.atEnd()) {
                in.consume(1);
            }
        }
    }

    private void member(String field, long size, long start) throws IOException {
        if (isDeb) {
            debMember(field.endsWith("/") ? field.substring(0, field.length() - 1) : field, size);
        } else if (field.equals("//")) {
            names = names(size);
        } else if (field.equals("/") || field.equals("/SYM64/") || field.startsWith("__.SYMDEF")) {
            in.skip(size, "a table of symbols");
        } else if (field.startsWith(BSD_NAME)) {
            long length = number(field.substring(BSD_NAME.length()), start, "the length of a name");
            if (length > size || length > LONGEST_NAME) {
                throw in.malformed(start, "a name of at most %d bytes".formatted(Math.min(size, LONGEST_NAME)),
                        Long.toString(length));
            }
            String name = in.take(length, "a name").text(0, length);
            int end = name.indexOf('\0');
            deliver(end < 0 ? name : name.substring(0, end), size - length);
        } else if (field.length() > 1 && field.charAt(0) == '/' && Character.isDigit(field.charAt(1))) {
            deliver(longName(number(field.substring(1), start, "the place of a name"), start), size);
        } else {
            deliver(field.endsWith("/") ? field.substring(0, field.length() - 1) : field, size);
        }
    }

    private void deliver(String name, long size) throws IOException {
        if (name.equals(METADATA)) {
            out.other();
            in.skip(size, name);
        } else if (name.startsWith("__.SYMDEF")) {
            in.skip(size, "a table of symbols");
        } else {
            out.member(in, name, size, at);
        }
    }

    /// Of a package only what it installs counts (deb(5)); that has no name of its own in answers.
    private void debMember(String name, long size) throws IOException {
        if (name.equals("data.tar") || name.startsWith("data.tar.")) {
            try (Input data = in.member(in.file(), name, size)) {
                out.content(data, at);
                data.drain();
            }
        } else {
            in.skip(size, name);
        }
    }

    private byte[] names(long size) throws IOException {
        if (size > LONGEST_NAMES) {
            throw in.malformed("at most %d bytes of names".formatted(LONGEST_NAMES), Long.toString(size));
        }
        byte[] bytes = new byte[(int) size];
        for (int done = 0; done < bytes.length;) {
            int step = Math.min(bytes.length - done, Input.HEAD);
            System.arraycopy(in.take(step, "long names").copy(0, step), 0, bytes, done, step);
            done += step;
        }
        return bytes;
    }

    /// GNU ends a name with a slash and a line feed.
    private String longName(long offset, long start) {
        if (offset >= names.length) {
            throw in.malformed(start, "the place of a name within %d bytes".formatted(names.length),
                    Long.toString(offset));
        }
        int end = (int) offset;
        while (end < names.length && names[end] != '\n' && names[end] != 0) {
            end++;
        }
        String name = new String(names, (int) offset, end - (int) offset, UTF_8);
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    private long number(String digits, long offset, String what) {
        if (digits.isEmpty() || digits.length() > 12 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw in.malformed(offset, what + " in decimal digits", "'" + digits + "'");
        }
        return Long.parseLong(digits);
    }
}
