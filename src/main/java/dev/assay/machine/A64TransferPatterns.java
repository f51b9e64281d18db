package dev.assay.machine;

/// AArch64: `b`, `bl`, `b.cond`, `cbz`/`cbnz`, `tbz`/`tbnz`.
final class A64TransferPatterns implements TransferPatterns {
    @Override
    public void find(byte[] bytes, int length, int steps, long address, Sink sink) {
        for (int i = 0; i + 4 <= length && i < steps; i += 4) {
            int word = TransferPatterns.s32(bytes, i);
            if ((word & 0x7c00_0000) == 0x1400_0000) {
                sink.candidate(i, address + i + ((long) (word << 6) >> 4));
            } else if ((word & 0xff00_0000) == 0x5400_0000 || (word & 0x7e00_0000) == 0x3400_0000) {
                sink.candidate(i, address + i + ((long) (word << 8) >> 13 << 2));
            } else if ((word & 0x7e00_0000) == 0x3600_0000) {
                sink.candidate(i, address + i + ((long) (word << 13) >> 18 << 2));
            }
        }
    }
}
