package dev.assay.machine;

import dev.assay.bytes.Slice;

/// The parts of one x86-64 instruction: prefixes, opcode, ModRM, immediate, and how long it all is
/// (Intel SDM volume 2, chapter 2, "Instruction Format").
///
/// Holds a copy of its first 16 bytes, so that looking at a part never reads the code again.
final class X86Instruction {
    /// Bits of [#prefixes].
    static final int OPERAND_16 = 1;
    static final int ADDRESS_32 = 1 << 1;
    static final int LOCK = 1 << 2;
    /// `fs` or `gs`: the other segments start at 0 in 64-bit mode.
    static final int SEGMENT = 1 << 3;
    static final int REPEAT = 1 << 4;

    /// Values of [#mandatory].
    static final int NO_PREFIX = 0;
    static final int PREFIX_66 = 1;
    static final int PREFIX_F3 = 2;
    static final int PREFIX_F2 = 3;

    static final int LEGACY = 0;
    static final int VEX = 1;
    static final int EVEX = 2;

    private static final int LONGEST = 15;

    long low;
    long high;
    int prefixes;
    /// Bits W, R, X, B from 8 to 1, also of VEX and EVEX; 0x40 besides if there is a REX prefix.
    int rex;
    int encoding;
    /// 0 no escape, 1 after `0f`, 2 after `0f 38`, 3 after `0f 3a`; 5 and 6 with EVEX only.
    int map;
    int opcode;
    int opcodeAt;
    /// The one of 66, f3, f2 that chooses between instructions.
    int mandatory;
    /// The extra register operand of VEX and EVEX.
    int extra;
    /// In bytes, of VEX and EVEX: 16, 32 or 64.
    int vectorLength;
    boolean hasModrm;
    int modrm;
    int immediateAt;
    /// One of the kinds in [X86Opcodes], or 0.
    int immediateKind;
    int length;
    Flow flow = Flow.INVALID;

    /// Reads the instruction at `offset`. Where it is cut off or not defined, flow is [Flow#INVALID] and length 1.
    void read(Slice code, long offset) {
        long left = offset < 0 ? 0 : code.size() - offset;
        if (left >= 16) {
            low = code.u64(offset);
            high = code.u64(offset + 8);
        } else {
            readLast(code, offset, (int) Math.max(left, 0));
        }
        flow = Flow.NEXT;
        length = parse();
        if (length == 0 || length > LONGEST || length > left) {
            flow = Flow.INVALID;
            length = 1;
        }
    }

    private void readLast(Slice code, long offset, int left) {
        low = 0;
        high = 0;
        for (int i = 0; i < left; i++) {
            long value = code.u8(offset + i);
            if (i < 8) {
                low |= value << (8 * i);
            } else {
                high |= value << (8 * (i - 8));
            }
        }
    }

    /// The byte `at` bytes from the start; something harmless beyond the 16th.
    int byteAt(int at) {
        return (int) ((at < 8 ? low : high) >>> (at << 3)) & 0xff;
    }

    /// The 8 bytes `at` bytes from the start; zeros beyond the 16th.
    long bytesAt(int at) {
        if (at == 0) {
            return low;
        }
        if (at < 8) {
            return low >>> (at << 3) | high << (64 - (at << 3));
        }
        return at < 16 ? high >>> (at << 3) : 0;
    }

    boolean has(int prefix) {
        return (prefixes & prefix) != 0;
    }

    boolean isWide() {
        return (rex & 8) != 0;
    }

    boolean isMemory() {
        return modrm < 0xc0;
    }

    /// The middle field of ModRM without its REX bit: the number of an instruction in a group.
    int group() {
        return modrm >> 3 & 7;
    }

    /// The register operand: the middle field of ModRM with its REX bit.
    int register() {
        return (modrm >> 3 & 7) | (rex & 4) << 1;
    }

    /// The register that holds an operand of `size` bytes: 4 to 7 mean `ah` to `bh` for one byte without REX.
    int byteRegister(int number, int size) {
        return size == 1 && rex == 0 && number >= 4 ? number - 4 : number;
    }

    /// Size of a general operand in bytes: 2, 4 or 8.
    int operandSize() {
        return isWide() ? 8 : has(OPERAND_16) ? 2 : 4;
    }

    /// The immediate, sign-extended; of [X86Opcodes#WORD] and after zero-extended.
    long immediate() {
        long bytes = bytesAt(immediateAt);
        return switch (immediateKind) {
            case X86Opcodes.BYTE, X86Opcodes.RELATIVE_8 -> (byte) bytes;
            case X86Opcodes.WORD, X86Opcodes.WORD_AND_BYTE -> bytes & 0xffff;
            case X86Opcodes.RELATIVE_32 -> (int) bytes;
            case X86Opcodes.UP_TO_4 -> operandSize() == 2 ? (short) bytes : (int) bytes;
            case X86Opcodes.UP_TO_8 -> switch (operandSize()) {
                case 2 -> (short) bytes;
                case 4 -> (int) bytes;
                default -> bytes;
            };
            case X86Opcodes.MEMORY_OFFSET -> has(ADDRESS_32) ? bytes & 0xffff_ffffL : bytes;
            default -> 0;
        };
    }

    /// The length, or 0 if this is no instruction.
    private int parse() {
        int at = 0;
        int first = byteAt(0);
        int entry = X86Opcodes.FIRST[first];
        prefixes = 0;
        rex = 0;
        encoding = LEGACY;
        mandatory = NO_PREFIX;
        map = 0;
        hasModrm = false;
        modrm = 0;
        while ((entry & X86Opcodes.PREFIX) != 0) {
            if (first == 0x0f) {
                return parseEscape(at + 1);
            }
            if (first == 0xc4 || first == 0xc5 || first == 0x62) {
                return parseVector(at, first);
            }
            prefix(first);
            if (++at == LONGEST) {
                return 0;
            }
            first = byteAt(at);
            entry = X86Opcodes.FIRST[first];
        }
        opcode = first;
        opcodeAt = at;
        return entry == 0 ? 0 : parseOperands(at + 1, entry);
    }

