package dev.assay.machine;

import static dev.assay.machine.LoongArchFields.bits;
import static dev.assay.machine.LoongArchFields.overwrite;
import static dev.assay.machine.LoongArchFields.rd;
import static dev.assay.machine.LoongArchFields.read;
import static dev.assay.machine.LoongArchFields.rj;
import static dev.assay.machine.LoongArchFields.rk;
import static dev.assay.machine.LoongArchFields.signed;

/// What LoongArch instructions other than transfers do to general registers and memory.
///
/// Moves, constants and 8-byte accesses are described precisely; of the rest [LoongArchOpcodes] tells which registers
/// they read and write.
final class LoongArchEffects {
    private static final long LOW = 0xffff_ffffL;

    private LoongArchEffects() {}

    static void of(int word, long address, int operands, Effects effects) {
        boolean told = switch (word >>> 26) {
            case 0b000000 -> arithmetic(word, effects);
            case 0b000100 -> rd(word) != 0 && sum(word, (long) signed(word, 10, 16) << 16, effects); // addu16i.d
            case 0b000101 -> upper(word, effects);
            case 0b000110, 0b000111 -> rd(word) != 0
                    && constant(rd(word), LoongArchFields.pcRelative(word, address), effects);
            case 0b001001 -> access(word, 4L * signed(word, 10, 14), effects);
            case 0b001010 -> access(word, signed(word, 10, 12), effects);
            default -> false;
        };
        if (!told) {
            if ((operands & LoongArchOpcodes.READS_D) != 0) {
                read(effects, rd(word));
            }
            if ((operands & LoongArchOpcodes.READS_J) != 0) {
                read(effects, rj(word));
            }
            if ((operands & LoongArchOpcodes.READS_K) != 0) {
                read(effects, rk(word));
            }
            LoongArchStores.of(word, effects);
            if ((operands & LoongArchOpcodes.WRITES_D) != 0) {
                overwrite(effects, rd(word));
            }
            if ((operands & LoongArchOpcodes.WRITES_J) != 0) {
                overwrite(effects, rj(word));
            }
        }
    }

    private static boolean constant(int to, long value, Effects effects) {
        effects.constant(to, value);
        return true;
    }

    private static boolean copy(int to, int from, Effects effects) {
        if (from == 0) {
            effects.constant(to, 0);
        } else {
            effects.copy(to, from);
        }
        return true;
    }

    private static boolean sum(int word, long amount, Effects effects) {
        if (rj(word) == 0) {
            effects.constant(rd(word), amount);
        } else if (amount == 0) {
            effects.copy(rd(word), rj(word));
        } else {
            effects.add(rd(word), rj(word), amount);
        }
        return true;
    }

    /// Whether it is one whose result can be told.
    private static boolean arithmetic(int word, Effects effects) {
        int to = rd(word);
        int first = rj(word);
        if (to == 0) {
            return false;
        }
        int unsigned = bits(word, 10, 12);
        long amount = signed(word, 10, 12);
        return switch (word >>> 22) {
            case 0b0000000000 -> threeRegisters(word, effects);
            case 0b0000000010 -> first == 0 && bits(word, 15, 1) == 0 && clear(word, effects); // bstrins.d
            case 0b0000000011 -> bits(word, 10, 12) == 31 << 6 && copyLow(to, first, effects); // bstrpick.d rd, rj, 31, 0
            case 0b0000001010 -> first == 0 && constant(to, amount, effects); // addi.w
            case 0b0000001011 -> sum(word, amount, effects); // addi.d
            case 0b0000001100 -> keep(to, first, (1L << 52) - 1, amount << 52, effects); // lu52i.d
            case 0b0000001101 -> keep(to, first, unsigned, 0, effects); // andi
            case 0b0000001110 -> keep(to, first, ~(long) unsigned, unsigned, effects); // ori
            case 0b0000001111 -> first == 0 && constant(to, unsigned, effects); // xori
            default -> false;
        };
    }

    /// `to = (from & kept) | set`.
    private static boolean keep(int to, int from, long kept, long set, Effects effects) {
        if (from == 0 || kept == 0) {
            effects.constant(to, set);
        } else if (kept == -1) {
            effects.copy(to, from);
        } else {
            effects.keep(to, from, kept, set);
        }
        return true;
    }

    /// `bstrins.d rd, zero, high, low` zeroes a field.
    private static boolean clear(int word, Effects effects) {
        int low = bits(word, 10, 6);
        int high = bits(word, 16, 6);
        if (high < low) {
            return false;
        }
        long field = -1L >>> (63 - (high - low)) << low;
        return keep(rd(word), rd(word), ~field, 0, effects);
    }

    private static boolean copyLow(int to, int from, Effects effects) {
        if (from == 0) {
            effects.constant(to, 0);
        } else {
            effects.copyLow(to, from);
        }
        return true;
    }

    /// With the zero register as an operand many of these are moves.
    private static boolean threeRegisters(int word, Effects effects) {
        int to = rd(word);
        int first = rj(word);
        int second = rk(word);
        boolean same = first == second;
        return switch (word >>> 15) {
            case LoongArchSelect.MASKEQZ -> (second == 0 || first == 0) ? constant(to, 0, effects)
                    : masked(to, first, second, effects);
            case LoongArchSelect.MASKNEZ -> (second == 0 || first == 0) ? copy(to, first, effects)
                    : masked(to, first, second, effects);
            case 0x21 -> zeroOperand(word) && copy(to, first | second, effects); // add.d
            case 0x23 -> second == 0 ? copy(to, first, effects) : same && constant(to, 0, effects); // sub.d
            case 0x29 -> same ? copy(to, first, effects) : zeroOperand(word) && constant(to, 0, effects); // and
            case 0x2a -> (zeroOperand(word) || same) && copy(to, first | second, effects); // or
            case 0x2b -> same ? constant(to, 0, effects) : zeroOperand(word) && copy(to, first | second, effects); // xor
            default -> false;
        };
    }

    private static boolean masked(int to, int from, int condition, Effects effects) {
        effects.use(condition);
        effects.copyOrZero(to, from);
        return true;
    }

    private static boolean zeroOperand(int word) {
        return rj(word) == 0 || rk(word) == 0;
    }

    /// `lu12i.w`, `lu32i.d`.
    private static boolean upper(int word, Effects effects) {
        int to = rd(word);
        long amount = signed(word, 5, 20);
        if (to == 0) {
            return true;
        }
        return bits(word, 25, 1) == 0 ? constant(to, amount << 12, effects)
                : keep(to, to, LOW, amount << 32, effects);
    }

    /// `ldptr.d`, `stptr.d`, `ld.d`, `st.d`, and the narrower stores.
    private static boolean access(int word, long displacement, Effects effects) {
        int register = rd(word);
        int base = rj(word);
        return switch (word >>> 22) {
            case 0x98, 0x99, 0x9a, 0x9b, 0xa3 -> register != 0 && load(register, base, displacement, effects);
            case 0x9c, 0x9d, 0x9e, 0x9f, 0xa7 -> base != 0 && store(base, displacement, register, effects);
            default -> false;
        };
    }

    private static boolean load(int to, int base, long displacement, Effects effects) {
        if (base == 0) {
            effects.loadConstantAddress(to, displacement);
        } else {
            effects.load(to, base, displacement);
        }
        return true;
    }

    private static boolean store(int base, long displacement, int from, Effects effects) {
        if (from == 0) {
            effects.storeConstant(base, displacement, 0);
        } else {
            effects.store(base, displacement, from);
        }
        return true;
    }
}
