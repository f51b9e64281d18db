package dev.assay.machine;

import static dev.assay.machine.A64Fields.bit;
import static dev.assay.machine.A64Fields.bits;
import static dev.assay.machine.A64Fields.rd;
import static dev.assay.machine.A64Fields.read;
import static dev.assay.machine.A64Fields.rm;
import static dev.assay.machine.A64Fields.rn;
import static dev.assay.machine.A64Fields.signed;

import dev.assay.bytes.Slice;
import java.util.Optional;

/// Decodes A64 instructions, all of them 4 bytes long (Arm Architecture Reference Manual for A-profile, C4.1).
///
/// What the top-level encoding table leaves unallocated, and what the table of branches, exceptions and system
/// instructions does, is [Flow#INVALID]; in the other groups an unallocated encoding passes for an instruction that
/// changes every register it could.
///
/// Also knows the branches of later extensions, up to those of Armv9.6: `bc.cond`, `cb<cond>`, `retaasppc`.
final class AArch64Decoder implements Decoder {
    static final int LENGTH = 4;

    private static final int LINK_REGISTER = 30;

    /// Up to this one, a call of the hypervisor or firmware may change registers (SMC Calling Convention 1.0).
    private static final int LAST_CHANGED_BY_FIRMWARE = 17;

    private static final int LAST_ARGUMENT = 7;

    private static final int DC_ZVA = 0xd50b_7420;
    private static final int DC_GZVA = 0xd50b_7480;

    private int word;
    private long address;
    private Flow flow = Flow.INVALID;
    private long target;
    private int targetRegister = -1;

    @Override
    public void decode(Slice code, long offset, long instruction) {
        address = instruction;
        target = 0;
        targetRegister = -1;
        if (!code.contains(offset, LENGTH)) {
            word = 0;
            flow = Flow.INVALID;
            return;
        }
        word = code.s32(offset);
        flow = switch (bits(word, 25, 4)) {
            case 0b0000 -> word < 0 ? Flow.NEXT : word >>> 16 == 0 ? Flow.TRAP : Flow.INVALID;
            case 0b0001, 0b0011 -> Flow.INVALID;
            case 0b1010, 0b1011 -> transfer();
            default -> Flow.NEXT;
        };
    }

