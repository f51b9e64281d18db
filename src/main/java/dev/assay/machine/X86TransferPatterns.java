package dev.assay.machine;

/// x86-64: `call`/`jmp rel32` (e8, e9), `jcc rel32` (0f 80-8f), `jmp`/`jcc`/`loop` rel8 (eb, 70-7f, e0-e3).
final class X86TransferPatterns implements TransferPatterns {
    @Override
    public void find(byte[] bytes, int length, int steps, long address, Sink sink) {
        for (int i = 0; i < steps; i++) {
            int opcode = bytes[i] & 0xff;
            if (opcode == 0xe8 || opcode == 0xe9) {
                if (i + 5 <= length) {
                    sink.candidate(i, address + i + 5 + TransferPatterns.s32(bytes, i + 1));
                }
            } else if (opcode == 0x0f) {
                if (i + 6 <= length && (bytes[i + 1] & 0xf0) == 0x80) {
                    sink.candidate(i, address + i + 6 + TransferPatterns.s32(bytes, i + 2));
                }
            } else if ((opcode & 0xf0) == 0x70 || opcode == 0xeb || (opcode & 0xfc) == 0xe0) {
                if (i + 2 <= length) {
                    sink.candidate(i, address + i + 2 + bytes[i + 1]);
                }
            }
        }
    }
}
