package dev.assay.elf;

import java.nio.ByteBuffer;

/// Applies one relocation to a private copy of a section (x86-64 psABI, "Relocation Types"; AArch64 ELF ABI, §5.7).
///
/// Only the forms that occur in kernel objects; any other is reported, so that what it leaves unrelocated is known.
final class Patch {
    private static final long S32 = Integer.MIN_VALUE;
    private static final long S32_LIMIT = 1L << 31;
    private static final long U32_LIMIT = 1L << 32;

    /// What became of a relocation. Where it does not reach, the bits that fit are written all the same.
    enum Outcome {
        DONE,
        UNKNOWN_TYPE,
        OVERFLOW,
        OUTSIDE
    }

    private final ByteBuffer bytes;
    private final RiscvPatch riscv;
    private final LoongArchPatch loongArch;

    /// @param bytes of the section, little-endian
    Patch(ByteBuffer bytes) {
        this.bytes = bytes;
        this.riscv = new RiscvPatch(bytes);
        this.loongArch = new LoongArchPatch(bytes);
    }

    /// Whether the type refers to a slot of the global offset table instead of the symbol itself.
    static boolean isGot(int machine, int type) {
        return switch (machine) {
            // R_X86_64_GOTPCREL, GOTPCRELX, REX_GOTPCRELX
            case Elf.X86_64 -> type == 9 || type == 41 || type == 42;
            // R_AARCH64_GOT_LD_PREL19, ADR_GOT_PAGE, LD64_GOT_LO12_NC
            case Elf.AARCH64 -> type == 309 || type == 311 || type == 312;
            case Elf.RISCV -> RiscvPatch.isGot(type);
            case Elf.LOONGARCH -> LoongArchPatch.isGot(type);
            default -> false;
        };
    }

    /// Whether relocations of a section depend on others of it, so that [#prepare] must see them all before.
    static boolean needsPreparation(int machine) {
        return machine == Elf.RISCV;
    }

    /// Sees a relocation that will be applied.
    ///
    /// @param value   symbol (or its GOT slot) plus addend
    /// @param address of the field
    void prepare(int type, long value, long address) {
        riscv.prepare(type, value, address);
    }

    /// @param offset  of the field from the start of the section, in bytes
    /// @param value   symbol (or its GOT slot) plus addend
    /// @param address of the field
    Outcome apply(int machine, int type, long offset, long value, long address) {
        return switch (machine) {
            case Elf.X86_64 -> x86(type, offset, value, address);
            case Elf.AARCH64 -> aarch64(type, offset, value, address);
            case Elf.RISCV -> riscv.apply(type, offset, value, address);
            case Elf.LOONGARCH -> loongArch.apply(type, offset, value, address);
            default -> Outcome.UNKNOWN_TYPE;
        };
    }

