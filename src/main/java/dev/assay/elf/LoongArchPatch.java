package dev.assay.elf;

import dev.assay.elf.Patch.Outcome;
import java.nio.ByteBuffer;

/// Applies one LoongArch relocation to a private copy of a section (LoongArch ELF psABI 2.30, "Relocation types").
///
/// Like the kernel's module loader, and unlike a linker, this relaxes nothing: code keeps its length. The types of the
/// first psABI that work on a stack (`R_LARCH_SOP_*`) are not applied; no compiler since binutils 2.40 makes them.
final class LoongArchPatch {
    private static final long PAGE = 0xfff;
    private static final int JIRL = 0b010011;
    private static final int LONGEST_LEB = 10;

    private final ByteBuffer bytes;

    LoongArchPatch(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    /// Whether the type refers to a slot of the global offset table.
    static boolean isGot(int type) {
        return type >= 75 && type <= 82; // GOT_PC_HI20 to GOT64_HI12
    }

    Outcome apply(int type, long offset, long value, long address) {
        long relative = value - address;
        return switch (type) {
            case 0, 20, 21, 100, 102 -> Outcome.DONE; // NONE, MARK_LA, MARK_PCREL, RELAX, ALIGN
            case 1 -> put(offset, 4, value, value >= Integer.MIN_VALUE && value < 1L << 32); // 32
            case 2 -> put(offset, 8, value, true); // 64
            case 47 -> add(offset, 1, value); // ADD8
            case 48 -> add(offset, 2, value); // ADD16
            case 49 -> add(offset, 3, value); // ADD24
            case 50 -> add(offset, 4, value); // ADD32
            case 51 -> add(offset, 8, value); // ADD64
            case 52 -> add(offset, 1, -value); // SUB8
            case 53 -> add(offset, 2, -value); // SUB16
            case 54 -> add(offset, 3, -value); // SUB24
            case 55 -> add(offset, 4, -value); // SUB32
            case 56 -> add(offset, 8, -value); // SUB64
            case 64 -> branch(offset, relative, 0); // B16
            case 65 -> branch(offset, relative, 5); // B21
            case 66 -> branch(offset, relative, 10); // B26
            case 67, 79 -> field(offset, value >> 12, 5, 20); // ABS_HI20, GOT_HI20
            case 68, 80, 76 -> field(offset, value, 10, 12); // ABS_LO12, GOT_LO12, GOT_PC_LO12
            case 69, 81 -> field(offset, value >> 32, 5, 20); // ABS64_LO20, GOT64_LO20
            case 70, 82 -> field(offset, value >> 52, 10, 12); // ABS64_HI12, GOT64_HI12
            case 71, 75 -> pages(offset, value, address); // PCALA_HI20, GOT_PC_HI20
            case 72 -> pageOffset(offset, value); // PCALA_LO12
            case 73, 77 -> field(offset, farPages(value, address - 8) >> 32, 5, 20); // PCALA64_LO20, GOT64_PC_LO20
            case 74, 78 -> field(offset, farPages(value, address - 12) >> 52, 10, 12); // PCALA64_HI12, GOT64_PC_HI12
            case 99 -> put(offset, 4, relative, relative == (int) relative); // 32_PCREL
            case 103 -> distance(offset, relative, 2, 5, 20); // PCREL20_S2
            case 105 -> add6(offset, value); // ADD6
            case 106 -> add6(offset, -value); // SUB6
            case 107 -> addLeb(offset, value); // ADD_ULEB128
            case 108 -> addLeb(offset, -value); // SUB_ULEB128
            case 109 -> put(offset, 8, relative, true); // 64_PCREL
            case 110 -> call36(offset, relative);
            default -> Outcome.UNKNOWN_TYPE;
        };
    }

    private boolean outside(long offset, int width) {
        return offset < 0 || offset > bytes.capacity() - width;
    }

    private Outcome put(long offset, int width, long value, boolean fits) {
        if (outside(offset, width)) {
            return Outcome.OUTSIDE;
        }
        for (int i = 0; i < width; i++) {
            bytes.put((int) (offset + i), (byte) (value >>> (8 * i)));
        }
        return fits ? Outcome.DONE : Outcome.OVERFLOW;
    }

    /// Adds to what is there; a pair of `ADD` and `SUB` makes the distance of two symbols.
    private Outcome add(long offset, int width, long amount) {
        if (outside(offset, width)) {
            return Outcome.OUTSIDE;
        }
        long sum = amount;
        for (int i = 0; i < width; i++) {
            sum += (bytes.get((int) (offset + i)) & 0xffL) << (8 * i);
        }
        return put(offset, width, sum, true);
    }

    private Outcome add6(long offset, long amount) {
        if (outside(offset, 1)) {
            return Outcome.OUTSIDE;
        }
        int before = bytes.get((int) offset);
        bytes.put((int) offset, (byte) ((before & 0xc0) | ((before + amount) & 0x3f)));
        return Outcome.DONE;
    }

    /// A number in LEB128 keeps its length; the assembler made it long enough.
    private Outcome addLeb(long offset, long amount) {
        long sum = amount;
        for (int length = 1; length <= LONGEST_LEB; length++) {
            long at = offset + length - 1;
            if (outside(at, 1)) {
                return Outcome.OUTSIDE;
            }
            int part = bytes.get((int) at);
            sum += (part & 0x7fL) << (7 * (length - 1));
            if (part >= 0) {
                for (int i = 0; i < length; i++) {
                    long more = i < length - 1 ? 0x80 : 0;
                    bytes.put((int) (offset + i), (byte) (((sum >>> (7 * i)) & 0x7f) | more));
                }
                return Outcome.DONE;
            }
        }
        return Outcome.OVERFLOW;
    }

    private Outcome field(long offset, long value, int shift, int width) {
        if (outside(offset, 4)) {
            return Outcome.OUTSIDE;
        }
        int mask = (int) ((1L << width) - 1) << shift;
        bytes.putInt((int) offset, (bytes.getInt((int) offset) & ~mask) | (((int) value << shift) & mask));
        return Outcome.DONE;
    }

    /// A signed distance in units of 2^scale bytes.
    private Outcome distance(long offset, long relative, int scale, int shift, int width) {
        Outcome outcome = field(offset, relative >> scale, shift, width);
        long limit = 1L << (width - 1 + scale);
        boolean fits = relative >= -limit && relative < limit && (relative & ((1L << scale) - 1)) == 0;
        return outcome == Outcome.DONE && !fits ? Outcome.OVERFLOW : outcome;
    }

    /// The lower 16 bits of the distance in instructions are in bits 10 to 25, more of them from bit 0 on.
    private Outcome branch(long offset, long relative, int more) {
        Outcome outcome = field(offset, relative >> 2, 10, 16);
        if (outcome == Outcome.DONE && more > 0) {
            outcome = field(offset, relative >> 18, 0, more);
        }
        long limit = 1L << (17 + more);
        boolean fits = relative >= -limit && relative < limit && (relative & 3) == 0;
        return outcome == Outcome.DONE && !fits ? Outcome.OVERFLOW : outcome;
    }

    /// `pcaddu18i` and the `jirl` behind it, which adds its signed offset.
    private Outcome call36(long offset, long relative) {
        if (outside(offset, 8)) {
            return Outcome.OUTSIDE;
        }
        Outcome upper = distance(offset, (relative + (1L << 17)) & -(1L << 18), 18, 5, 20);
        field(offset + 4, relative >> 2, 10, 16);
        return upper == Outcome.DONE && (relative & 3) != 0 ? Outcome.OVERFLOW : upper;
    }

    /// `pcalau12i`: the lower 12 bits, which another instruction adds, are signed.
    private Outcome pages(long offset, long value, long address) {
        return distance(offset, ((value + PAGE / 2 + 1) & ~PAGE) - (address & ~PAGE), 12, 5, 20);
    }

    private Outcome pageOffset(long offset, long value) {
        if (outside(offset, 4)) {
            return Outcome.OUTSIDE;
        }
        if (bytes.getInt((int) offset) >>> 26 == JIRL) {
            return field(offset, (value << 52 >> 52) >> 2, 10, 16);
        }
        return field(offset, value, 10, 12);
    }

    /// What the upper halves of a distance of 64 bits add to `pcalau12i` and the sign-extended lower 12 bits.
    private static long farPages(long value, long address) {
        long pages = (value & ~PAGE) - (address & ~PAGE);
        if ((value & 0x800) != 0) {
            pages += 0x1000 - (1L << 32);
        }
        return (pages & 0x8000_0000L) != 0 ? pages + (1L << 32) : pages;
    }
}
