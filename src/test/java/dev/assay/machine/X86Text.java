package dev.assay.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One instruction as `objdump` writes it: the mnemonic and its operands, the destination last.
///
/// @param mnemonic   without prefixes and branch hints
/// @param operands   in AT&T order
/// @param isRepeated whether `rep` and the like stand before it
record X86Text(String mnemonic, List<String> operands, boolean isRepeated) {
    private static final Set<String> PREFIXES = Set.of("bnd", "notrack", "lock", "rep", "repz", "repnz", "data16",
            "addr32", "cs", "ds", "es", "ss", "fs", "gs", "xacquire", "xrelease");
    private static final Set<String> RETURNS = Set.of("ret", "retw", "lret", "lretw", "lretq", "iret", "iretw", "iretq",
            "sysretl", "sysretq", "sysexitl", "sysexitq", "rsm", "uiret");
    private static final Set<String> TRAPS = Set.of("ud0", "ud1", "ud2", "int3");
    private static final Set<String> LOOPS = Set.of("loop", "loope", "loopne", "loopl", "loopel", "loopnel",
            "xbegin");

    static X86Text parse(String text) {
        String rest = text;
        boolean isRepeated = false;
        while (true) {
            int space = rest.indexOf(' ');
            String word = space < 0 ? rest : rest.substring(0, space);
            String left = space < 0 ? "" : rest.substring(space + 1).strip();
            if (!left.isEmpty() && (PREFIXES.contains(word) || word.startsWith("rex"))) {
                rest = left;
                isRepeated |= word.startsWith("rep");
                continue;
            }
            int comma = word.indexOf(',');
            return new X86Text(comma < 0 ? word : word.substring(0, comma), split(left), isRepeated);
        }
    }

    /// At the commas that are in no parentheses.
    private static List<String> split(String operands) {
        List<String> list = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < operands.length(); i++) {
            char c = operands.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                list.add(operands.substring(start, i));
                start = i + 1;
            }
        }
        if (!operands.isEmpty()) {
            list.add(operands.substring(start).strip());
        }
        return List.copyOf(list);
    }

    boolean isBad() {
        return mnemonic.contains("(bad)") || operands.toString().contains("(bad)");
    }

    /// Whether this is `movs`, `stos` and the like, whose operands are all implied, and not `movslq` or `cmpsd`.
    boolean isString() {
        boolean hasTwo = mnemonic.startsWith("movs") || mnemonic.startsWith("cmps");
        long implied = operands.stream().filter(operand -> operand.matches("%[d-g]s:\\(%[re][sd]i\\)")).count();
        return implied >= (hasTwo ? 2 : 1);
    }

    Flow flow() {
        boolean isIndirect = !operands.isEmpty() && operands.getLast().startsWith("*");
        if (isBad()) {
            return Flow.INVALID;
        }
        if (mnemonic.startsWith("call") || mnemonic.startsWith("lcall")) {
            return isIndirect ? Flow.INDIRECT_CALL : Flow.CALL;
        }
        if (mnemonic.startsWith("jmp") || mnemonic.startsWith("ljmp")) {
            return isIndirect ? Flow.INDIRECT_JUMP : Flow.JUMP;
        }
        if (mnemonic.startsWith("j") || LOOPS.contains(mnemonic)) {
            return Flow.BRANCH;
        }
        return RETURNS.contains(mnemonic) ? Flow.RETURN : TRAPS.contains(mnemonic) ? Flow.TRAP : Flow.NEXT;
    }

    /// Of a direct transfer.
    long target() {
        String last = operands.getLast();
        return Long.parseUnsignedLong(last.startsWith("0x") ? last.substring(2) : last, 16);
    }
}
