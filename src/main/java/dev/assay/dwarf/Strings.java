package dev.assay.dwarf;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assay.bytes.Slice;

/// Reads the strings of `.debug_str` and `.debug_line_str`. They are copied in pieces and searched there, for the same
/// reason as [ByteCursor]: in a program that has just started, a search in the segment itself costs many times more.
final class Strings {
    /// Holds nearly every name; mangled ones have about a hundred bytes.
    private static final int PIECE = 256;

    /// Names of more are no names: a file could have one string of the file's size, and every entry refer to it.
    private static final int MAX_LENGTH = 1 << 20;

    private Strings() {}

    /// The NUL-terminated string at `offset`; invalid UTF-8 becomes U+FFFD.
    static String at(Slice section, long offset) {
        section.require(offset, 1, "a NUL-terminated string");
        long left = section.size() - offset;
        long length = Math.min(PIECE, left);
        for (int searched = 0;;) {
            byte[] piece = section.copy(offset, length);
            for (int end = searched; end < piece.length; end++) {
                if (piece[end] == 0) {
                    return new String(piece, 0, end, UTF_8);
                }
            }
            if (length == left) {
                throw section.malformed(offset, "a NUL-terminated string", "the end of " + section.name());
            }
            if (length >= MAX_LENGTH) {
                throw section.unsupported(offset, "a string of more than %d bytes".formatted(MAX_LENGTH));
            }
            searched = piece.length;
            length = Math.min(4 * length, left);
        }
    }
}
