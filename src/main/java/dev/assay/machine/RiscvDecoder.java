package dev.assay.machine;

import static dev.assay.machine.RiscvFields.ZERO;
import static dev.assay.machine.RiscvFields.funct12;
import static dev.assay.machine.RiscvFields.funct3;
import static dev.assay.machine.RiscvFields.immediateB;
import static dev.assay.machine.RiscvFields.immediateI;
import static dev.assay.machine.RiscvFields.immediateJ;
import static dev.assay.machine.RiscvFields.immediateU;
import static dev.assay.machine.RiscvFields.opcode;
import static dev.assay.machine.RiscvFields.rd;
import static dev.assay.machine.RiscvFields.rs1;

import dev.assay.bytes.Slice;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Decodes RV64 instructions of 16 and 32 bits (The RISC-V Instruction Set Manual, Volumes I and II). A 16-bit one is
/// expanded to the 32-bit one that it stands for. Longer ones exist in no standard extension; they are
/// [Flow#INVALID] and have the length that their first bits tell ("Expanded Instruction-Length Encoding").
///
/// A call that reaches further than `jal` is two instructions, `auipc` and `jalr`. The second counts as a direct
/// transfer if the first was decoded right before it: the address is then as certain as that of a `jal`, unless some
/// jump leads between the two, which no compiler makes.
final class RiscvDecoder implements Decoder {
    static final int SHORT = 2;
    private static final int LONG = 4;
    /// `csrrw x0, cycle, x0` writes a register that cannot be written to: what assemblers call `unimp`.
    private static final int UNIMP = 0xc000_1073;
    private static final int NO_REGISTER = -1;

    private int word;
    private long address;
    private int length = SHORT;
    private Flow flow = Flow.INVALID;
    private long target;
    private int targetRegister = NO_REGISTER;

    /// The code that the last instruction lies in, and the first byte behind it.
    private @Nullable Slice previousCode;
    private long nextOffset;
    private long nextAddress;
    /// What the last instruction, an `auipc`, brought into which register.
    private int upperRegister = NO_REGISTER;
    private long upper;

    @Override
    public void decode(Slice code, long offset, long instruction) {
        boolean follows = code == previousCode && offset == nextOffset && instruction == nextAddress;
        int pairRegister = follows ? upperRegister : NO_REGISTER;
        address = instruction;
        target = 0;
        targetRegister = NO_REGISTER;
        upperRegister = NO_REGISTER;
        fetch(code, offset);
        flow = word == 0 ? flow : transfer(pairRegister);
        previousCode = code;
        nextOffset = offset + length;
        nextAddress = address + length;
    }

    /// Reads one instruction into `word`, or sets that to 0 and `flow` to what there is instead.
    private void fetch(Slice code, long offset) {
        word = 0;
        flow = Flow.INVALID;
        length = SHORT;
        if (!code.contains(offset, SHORT)) {
            return;
        }
        int half = code.u16(offset);
        if ((half & 3) != 3) {
            word = RiscvCompressed.expand(half);
            flow = half == 0 ? Flow.TRAP : Flow.INVALID;
            return;
        }
        int told = length(half);
        if (code.contains(offset, told)) {
            length = told;
            int candidate = told == LONG ? code.s32(offset) : 0;
            word = candidate != 0 && RiscvEncodings.isInstruction(candidate) ? candidate : 0;
        }
    }

    /// Of an instruction of at least 32 bits, in bytes.
    private static int length(int half) {
        if ((half & 0x1c) != 0x1c) {
            return LONG;
        }
        if ((half & 0x3f) == 0x1f) {
            return 6;
        }
        if ((half & 0x7f) == 0x3f) {
            return 8;
        }
        int more = half >>> 12 & 7;
        return more == 7 ? SHORT : 10 + 2 * more;
    }

    private Flow transfer(int pairRegister) {
        return switch (opcode(word)) {
            case RiscvOpcode.AUIPC -> {
                upperRegister = rd(word);
                upper = address + immediateU(word);
                yield Flow.NEXT;
            }
            case RiscvOpcode.JAL -> {
                target = address + immediateJ(word);
                yield rd(word) == ZERO ? Flow.JUMP : Flow.CALL;
            }
            case RiscvOpcode.BRANCH -> {
                target = address + immediateB(word);
                yield Flow.BRANCH;
            }
            case RiscvOpcode.JALR -> throughRegister(pairRegister);
            case RiscvOpcode.SYSTEM -> funct3(word) == 0 ? privileged() : word == UNIMP ? Flow.TRAP : Flow.NEXT;
            default -> Flow.NEXT;
        };
    }

    /// A jump through `x0` goes near address 0, where nothing is.
    private Flow throughRegister(int pairRegister) {
        int base = rs1(word);
        boolean call = rd(word) != ZERO;
        if (base != ZERO && base == pairRegister) {
            target = upper + immediateI(word) & ~1L;
            return call ? Flow.CALL : Flow.JUMP;
        }
        if (!call && base == RiscvFields.LINK_REGISTER && immediateI(word) == 0) {
            return Flow.RETURN;
        }
        targetRegister = base == ZERO ? NO_REGISTER : base;
        return call ? Flow.INDIRECT_CALL : Flow.INDIRECT_JUMP;
    }

    private Flow privileged() {
        return switch (funct12(word)) {
            case 0x001 -> Flow.TRAP; // ebreak
            case 0x102, 0x302, 0x702, 0x7b2 -> Flow.RETURN; // sret, mret, mnret, dret
            default -> Flow.NEXT;
        };
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public long target() {
        return target;
    }

    /// Always 0: every transfer goes to a constant or through a register.
    @Override
    public long targetSlot() {
        return 0;
    }

    @Override
    public int targetRegister() {
        return targetRegister;
    }

    @Override
    public long targetDisplacement() {
        return targetRegister < 0 ? 0 : immediateI(word);
    }

    @Override
    public void effects(Effects effects) {
        if (flow != Flow.INVALID && flow != Flow.TRAP) {
            RiscvEffects.of(word, address, length, effects);
        }
    }

    @Override
    public Optional<Computation> computation() {
        return flow == Flow.INVALID || flow == Flow.TRAP ? Optional.empty() : RiscvComputations.of(word);
    }

    @Override
    public Condition condition(Operation flags) {
        return RiscvComputations.condition(word);
    }
}