    private Outcome x86(int type, long offset, long value, long address) {
        return switch (type) {
            case 0 -> Outcome.DONE; // R_X86_64_NONE
            case 1 -> put64(offset, value); // 64
            case 2, 4, 9, 41, 42 -> put32(offset, value - address, S32, S32_LIMIT); // PC32, PLT32, GOTPCREL*
            case 10 -> put32(offset, value, 0, U32_LIMIT); // 32
            case 11 -> put32(offset, value, S32, S32_LIMIT); // 32S
            case 12 -> put16(offset, value); // 16
            case 13 -> put16(offset, value - address); // PC16
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
            case 258 -> put32(offset, value, S32, U32_LIMIT); // ABS32
            case 259 -> put16(offset, value); // ABS16
            case 260 -> put64(offset, relative); // PREL64
            case 261, 314 -> put32(offset, relative, S32, S32_LIMIT); // PREL32, PLT32
            case 262 -> put16(offset, relative); // PREL16
            case 263 -> unsigned(offset, value, 5, 16); // MOVW_UABS_G0
            case 264 -> field(offset, value, 5, 16); // MOVW_UABS_G0_NC
            case 265 -> unsigned(offset, value >>> 16, 5, 16); // MOVW_UABS_G1
            case 266 -> field(offset, value >>> 16, 5, 16); // MOVW_UABS_G1_NC
            case 267 -> unsigned(offset, value >>> 32, 5, 16); // MOVW_UABS_G2
            case 268 -> field(offset, value >>> 32, 5, 16); // MOVW_UABS_G2_NC
            case 269 -> field(offset, value >>> 48, 5, 16); // MOVW_UABS_G3
            case 273, 309 -> words(offset, relative, 5, 19); // LD_PREL_LO19, GOT_LD_PREL19
            case 274 -> adr(offset, relative); // ADR_PREL_LO21
            case 275, 311 -> adr(offset, pages); // ADR_PREL_PG_HI21, ADR_GOT_PAGE
            case 276 -> reached(adr(offset, pages)); // ADR_PREL_PG_HI21_NC
            case 277, 278 -> field(offset, value & 0xfff, 10, 12); // ADD_ABS_LO12_NC, LDST8_ABS_LO12_NC
            case 284 -> scaled(offset, value, 1); // LDST16_ABS_LO12_NC
            case 285 -> scaled(offset, value, 2); // LDST32_ABS_LO12_NC
            case 286, 312 -> scaled(offset, value, 3); // LDST64_ABS_LO12_NC, LD64_GOT_LO12_NC
            case 299 -> scaled(offset, value, 4); // LDST128_ABS_LO12_NC
            case 279 -> words(offset, relative, 5, 14); // TSTBR14
            case 280 -> words(offset, relative, 5, 19); // CONDBR19
            case 282, 283 -> words(offset, relative, 0, 26); // JUMP26, CALL26
            default -> Outcome.UNKNOWN_TYPE;
        };
    }

    private Outcome put64(long offset, long value) {
        if (outside(offset, 8)) {
            return Outcome.OUTSIDE;
        }
        bytes.putLong((int) offset, value);
        return Outcome.DONE;
    }

    private Outcome put32(long offset, long value, long lowest, long limit) {
        if (outside(offset, 4)) {
            return Outcome.OUTSIDE;
        }
        bytes.putInt((int) offset, (int) value);
        return value >= lowest && value < limit ? Outcome.DONE : Outcome.OVERFLOW;
    }

    private Outcome put16(long offset, long value) {
        if (outside(offset, 2)) {
            return Outcome.OUTSIDE;
        }
        bytes.putShort((int) offset, (short) value);
        return value >= Short.MIN_VALUE && value <= 0xffff ? Outcome.DONE : Outcome.OVERFLOW;
    }

    /// A distance in instructions: one that is no multiple of 4 has no such form.
    private Outcome words(long offset, long relative, int shift, int width) {
        Outcome outcome = signed(offset, relative >> 2, shift, width);
        return outcome == Outcome.DONE && (relative & 3) != 0 ? Outcome.OVERFLOW : outcome;
    }

    /// The low 12 bits of an address in units of 2^scale bytes; one that is no multiple has no such form.
    private Outcome scaled(long offset, long value, int scale) {
        Outcome outcome = field(offset, (value & 0xfff) >> scale, 10, 12);
        return outcome == Outcome.DONE && (value & ((1L << scale) - 1)) != 0 ? Outcome.OVERFLOW : outcome;
    }

    private Outcome unsigned(long offset, long value, int shift, int width) {
        Outcome outcome = field(offset, value, shift, width);
        return outcome == Outcome.DONE && value >>> width != 0 ? Outcome.OVERFLOW : outcome;
    }

    /// For the types whose overflow the ABI does not check.
    private static Outcome reached(Outcome outcome) {
        return outcome == Outcome.OVERFLOW ? Outcome.DONE : outcome;
    }

    private Outcome signed(long offset, long value, int shift, int width) {
        long limit = 1L << (width - 1);
        Outcome outcome = field(offset, value, shift, width);
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
        bytes.putInt((int) offset, (bytes.getInt((int) offset) & ~mask) | (((int) value << shift) & mask));
        return Outcome.DONE;
    }

    private boolean outside(long offset, int width) {
        return offset < 0 || offset > bytes.capacity() - width;
    }
}
