package dev.assay.machine;

import org.jspecify.annotations.Nullable;

/// Which opcodes exist in 64-bit mode, and what bytes follow each
/// (Intel SDM volume 2, appendix A, "Opcode Map"; AMD APM volume 3, appendix A).
///
/// An entry is a set of bits: the ones below, and from bit [#PREFIXES] four that tell with which mandatory prefix the
/// opcode exists (none, 66, f3, f2). An entry of 0 is not an instruction. Opcodes of which only some ModRM
/// values exist have [#RULE], and [X86Rules] decides.
final class X86Opcodes {
    static final int MODRM = 1;
    static final int MEMORY_ONLY = 1 << 1;
    static final int REGISTER_ONLY = 1 << 2;
    /// Length, validity or flow need a closer look.
    static final int RULE = 1 << 3;
    static final int PREFIX = 1 << 4;
    /// The immediate: [#IMMEDIATE_MASK] holds one of the following.
    static final int IMMEDIATE = 5;
    static final int IMMEDIATE_MASK = 15 << IMMEDIATE;
    static final int BYTE = 1 << IMMEDIATE;
    static final int WORD = 2 << IMMEDIATE;
    /// 3 bytes, `enter`.
    static final int WORD_AND_BYTE = 3 << IMMEDIATE;
    /// 4 bytes, or 2 with operand size 16.
    static final int UP_TO_4 = 4 << IMMEDIATE;
    /// As large as the operand: 2, 4 or 8 bytes.
    static final int UP_TO_8 = 5 << IMMEDIATE;
    /// A full address: 8 bytes, or 4 with address size 32.
    static final int MEMORY_OFFSET = 6 << IMMEDIATE;
    /// A displacement from the next instruction, in 1 byte.
    static final int RELATIVE_8 = 7 << IMMEDIATE;
    /// A displacement from the next instruction, in 4 bytes.
    static final int RELATIVE_32 = 8 << IMMEDIATE;
    static final int DEFINED = 1 << 9;
    static final int PREFIXES = 10;

