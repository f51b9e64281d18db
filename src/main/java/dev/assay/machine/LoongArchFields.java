package dev.assay.machine;

/// The parts of a 32-bit LoongArch instruction that many formats share (Reference Manual, volume 1, 1.2.1).
final class LoongArchFields {
    private LoongArchFields() {}

    /// Bits `low` and up, `count` of them.
    static int bits(int word, int low, int count) {
        return word >>> low & ((1 << count) - 1);
    }

    /// Bits `low` and up, `count` of them, sign-extended.
    static int signed(int word, int low, int count) {
        return word << (32 - low - count) >> (32 - count);
    }

    static int rd(int word) {
        return word & 31;
    }

    static int rj(int word) {
        return bits(word, 5, 5);
    }

    static int rk(int word) {
        return bits(word, 10, 5);
    }

    /// The distance of `jirl` and of a branch on two registers, in bytes.
    static long offset16(int word) {
        return 4L * signed(word, 10, 16);
    }

    /// The distance of a branch on one register or flag, in bytes: its upper part is in the place of `rd`.
    static long offset21(int word) {
        return 4L * ((signed(word, 0, 5) << 16) | bits(word, 10, 16));
    }

    /// The distance of `b` and `bl`, in bytes: its upper part is in the lower bits.
    static long offset26(int word) {
        return 4L * ((signed(word, 0, 10) << 16) | bits(word, 10, 16));
    }

    /// Whether it is `pcaddu12i`, `pcaddu18i` or `pcalau12i`, the first half of a far address.
    static boolean isFarBase(int word) {
        int opcode = word >>> 25;
        return opcode == 0b0001101 || opcode == 0b0001110 || opcode == 0b0001111;
    }

    /// What `pcaddi`, `pcalau12i`, `pcaddu12i` and `pcaddu18i` compute.
    static long pcRelative(int word, long address) {
        long amount = signed(word, 5, 20);
        return switch (bits(word, 25, 2)) {
            case 0 -> address + (amount << 2);
            case 1 -> (address + (amount << 12)) & ~0xfffL;
            case 2 -> address + (amount << 12);
            default -> address + (amount << 18);
        };
    }

    /// Where `jirl` goes when the word before it is the first half of its destination; whether that is so.
    static boolean isPair(int before, int jirl) {
        return isFarBase(before) && rd(before) == rj(jirl) && rj(jirl) != 0;
    }

    /// A read of a register; the zero register is none.
    static void read(Effects effects, int register) {
        if (register != 0) {
            effects.use(register);
        }
    }

    /// A write of something not followed; none to the zero register.
    static void overwrite(Effects effects, int register) {
        if (register != 0) {
            effects.unknown(register);
        }
    }
}
