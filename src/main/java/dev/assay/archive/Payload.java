package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;

/// The kernel within a kernel that unpacks itself.
final class Payload {
    private Payload() {}

    /// @param described what the image says of it, for the message if that is not known here
    static void open(Input payload, String described, Limits.Nesting at, Members out) throws IOException {
        Format format = Format.of(payload.peek(Input.HEAD));
        if (!format.isCompression() && !format.isLeaf()) {
            throw payload.unsupported("a kernel packed by %s; gzip, xz, zstd, lz4, lzo, bzip2 and lzma are read"
                    .formatted(described));
        }
        out.content(payload, at);
    }

    static String firstBytes(Input payload) throws IOException {
        Slice head = payload.peek(8);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < head.size(); i++) {
            text.append("%02x".formatted(head.u8(i)));
        }
        return text.toString();
    }

    /// A NUL-terminated word; what is not a letter or digit is left out.
    static String printable(Slice head, int offset, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = offset; i < offset + length && head.u8(i) != 0; i++) {
            if (Character.isLetterOrDigit(head.u8(i)) && head.u8(i) < 0x80) {
                text.append((char) head.u8(i));
            }
        }
        return text.toString();
    }
}
