package dev.assay.archive;

import dev.assay.bytes.Slice;
import java.io.IOException;

/// A kernel that unpacks itself under EFI: `vmlinuz.efi` of arm64, riscv64 and loongarch64 (Linux
/// drivers/firmware/efi/libstub/zboot-header.S).
final class Zboot {
    private static final int MZ = 0x5a4d;
    private static final long ZIMG = 0x676d_697aL;
    private static final int OFFSET = 8;
    private static final int SIZE = 12;
    private static final int METHOD = 24;

    private Zboot() {}

    static boolean isHeader(Slice head) {
        return head.size() >= 64 && head.u16(0) == MZ && head.u32(4) == ZIMG;
    }

    static void read(Input in, Limits.Nesting at, Members out) throws IOException {
        Slice head = in.peek(64);
        long offset = head.u32(OFFSET);
        long size = head.u32(SIZE);
        String method = Payload.printable(head, METHOD, 32);
        if (offset < 64) {
            throw in.malformed(in.offset() + OFFSET, "the payload behind the header", "0x%x".formatted(offset));
        }
        in.skip(offset, "what precedes the payload");
        try (Input payload = in.member(in.file(), "payload", size)) {
            Payload.open(payload, "method '%s'".formatted(method), at, out);
        }
    }
}