    private void prefix(int value) {
        if ((value & 0xf0) == 0x40) {
            rex = value;
            return;
        }
        rex = 0; // counts only right before the opcode
        switch (value) {
            case 0x66 -> {
                prefixes |= OPERAND_16;
                if (mandatory == NO_PREFIX) {
                    mandatory = PREFIX_66;
                }
            }
            case 0x67 -> prefixes |= ADDRESS_32;
            case 0xf0 -> prefixes |= LOCK;
            case 0x64, 0x65 -> prefixes |= SEGMENT;
            case 0xf3 -> {
                prefixes |= REPEAT;
                mandatory = PREFIX_F3;
            }
            case 0xf2 -> {
                prefixes |= REPEAT;
                mandatory = PREFIX_F2;
            }
            default -> {} // cs, ds, es, ss: branch hints at most
        }
    }

    private int parseEscape(int at) {
        int next = byteAt(at);
        map = next == 0x38 ? 2 : next == 0x3a ? 3 : 1;
        opcodeAt = map == 1 ? at : at + 1;
        opcode = byteAt(opcodeAt);
        int entry = X86Opcodes.LEGACY[map][opcode];
        return isDefined(entry) ? parseOperands(opcodeAt + 1, entry) : 0;
    }

    private boolean isDefined(int entry) {
        return (entry >>> (X86Opcodes.PREFIXES + mandatory) & 1) != 0;
    }

    /// VEX and EVEX: the prefix holds what REX, the escapes and the mandatory prefix hold elsewhere
    /// (Intel SDM volume 2 §2.3, §2.7).
    private int parseVector(int at, int first) {
        if (rex != 0 || mandatory != NO_PREFIX || has(LOCK)) {
            return 0;
        }
        int second = byteAt(at + 1);
        int third = byteAt(at + 2);
        if (first == 0xc5) {
            return parseVex(at + 2, second, ~second >> 5 & 4, 1);
        }
        if (first == 0xc4) {
            return parseVex(at + 3, third, (~second >> 5 & 7) | (third >> 4 & 8), second & 31);
        }
        map = second & 7;
        if ((second & 8) != 0 || (third & 4) == 0) {
            return 0;
        }
        int fourth = byteAt(at + 3);
        encoding = EVEX;
        rex = (~second >> 5 & 7) | (third >> 4 & 8);
        mandatory = third & 3;
        extra = ~third >> 3 & 15;
        vectorLength = 16 << Math.min(fourth >> 5 & 3, 2);
        opcodeAt = at + 4;
        opcode = byteAt(opcodeAt);
        int entry = X86Opcodes.EVEX[map][opcode];
        boolean rounds = (fourth & 0x10) != 0 && byteAt(opcodeAt + 1) >= 0xc0;
        boolean lengthExists = (fourth & 0x60) != 0x60 || rounds;
        return lengthExists && isDefined(entry) ? parseOperands(opcodeAt + 1, entry & ~X86Opcodes.RULE) : 0;
    }

    private int parseVex(int at, int last, int bits, int vexMap) {
        encoding = VEX;
        rex = bits;
        map = vexMap;
        mandatory = last & 3;
        extra = ~last >> 3 & 15;
        vectorLength = (last & 4) == 0 ? 16 : 32;
        opcodeAt = at;
        opcode = byteAt(at);
        int entry = map < X86Opcodes.VEX.length ? X86Opcodes.VEX[map][opcode] : 0;
        return isDefined(entry) ? parseOperands(at + 1, entry & ~X86Opcodes.RULE) : 0;
    }

    private int parseOperands(int start, int definition) {
        int at = start;
        int entry = definition;
        if ((entry & X86Opcodes.MODRM) != 0) {
            hasModrm = true;
            modrm = byteAt(at++);
            if (modrm < 0xc0) {
                if ((entry & X86Opcodes.REGISTER_ONLY) != 0) {
                    return 0;
                }
                at += addressLength(at);
            } else if ((entry & X86Opcodes.MEMORY_ONLY) != 0) {
                return 0;
            }
        }
        immediateAt = at;
        if ((entry & X86Opcodes.RULE) != 0) {
            entry = X86Rules.apply(this, entry);
            if (entry == 0) {
                return 0;
            }
        }
        immediateKind = entry & X86Opcodes.IMMEDIATE_MASK;
        return at + immediateLength();
    }

    /// How many bytes of address follow ModRM, whose next byte is at `at`.
    private int addressLength(int at) {
        int displacement = modrm < 0x40 ? 0 : modrm < 0x80 ? 1 : 4;
        int low3 = modrm & 7;
        if (low3 == 4) {
            return 1 + (displacement == 0 && (byteAt(at) & 7) == 5 ? 4 : displacement);
        }
        return displacement == 0 && low3 == 5 ? 4 : displacement;
    }

    private int immediateLength() {
        return switch (immediateKind) {
            case 0 -> 0;
            case X86Opcodes.BYTE, X86Opcodes.RELATIVE_8 -> 1;
            case X86Opcodes.WORD -> 2;
            case X86Opcodes.WORD_AND_BYTE -> 3;
            case X86Opcodes.UP_TO_4 -> Math.min(operandSize(), 4);
            case X86Opcodes.UP_TO_8 -> operandSize();
            case X86Opcodes.MEMORY_OFFSET -> has(ADDRESS_32) ? 4 : 8;
            default -> 4;
        };
    }
}
