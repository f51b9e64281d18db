package dev.assay.machine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One LoongArch instruction as `objdump -M no-aliases` of GNU binutils writes it, and what its text says about
/// transfers and registers.
///
/// Knows mnemonics and operands only, no encodings, so that it is a second opinion on the decoder.
///
/// @param operands without what objdump computes from them
record LoongArchDisassembly(long address, int word, String mnemonic, List<String> operands) {
    private static final Pattern LINE =
            Pattern.compile("\\s*([0-9a-f]+):\\t([0-9a-f]{8}) +\\t(\\S+) *(?:\\t([^#<]*).*)?");
    private static final List<String> NAMES = List.of("zero", "ra", "tp", "sp", "a0", "a1", "a2", "a3", "a4", "a5",
            "a6", "a7", "t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "r21", "fp", "s0", "s1", "s2", "s3",
            "s4", "s5", "s6", "s7", "s8");
    private static final Pattern STORE = Pattern.compile("(st|stx|stl|str|stptr|stgt|stle)\\.[bhwd]|iocsrwr\\.[bhwd]");
    private static final Set<String> BRANCHES =
            Set.of("beq", "bne", "blt", "bge", "bltu", "bgeu", "beqz", "bnez", "bceqz", "bcnez");
    private static final Set<String> READ_ONLY =
            Set.of("asrtle.d", "asrtgt.d", "ldpte", "invtlb", "preldx", "x86mtflag", "armmtflag");
    private static final Pattern BINARY_TRANSLATION =
            Pattern.compile("x86(?!mftop|mfflag|settag).*|arm(?!move|mfflag).*");

    /// Empty for lines that are no instruction.
    static Optional<LoongArchDisassembly> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        @Nullable String rest = matcher.group(4);
        List<String> operands = rest == null || rest.isBlank() ? List.of() : List.of(rest.strip().split(", *"));
        return Optional.of(new LoongArchDisassembly(Long.parseUnsignedLong(matcher.group(1), 16),
                Integer.parseUnsignedInt(matcher.group(2), 16), matcher.group(3), operands));
    }

    boolean isUnknown() {
        return mnemonic.startsWith(".");
    }

    /// @param before the instruction at the address before this one's
    Flow flow(@Nullable LoongArchDisassembly before) {
        if (BRANCHES.contains(mnemonic)) {
            return Flow.BRANCH;
        }
        return switch (mnemonic) {
            case "b" -> Flow.JUMP;
            case "bl" -> Flow.CALL;
            case "ertn" -> Flow.RETURN;
            case "break", "dbcl" -> Flow.TRAP;
            case "jiscr0", "jiscr1" -> Flow.INDIRECT_JUMP;
            case "jirl" -> jump(before);
            default -> Flow.NEXT;
        };
    }

    private Flow jump(@Nullable LoongArchDisassembly before) {
        boolean call = operands.get(0).equals("$ra");
        if (isSecondHalf(before)) {
            return call ? Flow.CALL : Flow.JUMP;
        }
        if (operands.equals(List.of("$zero", "$ra", "0"))) {
            return Flow.RETURN;
        }
        return call ? Flow.INDIRECT_CALL : Flow.INDIRECT_JUMP;
    }

    private boolean isSecondHalf(@Nullable LoongArchDisassembly before) {
        return before != null && Set.of("pcaddu18i", "pcaddu12i", "pcalau12i").contains(before.mnemonic)
                && before.operands.get(0).equals(operands.get(1)) && !operands.get(1).equals("$zero");
    }

    long target(@Nullable LoongArchDisassembly before) {
        if (mnemonic.equals("jirl") && before != null) {
            long upper = Long.decode(before.operands.get(1));
            long base = switch (before.mnemonic) {
                case "pcaddu18i" -> before.address + (upper << 18);
                case "pcaddu12i" -> before.address + (upper << 12);
                default -> (before.address + (upper << 12)) & -4096;
            };
            return base + Long.decode(operands.get(2));
        }
        return address + Long.decode(operands.getLast()); // what objdump computes is 0 in a file without symbols
    }

    /// The general registers that the instruction writes, as a bit mask. For calls not the link register.
    long written(Flow flow) {
        boolean another = mnemonic.equals("syscall") || mnemonic.equals("hvcl");
        if (another) {
            return 0x1f_fff0; // a0 to t8
        }
        boolean transfer = flow == Flow.BRANCH || flow == Flow.CALL || flow == Flow.INDIRECT_CALL;
        if (operands.isEmpty() || transfer || STORE.matcher(mnemonic).matches() || READ_ONLY.contains(mnemonic)
                || BINARY_TRANSLATION.matcher(mnemonic).matches()) {
            return 0;
        }
        long both = mnemonic.startsWith("rdtime") ? mask(operands.get(1)) : 0;
        return mask(operands.get(0)) | both;
    }

    /// The general registers that the text names.
    long named() {
        return operands.stream().mapToLong(LoongArchDisassembly::mask).reduce(0, (a, b) -> a | b);
    }

    private static long mask(String operand) {
        int number = operand.startsWith("$") ? NAMES.indexOf(operand.substring(1)) : 0;
        return number <= 0 ? 0 : 1L << number;
    }
}
