package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;

/// A kernel of x86 as it boots: `vmlinuz`, `bzImage` (Linux Documentation/arch/x86/boot.rst). What a signature for
/// Secure Boot adds stands behind it.
final class BzImage {
    private static final int SETUP_SECTORS = 0x1f1;
    private static final int BOOT_FLAG = 0x1fe;
    private static final int MAGIC = 0x202;
    private static final int VERSION = 0x206;
    private static final int PAYLOAD_OFFSET = 0x248;
    private static final int PAYLOAD_SIZE = 0x24c;
    private static final int INIT_SIZE = 0x260;
    private static final int END = 0x264;
    private static final long HDRS = 0x5372_6448L;
    /// The first protocol that tells where the payload is, of Linux 2.6.24.
    private static final int WITH_PAYLOAD = 0x208;
    private static final int SECTOR = 512;

    private BzImage() {}

    static boolean isHeader(Slice head) {
        return head.size() >= END && head.u16(BOOT_FLAG) == 0xaa55 && head.u32(MAGIC) == HDRS;
    }

    static void read(Input in, Limits.Nesting at, Members out) throws IOException {
        Slice head = in.peek(END);
        if (head.u16(VERSION) < WITH_PAYLOAD) {
            throw in.unsupported("boot protocol %d.%02d; 2.08 tells where the kernel lies"
                    .formatted(head.u8(VERSION + 1), head.u8(VERSION)));
        }
        int sectors = head.u8(SETUP_SECTORS) == 0 ? 4 : head.u8(SETUP_SECTORS);
        long size = head.u32(PAYLOAD_SIZE);
        if (size == 0) {
            throw in.malformed(in.offset() + PAYLOAD_SIZE, "the size of the payload", "0");
        }
        // What the kernel wants to have around it while it unpacks itself: a little more than it unpacks to.
        in.hint(0, head.u32(INIT_SIZE));
        in.skip((sectors + 1L) * SECTOR + head.u32(PAYLOAD_OFFSET), "what precedes the payload");
        try (Input payload = in.member(in.file(), "payload", size)) {
            // Behind what gzip packs, its own trailer has the size; behind all else the build appends it.
            Format format = Format.of(payload.peek(Input.HEAD));
            if (format == Format.GZIP || size < 4) {
                Payload.open(payload, "first bytes " + Payload.firstBytes(payload), at, out);
            } else {
                try (Input packed = payload.member(in.file(), "payload", size - 4)) {
                    Payload.open(packed, "first bytes " + Payload.firstBytes(packed), at, out);
                }
            }
        }
    }
}