    // One character per opcode, sixteen opcodes per line:
    //   .  no instruction              -  no operand bytes           p  a prefix
    //   m  ModRM                 M  ModRM of memory          R  ModRM of a register
    //   B  ModRM, 1 byte         Q  ModRM of a register, 1 byte
    //   Z  ModRM, 4 or 2 bytes   b  1 byte                   z  4 or 2 bytes        v  2, 4 or 8 bytes
    //   a  an address            e  2 bytes and 1            j  branch of 1 byte    J  branch of 4 bytes
    // and with a rule:
    //   g  ModRM                 G  ModRM, 1 byte            f  no operand bytes    W  2 bytes
    private static final String ONE_BYTE = """
            mmmmbz..mmmmbz.p\
            mmmmbz..mmmmbz..\
            mmmmbzp.mmmmbzp.\
            mmmmbzp.mmmmbzp.\
            pppppppppppppppp\
            ----------------\
            ..pmppppzZbB----\
            jjjjjjjjjjjjjjjj\
            BZ.BmmmmmmmmmMmg\
            ----------.-----\
            aaaa----bz------\
            bbbbbbbbvvvvvvvv\
            BBWfppgge-Wffb.f\
            mmmm...-gggggggg\
            jjjjbbbbJJ.j----\
            p-pp--gg------gg""";
    private static final String AFTER_0F = """
            ggmm.--f--.f.m-G\
            mmmMmmmMmmmmmmmm\
            bbbb....mmmMmmmm\
            -----f.-........\
            mmmmmmmmmmmmmmmm\
            Rmmmmmmmmmmmmmmm\
            mmmmmmmmmmmmmmmm\
            BGGGmmm-gm..mmmm\
            JJJJJJJJJJJJJJJJ\
            mmmmmmmmmmmmmmmm\
            ---mBmgg--fmBmgm\
            mmMmMMmmmgGmmmmm\
            mmBMBQBg--------\
            mmmmmmmRmmmmmmmm\
            mmmmmmmMmmmmmmmm\
            MmmmmmmRmmmmmmmg""";
    private static final String AFTER_0F_PREFIXES = """
            ffff0fffff0f0fff\
            fff33373ffffffff\
            ffff000033ffff33\
            ffffff0f00000000\
            ffffffffffffffff\
            3f553333fff7ffff\
            3333333333332237\
            f3333331bb00aa77\
            ffffffffffffffff\
            ffffffffffffffff\
            ffffffffffffffff\
            ffffffff4fff77ff\
            fff1333fffffffff\
            a33333ef33333333\
            333333e333333333\
            833333333333333f""";
    private static final String AFTER_0F38_PREFIXES = """
            3333333333330000\
            2000220200003330\
            2222220022220000\
            2222220222222222\
            2200000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            2220000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000011111102\
            0000000040026666\
            0000000000000000\
            bb000270e144f000""";
    private static final String AFTER_0F3A_PREFIXES = """
            0000000022222223\
            0000222200000000\
            2220000000000000\
            0000000000000000\
            2220200000000000\
            0000000000000000\
            2222000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000001022\
            0000000000000002\
            0000000000000000\
            4000000000000000""";
    private static final String VEX_1_PREFIXES = """
            0000000000000000\
            fff3337300000000\
            0000000033c3cc33\
            0000000000000000\
            0330333300330000\
            3f553333fff7ffff\
            2222222222222226\
            e22222210000aa66\
            0000000000000000\
            33bb000033000000\
            0000000000000010\
            0000000000000000\
            00f0223000000000\
            a222222222222222\
            222222e222222222\
            8222222222222220""";
    private static final String VEX_2_PREFIXES = """
            2222222222222222\
            0002002222202220\
            2222220022222222\
            2222222222222222\
            220002220b0e0000\
            ff2200002220c0f0\
            0000000000000000\
            0040000022000000\
            0000000000002020\
            2222002222222222\
            0000002222222222\
            f600222222222222\
            0000000000088802\
            0077000000f22222\
            2222222222222222\
            00110d8f00000000""";
    private static final String VEX_3_PREFIXES = """
            2220222022222222\
            0000222222000200\
            2220000000000000\
            2222000022000000\
            2220202022222000\
            0000000000002222\
            2222000022222222\
            0000000022222222\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000022\
            0000000000000022\
            0000000000000000\
            8000000000000000""";
    private static final String EVEX_1_PREFIXES = """
            0000000000000000\
            fff3337300000000\
            0000000033c3cc33\
            0000000000000000\
            0000000000000000\
            0f003333fff7ffff\
            222222222222222e\
            e2222220ffee006e\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            00f0223000000000\
            0222222022222222\
            222222e222222222\
            0222222022222220""";
    private static final String EVEX_2_PREFIXES = """
            2000200000022200\
            6666662022222222\
            6666666666622200\
            6666662266622222\
            20222222000022f2\
            ffea220022220000\
            0022222080000000\
            22e2022222222222\
            0002000022220202\
            2222002222aa2222\
            2222002222aa2222\
            0000222222222222\
            0000202220222202\
            0000000000002222\
            0000000000000000\
            0000000000000000""";
    private static final String EVEX_3_PREFIXES = """
            2202220032320002\
            0000222222220222\
            2222023300000000\
            0000000022220022\
            00f2200000000000\
            2200223300000000\
            0000003300000000\
            f2f2000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0050000000000022\
            0000000000000000\
            0000000000000000\
            0000000000000000""";
    private static final String EVEX_5_PREFIXES = """
            0000000000000000\
            4400000000000300\
            0000000000404411\
            0000000000000000\
            0000000000000000\
            0500000055f75555\
            0000000000000020\
            0000000077a63f20\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000000000000000""";
    private static final String EVEX_6_PREFIXES = """
            0000000000000000\
            0003000000000000\
            0000000000002200\
            0000000000000000\
            0022000000002222\
            000000cc00000000\
            0000000000000000\
            0000000000000000\
            0000000000000000\
            0000002222222222\
            0000002222222222\
            0000002222222222\
            0000000000000000\
            000000cc00000000\
            0000000000000000\
            0000000000000000""";

