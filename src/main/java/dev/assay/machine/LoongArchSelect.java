package dev.assay.machine;

import static dev.assay.machine.LoongArchFields.rd;
import static dev.assay.machine.LoongArchFields.rj;
import static dev.assay.machine.LoongArchFields.rk;

import dev.assay.bytes.Slice;

/// How LoongArch chooses between two values without a branch: `maskeqz` makes one zero if a condition is, `masknez`
/// the other if it is not, and an `or` puts them together.
///
/// Both masks must be close before the `or`, in straight-line code, and of the same condition. That nobody jumps in
/// between is not seen here; what comes along such a way is known to be a masked value by its being zero otherwise.
final class LoongArchSelect {
    /// The bits 15 and up.
    static final int MASKEQZ = 0x26;

    static final int MASKNEZ = 0x27;
    private static final int OR = 0x2a;
    /// Compilers put the three together, but for what computes the values.
    private static final int LONGEST = 16;

    private LoongArchSelect() {}

    /// Whether the word, which is at `offset` in `code`, chooses one of its two operands, the other being zero.
    static boolean isSelect(Slice code, long offset, int word) {
        if (word >>> 15 != OR || rd(word) == 0 || rj(word) == 0 || rk(word) == 0 || rj(word) == rk(word)) {
            return false;
        }
        int later = 0;
        int wanted = -1;
        for (long at = offset - 4; at >= 0 && at >= offset - 4L * LONGEST; at -= 4) {
            int before = code.s32(at);
            int operands = LoongArchOpcodes.operands(before);
            if (operands == LoongArchOpcodes.INVALID || isTransfer(before)) {
                return false;
            }
            boolean mask = before >>> 15 == MASKEQZ || before >>> 15 == MASKNEZ;
            if (later == 0) {
                if (mask && (rd(before) == rj(word) || rd(before) == rk(word))) {
                    later = before;
                    wanted = rj(word) + rk(word) - rd(before);
                } else if (writes(before, operands, rj(word)) || writes(before, operands, rk(word))) {
                    return false;
                }
            } else if (writes(before, operands, rk(later))) {
                return false; // the condition was another one, or is a part of the choice
            } else if (writes(before, operands, wanted)) {
                return mask && before >>> 15 != later >>> 15 && rk(before) == rk(later);
            }
        }
        return false;
    }

    private static boolean isTransfer(int word) {
        int major = word >>> 26;
        return major >= 0b010000 && major <= 0b011011;
    }

    private static boolean writes(int word, int operands, int register) {
        return ((operands & LoongArchOpcodes.WRITES_D) != 0 && rd(word) == register)
                || ((operands & LoongArchOpcodes.WRITES_J) != 0 && rj(word) == register);
    }
}
