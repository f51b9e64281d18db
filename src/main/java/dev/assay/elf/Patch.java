package dev.assay.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Applies one relocation to a private copy of a section (x86-64 psABI, "Relocation Types"; AArch64 ELF ABI, §5.7).
///
/// Only the forms that occur in kernel objects; any other is reported, so that what it leaves unrelocated is known.
final class Patch {
    private static final ValueLayout.OfShort U16 = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt U32 = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong U64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// What became of a relocation.
    enum Outcome {
        DONE, UNKNOWN_TYPE, OVERFLOW, OUTSIDE
    }

    private final MemorySegment bytes;

    Patch(MemorySegment bytes) {
        this.bytes = bytes;
    }

    /// Whether the type refers to a slot of the global offset table instead of the symbol itself.
    static boolean isGot(int machine, int type) {
        return switch (machine) {
            // R_X86_64_GOTPCREL, GOTPCRELX, REX_GOTPCRELX
            case 62 -> type == 9 || type == 41 || type == 42;
            // R_AARCH64_GOT_LD_PREL19, ADR_GOT_PAGE, LD64_GOT_LO12_NC
            case 183 -> type == 309 || type == 311 || type == 312;
            default -> false;
        };
    }

    /// @param offset  of the field from the start of the section, in bytes
    /// @param value   symbol (or its GOT slot) plus addend
    /// @param address of the field
    Outcome apply(int machine, int type, long offset, long value, long address) {
        return machine == 62 ? x86(type, offset, value, address) : aarch64(type, offset, value, address);
    }

    private Outcome x86(int type, long offset, long value, long address) {
        return switch (type) {
            case 0 -> Outcome.DONE; // R_X86_64_NONE
            case 1 -> put64(offset, value); // 64
            case 2, 4, 9, 41, 42 -> put32(offset, value - address); // PC32, PLT32, GOTPCREL*
            case 10, 11 -> put32(offset, value); // 32, 32S
            case 12 -> put16(offset, value); // 16
            case 24 -> put64(offset, value - address); // PC64
            default -> Outcome.UNKNOWN_TYPE;
        };
    }

    private Outcome aarch64(int type, long offset, long value, long address) {
        long relative = value - address;
        long pages = ((value & ~0xfffL) - (address & ~0xfffL)) >> 12;
        return switch (type) {
            case 0, 256 -> Outcome.DONE; // R_AARCH64_NONE
            case 257 -> put64(offset, value); // ABS64
            case 258 -> put32(offset, value); // ABS32
            case 259 -> put16(offset, value); // ABS16
            case 260 -> put64(offset, relative); // PREL64
            case 261, 314 -> put32(offset, relative); // PREL32, PLT32
            case 262 -> put16(offset, relative); // PREL16
            case 263, 264 -> field(offset, value & 0xffff, 5, 16); // MOVW_UABS_G0, _NC
            case 265, 266 -> field(offset, value >>> 16 & 0xffff, 5, 16); // MOVW_UABS_G1, _NC
            case 267, 268 -> field(offset, value >>> 32 & 0xffff, 5, 16); // MOVW_UABS_G2, _NC
            case 269 -> field(offset, value >>> 48 & 0xffff, 5, 16); // MOVW_UABS_G3
            case 273, 309 -> signed(offset, relative >> 2, 5, 19); // LD_PREL_LO19, GOT_LD_PREL19
            case 274 -> adr(offset, relative); // ADR_PREL_LO21
            case 275, 276, 311 -> adr(offset, pages); // ADR_PREL_PG_HI21, _NC, ADR_GOT_PAGE
            case 277, 278 -> field(offset, value & 0xfff, 10, 12); // ADD_ABS_LO12_NC, LDST8_ABS_LO12_NC
            case 284 -> field(offset, (value & 0xfff) >> 1, 10, 12); // LDST16
            case 285 -> field(offset, (value & 0xfff) >> 2, 10, 12); // LDST32
            case 286, 312 -> field(offset, (value & 0xfff) >> 3, 10, 12); // LDST64, LD64_GOT_LO12_NC
            case 299 -> field(offset, (value & 0xfff) >> 4, 10, 12); // LDST128
            case 279 -> signed(offset, relative >> 2, 5, 14); // TSTBR14
            case 280 -> signed(offset, relative >> 2, 5, 19); // CONDBR19
            case 282, 283 -> signed(offset, relative >> 2, 0, 26); // JUMP26, CALL26
            default -> Outcome.UNKNOWN_TYPE;
        };
    }

    private Outcome put64(long offset, long value) {
        if (outside(offset, 8)) {
            return Outcome.OUTSIDE;
        }
        bytes.set(U64, offset, value);
        return Outcome.DONE;
    }

    private Outcome put32(long offset, long value) {
        if (outside(offset, 4)) {
            return Outcome.OUTSIDE;
        }
        bytes.set(U32, offset, (int) value);
        return value >= Integer.MIN_VALUE && value <= 0xffff_ffffL ? Outcome.DONE : Outcome.OVERFLOW;
    }

    private Outcome put16(long offset, long value) {
        if (outside(offset, 2)) {
            return Outcome.OUTSIDE;
        }
        bytes.set(U16, offset, (short) value);
        return Outcome.DONE;
    }

    private Outcome signed(long offset, long value, int shift, int width) {
        long limit = 1L << (width - 1);
        Outcome outcome = field(offset, value & ((1L << width) - 1), shift, width);
        return outcome == Outcome.DONE && (value < -limit || value >= limit) ? Outcome.OVERFLOW : outcome;
    }

    private Outcome adr(long offset, long value) {
        Outcome low = field(offset, value & 3, 29, 2);
        return low == Outcome.DONE ? signed(offset, value >> 2, 5, 19) : low;
    }

    private Outcome field(long offset, long value, int shift, int width) {
        if (outside(offset, 4)) {
            return Outcome.OUTSIDE;
        }
        int mask = (int) ((1L << width) - 1) << shift;
        bytes.set(U32, offset, (bytes.get(U32, offset) & ~mask) | (((int) value << shift) & mask));
        return Outcome.DONE;
    }

    private boolean outside(long offset, int width) {
        return offset < 0 || offset > bytes.byteSize() - width;
    }
}