    private static final short[] NONE = new short[256];
    static final short[] FIRST = entries(ONE_BYTE, null);
    /// By map: 1 after `0f`, 2 after `0f 38`, 3 after `0f 3a`.
    static final short[][] LEGACY = {
        FIRST,
        entries(AFTER_0F, AFTER_0F_PREFIXES),
        only(only(entries(null, AFTER_0F38_PREFIXES), MEMORY_ONLY, 0x2a, 0x80, 0x81, 0x82, 0xf5, 0xf8, 0xf9, 0xfc),
                RULE, 0xf0, 0xf1),
        withByte(entries(null, AFTER_0F3A_PREFIXES)),
    };
    /// By the map that a VEX prefix names.
    static final short[][] VEX = {
        NONE,
        only(entries(AFTER_0F, VEX_1_PREFIXES), REGISTER_ONLY,
                0x41, 0x42, 0x44, 0x45, 0x46, 0x47, 0x4a, 0x4b, 0x71, 0x72, 0x73, 0x92, 0x93, 0x98, 0x99),
        only(entries(null, VEX_2_PREFIXES), MEMORY_ONLY, 0x1a, 0x2a, 0x2c, 0x2d, 0x2e, 0x2f, 0x5a, 0x8c, 0x8e,
                0xb0, 0xb1, 0xe0, 0xe1, 0xe2, 0xe3, 0xe4, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xea, 0xeb, 0xec, 0xed,
                0xee, 0xef),
        only(withByte(entries(null, VEX_3_PREFIXES)), REGISTER_ONLY, 0x30, 0x31, 0x32, 0x33),
    };
    /// By the map that an EVEX prefix names.
    static final short[][] EVEX = {
        NONE,
        withByte(entries(null, EVEX_1_PREFIXES), 0x70, 0x71, 0x72, 0x73, 0xc2, 0xc4, 0xc5, 0xc6),
        entries(null, EVEX_2_PREFIXES),
        withByte(entries(null, EVEX_3_PREFIXES)),
        NONE,
        entries(null, EVEX_5_PREFIXES),
        entries(null, EVEX_6_PREFIXES),
        NONE,
    };

    private X86Opcodes() {}

    /// @param forms    one character per opcode; null if every opcode has a ModRM byte and nothing else
    /// @param prefixes one hexadecimal digit per opcode: 1 without prefix, 2 with 66, 4 with f3, 8 with f2;
    ///                 null if prefixes play no part
    private static short[] entries(@Nullable String forms, @Nullable String prefixes) {
        short[] entries = new short[256];
        for (int opcode = 0; opcode < 256; opcode++) {
            int allowed = prefixes == null ? 15 : Character.digit(prefixes.charAt(opcode), 16);
            int entry = forms == null ? DEFINED | MODRM : entry(forms.charAt(opcode));
            if (allowed != 0 && entry != 0) {
                entries[opcode] = (short) (entry | allowed << PREFIXES);
            }
        }
        return entries;
    }

    private static int entry(char form) {
        return switch (form) {
            case '.' -> 0;
            case '-' -> DEFINED;
            case 'p' -> DEFINED | PREFIX;
            case 'm' -> DEFINED | MODRM;
            case 'M' -> DEFINED | MODRM | MEMORY_ONLY;
            case 'R' -> DEFINED | MODRM | REGISTER_ONLY;
            case 'B' -> DEFINED | MODRM | BYTE;
            case 'Q' -> DEFINED | MODRM | REGISTER_ONLY | BYTE;
            case 'Z' -> DEFINED | MODRM | UP_TO_4;
            case 'b' -> DEFINED | BYTE;
            case 'z' -> DEFINED | UP_TO_4;
            case 'v' -> DEFINED | UP_TO_8;
            case 'a' -> DEFINED | MEMORY_OFFSET;
            case 'e' -> DEFINED | WORD_AND_BYTE;
            case 'j' -> DEFINED | RELATIVE_8 | RULE;
            case 'J' -> DEFINED | RELATIVE_32 | RULE;
            case 'g' -> DEFINED | MODRM | RULE;
            case 'G' -> DEFINED | MODRM | BYTE | RULE;
            case 'f' -> DEFINED | RULE;
            case 'W' -> DEFINED | WORD | RULE;
            default -> throw new IllegalStateException("no such form: " + form);
        };
    }

    private static short[] withByte(short[] entries, int... opcodes) {
        for (int opcode : opcodes) {
            entries[opcode] |= entries[opcode] == 0 ? 0 : (short) BYTE;
        }
        return entries;
    }

    private static short[] withByte(short[] entries) {
        for (int opcode = 0; opcode < 256; opcode++) {
            entries[opcode] |= entries[opcode] == 0 ? 0 : (short) BYTE;
        }
        return entries;
    }

    private static short[] only(short[] entries, int what, int... opcodes) {
        for (int opcode : opcodes) {
            entries[opcode] |= entries[opcode] == 0 ? 0 : (short) what;
        }
        return entries;
    }
}
