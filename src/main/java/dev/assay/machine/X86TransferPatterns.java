package dev.assay.machine;

/// x86-64: `call`/`jmp rel32` (e8, e9), `jcc rel32` (0f 80-8f), `jmp`/`jcc`/`loop` rel8 (eb, 70-7f, e0-e3).
final class X86TransferPatterns implements TransferPatterns {
    private static final byte CALL_OR_JUMP = 1;
    private static final byte ESCAPE = 2;
    private static final byte SHORT = 3;
    /// How far a rel8 leads, with the two bytes that it is behind.
    private static final int NEAR = 130;

    /// What may begin with a byte; 0 for nothing, as most of them.
    private static final byte[] FAR = new byte[256];
    private static final byte[] ALL = new byte[256];

    static {
        FAR[0xe8] = CALL_OR_JUMP;
        FAR[0xe9] = CALL_OR_JUMP;
        FAR[0x0f] = ESCAPE;
        System.arraycopy(FAR, 0, ALL, 0, FAR.length);
        ALL[0xeb] = SHORT;
        for (int opcode = 0x70; opcode <= 0x7f; opcode++) {
            ALL[opcode] = SHORT;
        }
        for (int opcode = 0xe0; opcode <= 0xe3; opcode++) {
            ALL[opcode] = SHORT;
        }
    }

    @Override
    public void find(byte[] bytes, int length, int steps, long address, Sink sink) {
        byte[] kinds = sink.wants(address - NEAR, steps + 2L * NEAR) ? ALL : FAR;
        for (int i = 0; i < steps; i++) {
            byte kind = kinds[bytes[i] & 0xff];
            if (kind != 0) {
                candidate(kind, bytes, i, length, address, sink);
            }
        }
    }

    private static void candidate(byte kind, byte[] bytes, int i, int length, long address, Sink sink) {
        if (kind == CALL_OR_JUMP) {
            if (i + 5 <= length) {
                sink.candidate(i, address + i + 5 + TransferPatterns.s32(bytes, i + 1));
            }
        } else if (kind == ESCAPE) {
            if (i + 6 <= length && (bytes[i + 1] & 0xf0) == 0x80) {
                sink.candidate(i, address + i + 6 + TransferPatterns.s32(bytes, i + 2));
            }
        } else if (i + 2 <= length) {
            sink.candidate(i, address + i + 2 + bytes[i + 1]);
        }
    }
}
