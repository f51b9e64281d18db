package dev.assay.machine;

/// What the opcode alone does not tell: which instructions of a group exist, and where control goes.
final class X86Rules {
    // One bit per ModRM byte from c0: which register forms of d8 … df exist (Intel SDM volume 2, tables ).
    private static final long[] FLOATING_POINT = {
        0xffff_ffff_ffff_ffffL, 0xffff_7f33_0001_ffffL, 0x0000_0200_ffff_ffffL, 0x00ff_ff3f_ffff_ffffL,
        0xffff_ffff_0000_ffffL, 0x0000_ffff_ffff_00ffL, 0xffff_ffff_0200_ffffL, 0x00ff_ff01_0000_00ffL,
    };
    /// One bit per group number: which memory forms of d8 … df exist.
    private static final int[] FLOATING_POINT_MEMORY = {0xff, 0xfd, 0xff, 0xaf, 0xff, 0xdf, 0xff, 0xff};
    /// The last byte of a 3DNow! instruction (AMD 21928, "3DNow! Technology Manual"; AMD 22466 for the extensions).
    private static final String NOW_3D =
            "\u000c\r\u001c\u001d\u008a\u008e\u0090\u0094\u0096\u0097\u009a\u009e"
                    + "\u00a0\u00a4\u00a6\u00a7\u00aa\u00ae\u00b0\u00b4\u00b6\u00b7\u00bb\u00bf";

    private X86Rules() {}

    /// Sets the flow, and gives back the entry, possibly with another immediate; 0 if there is no such instruction.
    static int apply(X86Instruction instruction, int entry) {
        return switch (instruction.map) {
            case 0 -> first(instruction, entry);
            case 1 -> after0f(instruction, entry);
            // movbe and crc32: only the latter has a register form
            default -> instruction.isMemory() || instruction.mandatory == X86Instruction.PREFIX_F2 ? entry : 0;
        };
    }

    private static int first(X86Instruction instruction, int entry) {
        int opcode = instruction.opcode;
        switch (opcode) {
            case 0x70, 0x71, 0x72, 0x73, 0x74, 0x75, 0x76, 0x77, 0x78, 0x79, 0x7a, 0x7b, 0x7c, 0x7d, 0x7e, 0x7f,
                    0xe0, 0xe1, 0xe2, 0xe3 -> instruction.flow = Flow.BRANCH;
            case 0xe8 -> instruction.flow = Flow.CALL;
            case 0xe9, 0xeb -> instruction.flow = Flow.JUMP;
            case 0xc2, 0xc3, 0xca, 0xcb, 0xcf -> instruction.flow = Flow.RETURN;
            case 0xcc -> instruction.flow = Flow.TRAP;
            case 0x8f -> {
                return instruction.group() == 0 ? entry : 0;
            }
            case 0xc6, 0xc7 -> {
                return move(instruction, entry);
            }
            case 0xf6 -> {
                return instruction.group() < 2 ? entry | X86Opcodes.BYTE : entry;
            }
            case 0xf7 -> {
                return instruction.group() < 2 ? entry | X86Opcodes.UP_TO_4 : entry;
            }
            case 0xfe -> {
                return instruction.group() < 2 ? entry : 0;
            }
            case 0xff -> {
                return group5(instruction, entry);
            }
            default -> {
                return floatingPoint(instruction, entry);
            }
        }
        return entry;
    }

    private static int move(X86Instruction instruction, int entry) {
        boolean isByte = instruction.opcode == 0xc6;
        if (instruction.group() == 0) {
            return entry | (isByte ? X86Opcodes.BYTE : X86Opcodes.UP_TO_4);
        }
        if (instruction.modrm != 0xf8) {
            return 0;
        }
        if (isByte) {
            return entry | X86Opcodes.BYTE; // xabort
        }
        instruction.flow = Flow.BRANCH; // xbegin
        return entry | (instruction.operandSize() == 2 ? X86Opcodes.UP_TO_4 : X86Opcodes.RELATIVE_32);
    }

    private static int group5(X86Instruction instruction, int entry) {
        switch (instruction.group()) {
            case 2 -> instruction.flow = Flow.INDIRECT_CALL;
            case 4 -> instruction.flow = Flow.INDIRECT_JUMP;
            case 3, 5 -> {
                if (!instruction.isMemory()) {
                    return 0;
                }
                instruction.flow = instruction.group() == 3 ? Flow.INDIRECT_CALL : Flow.INDIRECT_JUMP;
            }
            case 7 -> {
                return 0;
            }
            default -> {}
        }
        return entry;
    }

    private static int floatingPoint(X86Instruction instruction, int entry) {
        int escape = instruction.opcode - 0xd8;
        boolean exists = instruction.isMemory()
                ? (FLOATING_POINT_MEMORY[escape] >>> instruction.group() & 1) != 0
                : (FLOATING_POINT[escape] >>> (instruction.modrm - 0xc0) & 1) != 0;
        return exists ? entry : 0;
    }

    private static int after0f(X86Instruction instruction, int entry) {
        int group = instruction.group();
        boolean isMemory = instruction.isMemory();
        boolean exists = true;
        switch (instruction.opcode) {
            case 0x00 -> exists = group < 6 || (group == 6 && instruction.mandatory == X86Instruction.PREFIX_F2);
            case 0x01 -> {
                if (returns(instruction)) {
                    instruction.flow = Flow.RETURN;
                }
                exists = switch (instruction.modrm) {
                    case 0xd2, 0xd3, 0xeb -> false;
                    default -> !isMemory || group != 5 || instruction.mandatory == X86Instruction.PREFIX_F3;
                };
            }
            case 0x07, 0x35, 0xaa -> instruction.flow = Flow.RETURN;
            case 0x0b, 0xb9, 0xff -> instruction.flow = Flow.TRAP;
            case 0x0f -> exists = NOW_3D.indexOf(instruction.byteAt(instruction.immediateAt)) >= 0;
            case 0x71, 0x72 -> exists = !isMemory && (group == 2 || group == 4 || group == 6);
            case 0x73 -> exists = !isMemory && (group == 2 || group == 6
                    || ((group == 3 || group == 7) && instruction.mandatory == X86Instruction.PREFIX_66));
            case 0x78 -> {
                if (instruction.mandatory == X86Instruction.NO_PREFIX) {
                    return entry; // vmread
                }
                exists = !isMemory && (instruction.mandatory == X86Instruction.PREFIX_F2 || group == 0);
                return exists ? entry | X86Opcodes.WORD : 0; // extrq, insertq
            }
            case 0xa6, 0xa7 -> exists = !isMemory && (instruction.modrm & 7) == 0; // VIA PadLock
            case 0xae -> exists = isMemory || group > 4 || instruction.mandatory == X86Instruction.PREFIX_F3;
            case 0xba -> exists = group >= 4;
            case 0xc7 -> exists = group == 1 ? isMemory : group >= 6 || (group >= 3 && isMemory);
            default -> instruction.flow = Flow.BRANCH; // 80 … 8f
        }
        return exists ? entry : 0;
    }

    /// `eretu`, `erets` (Intel FRED specification, chapter 6) and `uiret`.
    private static boolean returns(X86Instruction instruction) {
        return switch (instruction.modrm) {
            case 0xca -> instruction.mandatory >= X86Instruction.PREFIX_F3;
            case 0xec -> instruction.mandatory == X86Instruction.PREFIX_F3;
            default -> false;
        };
    }
}
