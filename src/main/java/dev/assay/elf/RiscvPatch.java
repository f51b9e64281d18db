package dev.assay.elf;

import dev.assay.elf.Patch.Outcome;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/// Applies the relocations of RISC-V to a private copy of a section (RISC-V ELF psABI, "Relocation Types"). Nothing is
/// relaxed: no instruction is removed, and what only says that one could be changes nothing.
///
/// The lower half of an address relative to the instruction names the label of the upper half and not the address
/// itself, so [#prepare] has to see every relocation of the section first.
final class RiscvPatch {
    private static final int GOT_HI20 = 20;
    private static final int PCREL_HI20 = 23;
    private static final int PCREL_LO12_I = 24;
    private static final int PCREL_LO12_S = 25;

    private final ByteBuffer bytes;
    /// By the address of an `auipc`: how far away is what it and its partners lead to.
    private final Map<Long, Long> upperHalves = new HashMap<>();
    /// What a `R_RISCV_SET_ULEB128` has left for the `R_RISCV_SUB_ULEB128` at the same place.
    private long minuend;
    private long minuendOffset = -1;

    RiscvPatch(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    static boolean isGot(int type) {
        return type == GOT_HI20;
    }

    /// Remembers what a later relocation may refer to.
    void prepare(int type, long value, long address) {
        if (type == GOT_HI20 || type == PCREL_HI20) {
            upperHalves.put(address, value - address);
        }
    }

    /// @param offset  of the field from the start of the section, in bytes
    /// @param value   symbol (or its GOT slot) plus addend
    /// @param address of the field
    Outcome apply(int type, long offset, long value, long address) {
        long relative = value - address;
        return switch (type) {
            case 0, 43, 51 -> Outcome.DONE; // R_RISCV_NONE, ALIGN, RELAX
            case 1 -> put32(offset, value, value >= Integer.MIN_VALUE && value < 1L << 32); // 32
            case 2 -> put64(offset, value); // 64
            case 16 -> branch(offset, relative); // BRANCH
            case 17 -> jump(offset, relative); // JAL
            case 18, 19 -> call(offset, relative); // CALL, CALL_PLT
            case GOT_HI20, PCREL_HI20 -> upper(offset, relative);
            case PCREL_LO12_I, PCREL_LO12_S -> {
                Long distance = upperHalves.get(value);
                yield distance == null ? Outcome.UNKNOWN_TYPE : lower(offset, distance, type == PCREL_LO12_S);
            }
            case 26 -> upper(offset, value); // HI20
            case 27 -> lower(offset, value, false); // LO12_I
            case 28 -> lower(offset, value, true); // LO12_S
            case 33 -> put8(offset, get8(offset) + value); // ADD8
            case 34 -> put16(offset, get16(offset) + value); // ADD16
            case 35 -> put32(offset, get32(offset) + value, true); // ADD32
            case 36 -> put64(offset, get64(offset) + value); // ADD64
            case 37 -> put8(offset, get8(offset) - value); // SUB8
            case 38 -> put16(offset, get16(offset) - value); // SUB16
            case 39 -> put32(offset, get32(offset) - value, true); // SUB32
            case 40 -> put64(offset, get64(offset) - value); // SUB64
            case 44 -> shortBranch(offset, relative); // RVC_BRANCH
            case 45 -> shortJump(offset, relative); // RVC_JUMP
            case 52 -> put8(offset, (get8(offset) & 0xc0) | ((get8(offset) - value) & 0x3f)); // SUB6
            case 53 -> put8(offset, (get8(offset) & 0xc0) | (value & 0x3f)); // SET6
            case 54 -> put8(offset, value); // SET8
            case 55 -> put16(offset, value); // SET16
            case 56 -> put32(offset, value, true); // SET32
            case 57, 59 -> put32(offset, relative, relative == (int) relative); // 32_PCREL, PLT32
            case 60 -> { // SET_ULEB128
                minuend = value;
                minuendOffset = offset;
                yield outside(offset, 1) ? Outcome.OUTSIDE : Outcome.DONE;
            }
            case 61 -> offset == minuendOffset ? uleb128(offset, minuend - value) : Outcome.UNKNOWN_TYPE; // SUB_ULEB128
            default -> Outcome.UNKNOWN_TYPE;
        };
    }

    /// The B format.
    private Outcome branch(long offset, long relative) {
        int value = (int) relative;
        int bits =
                (value >> 12 & 1) << 31 | (value >> 5 & 0x3f) << 25 | (value >> 1 & 0xf) << 8 | (value >> 11 & 1) << 7;
        return field32(offset, 0xfe00_0f80, bits, reaches(relative, 13));
    }

    /// The J format.
    private Outcome jump(long offset, long relative) {
        int value = (int) relative;
        int bits = (value >> 20 & 1) << 31 | (value >> 1 & 0x3ff) << 21 | (value >> 11 & 1) << 20
                | (value >> 12 & 0xff) << 12;
        return field32(offset, 0xffff_f000, bits, reaches(relative, 21));
    }

    /// `auipc` and `jalr`, one behind the other.
    private Outcome call(long offset, long relative) {
        if (outside(offset, 8)) {
            return Outcome.OUTSIDE;
        }
        Outcome outcome = upper(offset, relative);
        lower(offset + 4, relative, false);
        return outcome;
    }

    /// The U format. The lower half is signed, so the upper one is rounded.
    private Outcome upper(long offset, long value) {
        long rounded = value + 0x800;
        return field32(offset, 0xffff_f000, (int) rounded, rounded == (int) rounded);
    }

    /// The I format, or that of stores.
    private Outcome lower(long offset, long value, boolean store) {
        int low = (int) value & 0xfff;
        return store ? field32(offset, 0xfe00_0f80, low >> 5 << 25 | (low & 0x1f) << 7, true)
                : field32(offset, 0xfff0_0000, low << 20, true);
    }

    /// The CB format.
    private Outcome shortBranch(long offset, long relative) {
        int value = (int) relative;
        int bits = (value >> 8 & 1) << 12 | (value >> 3 & 3) << 10 | (value >> 6 & 3) << 5 | (value >> 1 & 3) << 3
                | (value >> 5 & 1) << 2;
        return field16(offset, 0x1c7c, bits, reaches(relative, 9));
    }

    /// The CJ format.
    private Outcome shortJump(long offset, long relative) {
        int value = (int) relative;
        int bits = (value >> 11 & 1) << 12 | (value >> 4 & 1) << 11 | (value >> 8 & 3) << 9 | (value >> 10 & 1) << 8
                | (value >> 6 & 1) << 7 | (value >> 7 & 1) << 6 | (value >> 1 & 7) << 3 | (value >> 5 & 1) << 2;
        return field16(offset, 0x1ffc, bits, reaches(relative, 12));
    }

    private static boolean reaches(long relative, int width) {
        long limit = 1L << (width - 1);
        return relative >= -limit && relative < limit && (relative & 1) == 0;
    }

    /// Keeps the number of bytes that are there.
    private Outcome uleb128(long offset, long value) {
        long rest = value;
        for (long at = offset; !outside(at, 1); at++) {
            byte old = bytes.get((int) at);
            bytes.put((int) at, (byte) ((old & 0x80) | (rest & 0x7f)));
            rest >>>= 7;
            if (old >= 0) {
                return rest == 0 ? Outcome.DONE : Outcome.OVERFLOW;
            }
        }
        return Outcome.OUTSIDE;
    }

    private Outcome field32(long offset, int mask, int value, boolean fits) {
        if (outside(offset, 4)) {
            return Outcome.OUTSIDE;
        }
        bytes.putInt((int) offset, (bytes.getInt((int) offset) & ~mask) | (value & mask));
        return fits ? Outcome.DONE : Outcome.OVERFLOW;
    }

    private Outcome field16(long offset, int mask, int value, boolean fits) {
        if (outside(offset, 2)) {
            return Outcome.OUTSIDE;
        }
        bytes.putShort((int) offset, (short) ((bytes.getShort((int) offset) & ~mask) | (value & mask)));
        return fits ? Outcome.DONE : Outcome.OVERFLOW;
    }

    private long get8(long offset) {
        return outside(offset, 1) ? 0 : bytes.get((int) offset) & 0xff;
    }

    private long get16(long offset) {
        return outside(offset, 2) ? 0 : bytes.getShort((int) offset);
    }

    private long get32(long offset) {
        return outside(offset, 4) ? 0 : bytes.getInt((int) offset);
    }

    private long get64(long offset) {
        return outside(offset, 8) ? 0 : bytes.getLong((int) offset);
    }

    private Outcome put8(long offset, long value) {
        if (outside(offset, 1)) {
            return Outcome.OUTSIDE;
        }
        bytes.put((int) offset, (byte) value);
        return Outcome.DONE;
    }

    private Outcome put16(long offset, long value) {
        if (outside(offset, 2)) {
            return Outcome.OUTSIDE;
        }
        bytes.putShort((int) offset, (short) value);
        return Outcome.DONE;
    }

    private Outcome put32(long offset, long value, boolean fits) {
        if (outside(offset, 4)) {
            return Outcome.OUTSIDE;
        }
        bytes.putInt((int) offset, (int) value);
        return fits ? Outcome.DONE : Outcome.OVERFLOW;
    }

    private Outcome put64(long offset, long value) {
        if (outside(offset, 8)) {
            return Outcome.OUTSIDE;
        }
        bytes.putLong((int) offset, value);
        return Outcome.DONE;
    }

    private boolean outside(long offset, int width) {
        return offset < 0 || offset > bytes.capacity() - width;
    }
}