    @Override
    public int length() {
        return LENGTH;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public long target() {
        return target;
    }

    /// Always 0: every A64 transfer goes to a constant or through a register.
    @Override
    public long targetSlot() {
        return 0;
    }

    @Override
    public int targetRegister() {
        return targetRegister;
    }

    @Override
    public void effects(Effects effects) {
        if (flow == Flow.INVALID || flow == Flow.TRAP) {
            return;
        }
        switch (bits(word, 25, 4)) {
            case 0b0000 -> A64Vectors.sme(word, effects);
            case 0b0010 -> A64Vectors.sve(word, effects);
            case 0b1000, 0b1001 -> A64DataProcessing.immediate(word, address, effects);
            case 0b1010, 0b1011 -> transferEffects(effects);
            case 0b0101, 0b1101 -> A64DataProcessing.register(word, effects);
            case 0b0111, 0b1111 -> A64Vectors.simd(word, effects);
            default -> A64LoadsAndStores.effects(word, address, effects);
        }
    }

    /// C4.1, "Branches, Exception Generating and System instructions".
    private Flow transfer() {
        return switch (word >>> 29) {
            case 0b000 -> direct(Flow.JUMP, 0, 26);
            case 0b100 -> direct(Flow.CALL, 0, 26);
            case 0b001, 0b101 -> bit(word, 25) ? direct(Flow.BRANCH, 5, 14) : direct(Flow.BRANCH, 5, 19);
            case 0b010 -> conditional();
            case 0b011, 0b111 -> compareAndBranch();
            default -> switch (bits(word, 24, 5)) {
                case 0b10100 -> exception();
                case 0b10101 -> system();
                case 0b10110, 0b10111 -> throughRegister();
                default -> Flow.INVALID;
            };
        };
    }

    private Flow direct(Flow kind, int low, int count) {
        target = address + 4L * signed(word, low, count);
        return kind;
    }

    /// `b.cond`, `bc.cond`; conditions 14 and 15 are both "always". `retaasppc` and `retabsppc` share their group.
    private Flow conditional() {
        if (bit(word, 25)) {
            return Flow.INVALID;
        }
        if (bit(word, 24)) {
            return bits(word, 22, 2) == 0 && rd(word) == 31 ? Flow.RETURN : Flow.INVALID;
        }
        return direct(bits(word, 0, 4) >= 14 ? Flow.JUMP : Flow.BRANCH, 5, 19);
    }

    /// `cb<cond>`, `cbb<cond>`, `cbh<cond>` (FEAT_CMPBR).
    private Flow compareAndBranch() {
        int condition = bits(word, 21, 3);
        boolean immediate = bit(word, 24);
        int width = bits(word, 14, 2);
        boolean allocated = !bit(word, 25) && condition != 4 && condition != 5
                && (immediate ? (width & 1) == 0 : width == 0 || (width >= 2 && !A64Fields.isWide(word)));
        return allocated ? direct(Flow.BRANCH, 5, 9) : Flow.INVALID;
    }

    /// `svc`, `hvc`, `smc` come back; `brk`, `hlt`, `tcancel` and the `dcps` of a debugger do not.
    private Flow exception() {
        int level = bits(word, 0, 2);
        if (bits(word, 2, 3) != 0) {
            return Flow.INVALID;
        }
        return switch (bits(word, 21, 3)) {
            case 0b000 -> level == 0 ? Flow.INVALID : Flow.NEXT;
            case 0b001, 0b010, 0b011 -> level == 0 ? Flow.TRAP : Flow.INVALID;
            case 0b101 -> level == 0 ? Flow.INVALID : Flow.TRAP;
            default -> Flow.INVALID;
        };
    }

    /// Hints, barriers, `msr`, `mrs`, `sys`: none of them transfers control.
    private Flow system() {
        boolean pairs = bit(word, 22);
        boolean reads = bit(word, 21);
        int space = bits(word, 19, 2);
        int first = bits(word, 16, 3);
        int group = bits(word, 12, 4);
        if (bit(word, 23) || (pairs && space == 0)) {
            return Flow.INVALID;
        }
        boolean allocated = space != 0 || reads || group == 4 || (first == 3 && group >= 1 && group <= 3);
        return allocated ? Flow.NEXT : Flow.INVALID;
    }

    /// `br`, `blr`, `ret`, `eret`, `drps` and their forms with pointer authentication.
    private Flow throughRegister() {
        int operation = bits(word, 21, 4);
        int key = bits(word, 10, 6);
        int modifier = rd(word);
        boolean plain = key == 0 && modifier == 0;
        boolean authenticated = key == 2 || key == 3;
        boolean zeroModifier = authenticated && modifier == 31;
        boolean noRegister = rn(word) == 31;
        if (rm(word) != 31) {
            return Flow.INVALID;
        }
        return switch (operation) {
            case 0 -> plain || zeroModifier ? indirect(Flow.INDIRECT_JUMP) : Flow.INVALID;
            case 1 -> plain || zeroModifier ? indirect(Flow.INDIRECT_CALL) : Flow.INVALID;
            // With another modifier than 31: retaasppcr, retabsppcr
            case 2 -> plain || (authenticated && noRegister) ? Flow.RETURN : Flow.INVALID;
            case 4 -> noRegister && (plain || zeroModifier) ? Flow.RETURN : Flow.INVALID;
            case 5 -> noRegister && plain ? Flow.RETURN : Flow.INVALID;
            case 8 -> authenticated ? indirect(Flow.INDIRECT_JUMP) : Flow.INVALID;
            case 9 -> authenticated ? indirect(Flow.INDIRECT_CALL) : Flow.INVALID;
            default -> Flow.INVALID;
        };
    }

    private Flow indirect(Flow kind) {
        targetRegister = rn(word) == 31 ? -1 : rn(word);
        return kind;
    }

    private void transferEffects(Effects effects) {
        switch (word >>> 29) {
            case 0b001, 0b101 -> read(effects, rd(word));
            case 0b011, 0b111 -> {
                read(effects, rd(word));
                if (!bit(word, 24)) {
                    read(effects, rm(word));
                }
            }
            case 0b010 -> {
                if (bit(word, 24)) {
                    effects.use(LINK_REGISTER);
                }
            }
            case 0b110 -> {
                switch (bits(word, 24, 5)) {
                    case 0b10100 -> firmwareEffects(effects);
                    case 0b10101 -> systemEffects(effects);
                    default -> throughRegisterEffects(effects);
                }
            }
            default -> {}
        }
    }

    /// The other side takes its arguments from the same registers as a function does and gives results in them.
    private static void firmwareEffects(Effects effects) {
        for (int register = 0; register <= LAST_ARGUMENT; register++) {
            effects.use(register);
        }
        for (int register = 0; register <= LAST_CHANGED_BY_FIRMWARE; register++) {
            effects.unknown(register);
        }
    }

    private void throughRegisterEffects(Effects effects) {
        int operation = bits(word, 21, 4);
        boolean authenticated = bits(word, 10, 6) != 0;
        if (operation == 2 && authenticated) {
            effects.use(LINK_REGISTER);
            read(effects, rd(word));
        } else if (operation != 4 && operation != 5) {
            read(effects, rn(word));
            if (operation >= 8) {
                // The modifier may be sp
                effects.use(rd(word));
            }
        }
    }

    private void systemEffects(Effects effects) {
        boolean pairs = bit(word, 22);
        boolean reads = bit(word, 21);
        int register = rd(word);
        if (reads) {
            A64Fields.overwrite(effects, register);
            if (pairs && register < 30) {
                effects.unknown(register + 1);
            }
            return;
        }
        if (bits(word, 19, 2) == 0 && bits(word, 12, 4) == 2) {
            hintEffects(effects);
            return;
        }
        read(effects, register);
        if (pairs && register < 30) {
            effects.use(register + 1);
        }
        int operation = word & 0xffff_ffe0;
        if ((operation == DC_ZVA || operation == DC_GZVA) && register != 31) {
            // Zeroes the whole block around the address; the largest block has 2048 bytes (DCZID_EL0)
            effects.storeUnknown(register, -2047, 4095);
        }
    }

    /// Hints that change a register: pointer authentication signs or checks in place (C4.1, "Hints").
    private void hintEffects(Effects effects) {
        switch (bits(word, 5, 7)) {
            case 7, 24, 26, 28, 30 -> {
                effects.use(LINK_REGISTER);
                effects.unknown(LINK_REGISTER);
            }
            case 25, 27, 29, 31 -> {
                effects.use(LINK_REGISTER);
                effects.use(A64Fields.ZERO_OR_SP);
                effects.unknown(LINK_REGISTER);
            }
            case 8, 10, 12, 14 -> {
                effects.use(17);
                effects.use(16);
                effects.unknown(17);
            }
            case 40 -> {
                // chkfeat
                effects.use(16);
                effects.unknown(16);
            }
            default -> {}
        }
    }

    @Override
    public Optional<Computation> computation() {
        return A64Computations.of(word, flow);
    }

    @Override
    public Condition condition(Operation flags) {
        return A64Computations.condition(word, flow, flags);
    }
}
