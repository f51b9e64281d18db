package dev.assay.image;

import dev.assay.bytes.Memory;
import dev.assay.bytes.Slice;
import dev.assay.machine.Decoder;
import dev.assay.machine.Flow;
import dev.assay.machine.Machine;
import java.util.Arrays;
import java.util.Optional;

/// The instructions of one function, decoded from its first byte to its last.
///
/// Instructions are named by their index, in order of address. A linear sweep: code that only an indirect jump
/// reaches is decoded like any other. Bytes that are no instruction appear as [Flow#INVALID].
public final class Code {
    private final Function function;
    private final Slice bytes;
    private int count;
    private int[] offsets;
    private Flow[] flows;
    /// Destination of a direct transfer; of an indirect one the register's number in the lowest byte, and above it what is
    /// added, or -1.
    private long[] targets;

    private Code(Function function, Slice bytes) {
        this.function = function;
        this.bytes = bytes;
        int guess = (int) Math.min(1 << 16, bytes.size() / 4 + 4);
        this.offsets = new int[guess];
        this.flows = new Flow[guess];
        this.targets = new long[guess];
    }

    /// Decodes `function`.
    ///
    /// @param bytes  of the function, exactly
    /// @param memory where slots of indirect transfers through constant memory are read
    static Code decode(Function function, Slice bytes, Machine machine, Decoder decoder, Memory memory) {
        Code code = new Code(function, bytes);
        long size = bytes.size();
        for (long offset = 0; offset < size; offset += decoder.length()) {
            decoder.decode(bytes, offset, function.address() + offset);
            code.append((int) offset, decoder, memory);
        }
        return code;
    }

    private void append(int offset, Decoder decoder, Memory memory) {
        if (count == offsets.length) {
            offsets = Arrays.copyOf(offsets, count * 2);
            flows = Arrays.copyOf(flows, count * 2);
            targets = Arrays.copyOf(targets, count * 2);
        }
        Flow flow = decoder.flow();
        long target = -1;
        if (flow.isDirect()) {
            target = decoder.target();
        } else if (flow == Flow.INDIRECT_CALL || flow == Flow.INDIRECT_JUMP) {
            int register = decoder.targetRegister();
            target = register < 0 ? -1 : decoder.targetDisplacement() << Byte.SIZE | register;
            long slot = decoder.targetSlot();
            if (slot != 0 && memory.isConstant(slot)) {
                Optional<Slice> at = memory.at(slot);
                if (at.isPresent() && at.get().size() >= 8) {
                    flow = flow == Flow.INDIRECT_CALL ? Flow.CALL : Flow.JUMP;
                    target = at.get().u64(0);
                }
            }
        }
        offsets[count] = offset;
        flows[count] = flow;
        targets[count] = target;
        count++;
    }

    public Function function() {
        return function;
    }

    Slice bytes() {
        return bytes;
    }

    public int count() {
        return count;
    }

    /// Of an instruction from the start of the function, in bytes.
    public int offset(int instruction) {
        return offsets[instruction];
    }

    public long address(int instruction) {
        return function.address() + offsets[instruction];
    }

    /// An indirect transfer through a slot of constant memory counts as direct.
    public Flow flow(int instruction) {
        return flows[instruction];
    }

    /// Destination of a direct transfer.
    public long target(int instruction) {
        return targets[instruction];
    }

    /// The register that an indirect transfer goes through; -1 if memory.
    public int targetRegister(int instruction) {
        return targets[instruction] == -1 ? -1 : (int) (targets[instruction] & 0xff);
    }

    /// What an indirect transfer adds to the register's value.
    public long targetDisplacement(int instruction) {
        return targetRegister(instruction) < 0 ? 0 : targets[instruction] >> Byte.SIZE;
    }

    /// The instruction that starts at `address`; -1 if none does.
    public int at(long address) {
        long offset = address - function.address();
        if (offset < 0 || offset >= bytes.size()) {
            return -1;
        }
        int found = Arrays.binarySearch(offsets, 0, count, (int) offset);
        return found < 0 ? -1 : found;
    }
}
