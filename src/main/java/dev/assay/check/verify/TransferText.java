package dev.assay.check.verify;

import java.util.OptionalLong;
import java.util.Set;

/// Whether an instruction, as a disassembler writes it, transfers control, and where to.
final class TransferText {
    private static final Set<String> PREFIXES = Set.of("bnd", "notrack", "data16", "addr32", "lock", "rep", "repz",
            "repnz", "cs", "ds", "es", "ss", "fs", "gs");

    /// LoongArch branches, with the short names that compare with zero or swap the operands.
    private static final Set<String> LOONGARCH_BRANCHES = Set.of("beq", "bne", "blt", "bge", "bltu", "bgeu", "bgt",
            "ble", "bgtu", "bleu", "beqz", "bnez", "bltz", "bgez", "bgtz", "blez", "bceqz", "bcnez");

    private TransferText() {}

    /// Whether it is a call, a jump or a branch, conditional or not, of x86-64, AArch64 or LoongArch; also one through a
    /// register or memory, but for LoongArch's `jirl` and `jr`, whose destination the text does not have.
    static boolean isTransfer(String text) {
        String mnemonic = mnemonic(text);
        if (mnemonic.equals("jirl") || mnemonic.equals("jr")) {
            return false;
        }
        return LOONGARCH_BRANCHES.contains(mnemonic) || mnemonic.startsWith("j") || mnemonic.startsWith("call")
                || mnemonic.startsWith("loop")
                || mnemonic.equals("b") || mnemonic.equals("bl") || mnemonic.startsWith("b.")
                || mnemonic.startsWith("bc.") || mnemonic.equals("cbz") || mnemonic.equals("cbnz")
                || mnemonic.equals("tbz") || mnemonic.equals("tbnz");
    }

    /// Whether a transfer names a register or memory that holds its destination (x86-64 `*`).
    static boolean isIndirect(String text) {
        return text.indexOf('*') >= 0;
    }

    /// The destination that it names itself: the last operand (`tbz w0, #3, 40 <foo+0x40>`), or what GNU objdump says
    /// behind one that is a distance (LoongArch `bl -24 # 1c0 <foo>`).
    static OptionalLong destination(String text) {
        int computed = text.indexOf("# ");
        if (computed >= 0) {
            int last = text.indexOf(' ', computed + 2);
            return Listing.hexadecimal(text.substring(computed + 2, last < 0 ? text.length() : last));
        }
        int end = text.length();
        for (String comment : new String[] {" <", "#", "//", ";"}) {
            int start = text.indexOf(comment);
            // The number of a bit in AArch64 is no comment.
            if (start >= 0 && start < end && !(comment.equals("#") && text.indexOf(',', start) >= 0)) {
                end = start;
            }
        }
        String operands = text.substring(0, end).strip();
        int start = Math.max(operands.lastIndexOf(' '), operands.lastIndexOf(',')) + 1;
        return start == 0 ? OptionalLong.empty() : Listing.hexadecimal(operands.substring(start));
    }

    private static String mnemonic(String text) {
        int start = 0;
        while (true) {
            int end = start;
            while (end < text.length() && text.charAt(end) > ' ') {
                end++;
            }
            String word = text.substring(start, end);
            int next = end;
            while (next < text.length() && text.charAt(next) <= ' ') {
                next++;
            }
            if (next == text.length() || !(PREFIXES.contains(word) || word.startsWith("rex"))) {
                return word;
            }
            start = next;
        }
    }
}
