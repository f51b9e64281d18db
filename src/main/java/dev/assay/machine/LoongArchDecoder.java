package dev.assay.machine;

import static dev.assay.machine.LoongArchFields.bits;
import static dev.assay.machine.LoongArchFields.isPair;
import static dev.assay.machine.LoongArchFields.offset16;
import static dev.assay.machine.LoongArchFields.offset21;
import static dev.assay.machine.LoongArchFields.offset26;
import static dev.assay.machine.LoongArchFields.pcRelative;
import static dev.assay.machine.LoongArchFields.rd;
import static dev.assay.machine.LoongArchFields.read;
import static dev.assay.machine.LoongArchFields.rj;
import static dev.assay.machine.LoongArchFields.rk;

import dev.assay.bytes.Slice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decodes LoongArch instructions, all of them 4 bytes long (LoongArch Reference Manual, volume 1).
///
/// A `jirl` behind the `pcaddu18i` that forms the upper part of its destination is a direct transfer: so the medium
/// code model calls, and so do kernel modules. The word before is looked at where `code` holds it, whatever was decoded
/// last. So are the words before an `or` that may complete a choice ([LoongArchSelect]).
final class LoongArchDecoder implements Decoder {
    static final int LENGTH = 4;

    private static final int BREAK = 0x002a_0000 >>> 15;
    private static final int DEBUG_CALL = 0x002a_8000 >>> 15;
    private static final int SYSTEM_CALL = 0x002b_0000 >>> 15;
    private static final int HYPERVISOR_CALL = 0x002b_8000 >>> 15;
    private static final int ERTN = 0x0648_3800;

    private @Nullable Slice code;
    private long offset;
    private int word;
    private long address;
    private int operands = LoongArchOpcodes.INVALID;
    private Flow flow = Flow.INVALID;
    private long target;
    private int targetRegister = -1;

    @Override
    public void decode(Slice bytes, long start, long instruction) {
        code = bytes;
        offset = start;
        address = instruction;
        target = 0;
        targetRegister = -1;
        flow = Flow.INVALID;
        if (!bytes.contains(start, LENGTH)) {
            word = 0;
            operands = LoongArchOpcodes.INVALID;
            return;
        }
        word = bytes.s32(start);
        operands = LoongArchOpcodes.operands(word);
        if (operands == LoongArchOpcodes.INVALID) {
            return;
        }
        flow = switch (word >>> 26) {
            case 0b000000 -> word >>> 15 == BREAK || word >>> 15 == DEBUG_CALL ? Flow.TRAP : Flow.NEXT;
            case 0b000001 -> word == ERTN ? Flow.RETURN : Flow.NEXT;
            case 0b010000, 0b010001 -> direct(Flow.BRANCH, address + offset21(word));
            // bceqz and bcnez; jiscr0 and jiscr1 jump through a scratch register of the binary translation extension
            case 0b010010 -> bits(word, 9, 1) == 0 ? direct(Flow.BRANCH, address + offset21(word))
                    : Flow.INDIRECT_JUMP;
            case 0b010011 -> jumpAndLink(bytes, start);
            case 0b010100 -> direct(Flow.JUMP, address + offset26(word));
            case 0b010101 -> direct(Flow.CALL, address + offset26(word));
            case 0b010110, 0b010111, 0b011000, 0b011001, 0b011010, 0b011011 ->
                    direct(Flow.BRANCH, address + offset16(word));
            default -> Flow.NEXT;
        };
    }

    private Flow direct(Flow kind, long destination) {
        target = destination;
        return kind;
    }

    /// `jirl rd, rj, offset`: a call if it leaves the return address where a function expects it.
    private Flow jumpAndLink(Slice bytes, long start) {
        boolean call = rd(word) == LoongArch64.RETURN_ADDRESS;
        if (start >= LENGTH && isPair(bytes.s32(start - LENGTH), word)) {
            long base = pcRelative(bytes.s32(start - LENGTH), address - LENGTH);
            return direct(call ? Flow.CALL : Flow.JUMP, base + offset16(word));
        }
        boolean plain = offset16(word) == 0;
        if (plain && rd(word) == 0 && rj(word) == LoongArch64.RETURN_ADDRESS) {
            return Flow.RETURN;
        }
        // The destination is not what the register holds if something is added to it.
        targetRegister = plain && rj(word) != 0 ? rj(word) : -1;
        return call ? Flow.INDIRECT_CALL : Flow.INDIRECT_JUMP;
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

    /// Always 0: every LoongArch transfer goes to a constant or through a register.
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
        if (word >>> 26 == 0b010011) {
            if (flow != Flow.RETURN) {
                read(effects, rj(word));
            }
            if (rd(word) != 0 && !(flow == Flow.CALL || flow == Flow.INDIRECT_CALL)) {
                effects.unknown(rd(word));
            }
        } else if (word >>> 15 == SYSTEM_CALL || word >>> 15 == HYPERVISOR_CALL) {
            callOfAnotherLevel(effects);
        } else if (code != null && LoongArchSelect.isSelect(code, offset, word)) {
            effects.either(rd(word), rj(word), rk(word));
        } else {
            LoongArchEffects.of(word, address, operands, effects);
        }
    }

    /// The kernel or the hypervisor takes its arguments from the same registers as a function does, gives its result
    /// in one of them, and may change the temporary ones.
    private static void callOfAnotherLevel(Effects effects) {
        for (int index = 0; index < LoongArch64.ARGUMENTS; index++) {
            effects.use(LoongArch64.FIRST_ARGUMENT + index);
        }
        for (int register = LoongArch64.FIRST_ARGUMENT; register <= LoongArch64.LAST_TEMPORARY; register++) {
            effects.unknown(register);
        }
    }

    @Override
    public Optional<Computation> computation() {
        return flow == Flow.INVALID || flow == Flow.TRAP ? Optional.empty() : LoongArchComputations.of(word);
    }

    @Override
    public Condition condition(Operation flags) {
        return LoongArchComputations.condition(word);
    }
}
