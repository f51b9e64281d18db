package dev.assay.check.verify;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A RISC-V transfer in two instructions, `auipc` and right behind it a jump through its register, as disassemblers
/// write them: a relocation stands at the first, the transfer is the second.
final class RiscvPair {
    private static final Pattern UPPER = Pattern.compile("auipc (\\w+), ?(-?\\w+)");
    private static final Pattern JUMP =
            Pattern.compile("(?:c\\.)?(?:jalr|jr) (?:\\w+, ?)?(?:(-?\\w+)\\()?(\\w+)\\)?(?: .*)?");
    private static final int LENGTH = 4;

    private String register = "";
    private long value;
    private long behind;
    private boolean leads;

    /// Takes the next instruction.
    ///
    /// @return where a pair that it completes goes to, as the bytes say
    OptionalLong next(long at, String text) {
        String upperRegister = at == behind ? register : "";
        register = "";
        if (text.startsWith("auipc")) {
            Matcher upper = UPPER.matcher(text);
            OptionalLong number = upper.matches() ? number(upper.group(2)) : OptionalLong.empty();
            if (number.isPresent()) {
                register = upper.group(1);
                value = at + (int) (number.getAsLong() << 12);
                behind = at + LENGTH;
                leads = false;
            }
            return OptionalLong.empty();
        }
        if (upperRegister.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher jump = JUMP.matcher(text);
        if (!jump.matches() || !jump.group(2).equals(upperRegister)) {
            leads = false;
            return OptionalLong.empty();
        }
        OptionalLong low = jump.group(1) == null ? OptionalLong.of(0) : number(jump.group(1));
        return low.isPresent() ? OptionalLong.of(value + low.getAsLong()) : OptionalLong.empty();
    }

    /// Remembers that a relocation at the `auipc` names a place of interest.
    void leads() {
        leads = true;
    }

    /// Whether [#leads] was told of the pair that [#next] has completed last; once.
    boolean takeLeads() {
        boolean told = leads;
        leads = false;
        return told;
    }

    private static OptionalLong number(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative ? text.substring(1) : text;
        try {
            long number = digits.startsWith("0x") ? Long.parseLong(digits.substring(2), 16) : Long.parseLong(digits);
            return OptionalLong.of(negative ? -number : number);
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
