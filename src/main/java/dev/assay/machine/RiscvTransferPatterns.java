package dev.assay.machine;

import static dev.assay.machine.RiscvFields.opcode;
import static dev.assay.machine.RiscvFields.rd;
import static dev.assay.machine.RiscvFields.rs1;

/// RISC-V: `jal`, `c.j`, branches, `c.beqz`/`c.bnez`, and `auipc` with a jump through its register right behind it.
final class RiscvTransferPatterns implements TransferPatterns {
    @Override
    public void find(byte[] bytes, int length, int steps, long address, Sink sink) {
        for (int i = 0; i + 2 <= length && i < steps; i += 2) {
            int half = half(bytes, i);
            if ((half & 3) == 1) {
                int operation = half >>> 13;
                if (operation == 5) {
                    sink.candidate(i, address + i + RiscvCompressed.jumpOffset(half));
                } else if (operation > 5) {
                    sink.candidate(i, address + i + RiscvCompressed.branchOffset(half));
                }
            } else if ((half & 3) == 3 && i + 4 <= length) {
                word(bytes, i, length, address + i, sink);
            }
        }
    }

    private static void word(byte[] bytes, int i, int length, long address, Sink sink) {
        int word = TransferPatterns.s32(bytes, i);
        switch (opcode(word)) {
            case RiscvOpcode.JAL -> sink.candidate(i, address + RiscvFields.immediateJ(word));
            case RiscvOpcode.BRANCH -> sink.candidate(i, address + RiscvFields.immediateB(word));
            case RiscvOpcode.AUIPC -> {
                int jump = jumpThrough(rd(word), bytes, i + 4, length);
                if (jump != 0) {
                    long upper = address + RiscvFields.immediateU(word);
                    sink.candidate(i + 4, upper + RiscvFields.immediateI(jump) & ~1L);
                }
            }
            default -> {}
        }
    }

    /// The `jalr`, if need be expanded, at `at` that goes through `register`; 0 if there is none.
    private static int jumpThrough(int register, byte[] bytes, int at, int length) {
        if (register == RiscvFields.ZERO || at + 2 > length) {
            return 0;
        }
        int half = half(bytes, at);
        int word = (half & 3) != 3 ? RiscvCompressed.expand(half)
                : at + 4 <= length ? TransferPatterns.s32(bytes, at) : 0;
        boolean isJump = word != 0 && opcode(word) == RiscvOpcode.JALR && RiscvFields.funct3(word) == 0;
        return isJump && rs1(word) == register ? word : 0;
    }

    private static int half(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | ((bytes[at + 1] & 0xff) << 8);
    }
}
