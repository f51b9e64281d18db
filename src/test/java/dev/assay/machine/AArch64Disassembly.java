package dev.assay.machine;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One instruction as LLVM's disassembler writes it, and what its text says about transfers and registers.
///
/// Knows mnemonics and operands only, no encodings, so that it is a second opinion on the decoder.
///
/// @param operands without the names of symbols and without comments
record AArch64Disassembly(long address, int word, String mnemonic, String operands) {
    private static final Pattern LINE = Pattern.compile(
            "\\s*([0-9a-f]+): ([0-9a-f]{2}) ([0-9a-f]{2}) ([0-9a-f]{2}) ([0-9a-f]{2}) *\\t(\\S+)(?:\\t(.*))?");
    private static final String REGISTER = "(?:[xw]\\d+|w?sp|[xw]zr)";
    private static final Pattern ANY_REGISTER = Pattern.compile("\\b" + REGISTER + "\\b");
    private static final Pattern FIRST = Pattern.compile("(" + REGISTER + ")\\b.*");
    private static final Pattern FIRST_TWO = Pattern.compile("(" + REGISTER + "), (" + REGISTER + ")\\b.*");
    private static final Pattern BASE_UPDATED =
            Pattern.compile("(?<!\\w)\\[(" + REGISTER + ")(?:, [^\\]]*)?\\](?:!|, .*)");
    private static final Pattern UPDATED = Pattern.compile("(" + REGISTER + ")!");
    private static final Pattern TARGET = Pattern.compile(".*?(#?)(-?)(?:0x)?([0-9a-f]+)");

    private static final Pattern ATOMIC =
            Pattern.compile("(swp|ld(add|clr|eor|set|smax|smin|umax|umin))(a|l|al)?[bh]?");
    private static final Pattern PAIR = Pattern.compile("ldn?p|ldpsw|lda?xp|casp(a|l|al)?");
    private static final Pattern STATUS = Pattern.compile("stl?x[rp][bh]?|st64bv0?");
    private static final Pattern LINK = Pattern.compile("(pac|aut)i[ab](z|sp)|xpaclri");
    private static final Pattern SEVENTEEN = Pattern.compile("(pac|aut)i[ab]1716");
    private static final Set<String> WRITE_NOTHING = Set.of(
            "cmp", "cmn", "tst", "ccmp", "ccmn", "cmpp", "msr", "dc", "ic", "at", "tlbi", "sys", "cfp", "cpp", "dvp",
            "prfm", "prfum", "wfet", "wfit", "rmif", "setf8", "setf16", "ctermeq", "ctermne", "cbz", "cbnz", "tbz",
            "tbnz", "ret", "br", "blr", "braa", "brab", "braaz", "brabz", "blraa", "blrab", "blraaz", "blrabz", "brb",
            "trcit");

    /// Empty for lines that are no instruction: headings, labels, data.
    static Optional<AArch64Disassembly> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || matcher.group(6).startsWith(".")) {
            return Optional.empty();
        }
        int word = 0;
        for (int index = 5; index >= 2; index--) {
            word = word << 8 | Integer.parseInt(matcher.group(index), 16);
        }
        @Nullable String rest = matcher.group(7);
        String operands = rest == null ? "" : rest.replaceAll(" <.*| *//.*|\t.*", "").strip();
        long address = Long.parseUnsignedLong(matcher.group(1), 16);
        return Optional.of(new AArch64Disassembly(address, word, matcher.group(6), operands));
    }

    /// Also where LLVM names a system register of a space that has none.
    boolean isUnknown() {
        return mnemonic.equals("<unknown>") || operands.matches("(.*, )?S0_.*");
    }

    Flow flow() {
        return switch (mnemonic) {
            case "b", "b.al", "b.nv", "bc.al", "bc.nv" -> Flow.JUMP;
            case "bl" -> Flow.CALL;
            case "cbz", "cbnz", "tbz", "tbnz" -> Flow.BRANCH;
            case "ret", "retaa", "retab", "eret", "eretaa", "eretab", "drps" -> Flow.RETURN;
            case "br", "braa", "brab", "braaz", "brabz" -> Flow.INDIRECT_JUMP;
            case "blr", "blraa", "blrab", "blraaz", "blrabz" -> Flow.INDIRECT_CALL;
            case "brk", "hlt", "udf", "tcancel", "dcps1", "dcps2", "dcps3" -> Flow.TRAP;
            default -> mnemonic.startsWith("b.") || mnemonic.startsWith("bc.") ? Flow.BRANCH : Flow.NEXT;
        };
    }

    /// Of a direct transfer.
    long target() {
        return constant(operands);
    }

    private long constant(String text) {
        Matcher matcher = TARGET.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("no address in " + this);
        }
        boolean relative = matcher.group(1).equals("#");
        long value = Long.parseUnsignedLong(matcher.group(3), text.contains("0x") ? 16 : 10);
        return relative ? address + (matcher.group(2).isEmpty() ? value : -value) : value;
    }

    /// The general registers that the text names, as a bit mask; the zero register is none.
    long named() {
        long mask = 0;
        Matcher matcher = ANY_REGISTER.matcher(operands);
        while (matcher.find()) {
            mask |= mask(matcher.group());
        }
        return mask;
    }

    /// Whether it reads general registers that the text does not name: the link register, the rest of a block, one
    /// that a cache operation ignores.
    boolean readsMoreThanNamed() {
        return LINK.matcher(mnemonic).matches() || SEVENTEEN.matcher(mnemonic).matches()
                || mnemonic.startsWith("ret") || mnemonic.startsWith("st64b")
                || Set.of("svc", "hvc", "smc", "tlbi", "ic").contains(mnemonic) || isCheckFeature();
    }

    /// `chkfeat x16`, which older versions do not know by name.
    private boolean isCheckFeature() {
        return mnemonic.equals("hint") && operands.equals("#40");
    }

    /// The general registers that the instruction writes, as a bit mask. For calls only what the instruction itself
    /// is about, not the link register.
    long written() {
        long mask = 0;
        Matcher base = BASE_UPDATED.matcher(operands);
        while (base.find()) {
            mask |= mask(base.group(1));
        }
        Matcher updated = UPDATED.matcher(operands);
        while (updated.find()) {
            mask |= mask(updated.group(1));
        }
        if (LINK.matcher(mnemonic).matches()) {
            return mask | mask("x30");
        }
        if (SEVENTEEN.matcher(mnemonic).matches()) {
            return mask | mask("x17");
        }
        if (isCheckFeature()) {
            return mask | mask("x16");
        }
        boolean store = mnemonic.startsWith("st") && !STATUS.matcher(mnemonic).matches();
        Matcher first = FIRST.matcher(operands);
        if (store || WRITE_NOTHING.contains(mnemonic) || !first.matches()) {
            return mask;
        }
        Matcher firstTwo = FIRST_TWO.matcher(operands);
        boolean two = firstTwo.matches();
        if (two && ATOMIC.matcher(mnemonic).matches()) {
            return mask | mask(firstTwo.group(2));
        }
        if (two && PAIR.matcher(mnemonic).matches()) {
            return mask | mask(firstTwo.group(1)) | mask(firstTwo.group(2));
        }
        if (mnemonic.equals("ld64b")) {
            return mask | ((0xffL << number(first.group(1))) & 0x7fff_ffffL);
        }
        return mask | mask(first.group(1));
    }

    /// What a decoder should report, in the form of [AArch64Recorder], for the instructions that it reports exactly;
    /// else empty.
    Optional<String> effects() {
        return move().or(this::pcRelative).or(this::sum).or(this::access).or(this::accessPair).or(this::select);
    }

    private static final Pattern MOVE = Pattern.compile("(" + REGISTER + "), (" + REGISTER + "|#-?\\d+)");
    private static final Pattern INSERT = Pattern.compile("(x\\d+), #(\\d+)(?:, lsl #(\\d+))?");

    private Optional<String> move() {
        Matcher insert = INSERT.matcher(operands);
        if (mnemonic.equals("movk") && insert.matches()) {
            int shift = insert.group(3) == null ? 0 : Integer.parseInt(insert.group(3));
            return Optional.of("%s[%d] = 0x%x".formatted(insert.group(1), shift, Integer.parseInt(insert.group(2))));
        }
        Matcher matcher = MOVE.matcher(operands);
        if (!mnemonic.equals("mov") || !matcher.matches() || matcher.group(1).endsWith("zr")) {
            return Optional.empty();
        }
        boolean wide = !matcher.group(1).startsWith("w");
        String to = wide ? matcher.group(1) : "x" + matcher.group(1).substring(1);
        String from = matcher.group(2);
        if (from.startsWith("#")) {
            long value = Long.parseLong(from.substring(1));
            return matcher.group(1).equals("wsp")
                    ? Optional.empty()
                    : Optional.of("%s = 0x%x".formatted(to, wide ? value : value & 0xffff_ffffL));
        }
        if (from.endsWith("zr")) {
            return Optional.of(to + " = 0x0");
        }
        return wide ? Optional.of("%s = %s".formatted(to, from)) : Optional.empty();
    }

    private static final Pattern PC_RELATIVE = Pattern.compile("(x\\d+), (#?-?(?:0x)?[0-9a-f]+)");

    private Optional<String> pcRelative() {
        Matcher matcher = PC_RELATIVE.matcher(operands);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return switch (mnemonic) {
            case "adr", "adrp" -> Optional.of("%s = 0x%x".formatted(matcher.group(1), constant(matcher.group(2))));
            case "ldr" -> Optional.of("%s = [0x%x]".formatted(matcher.group(1), constant(matcher.group(2))));
            default -> Optional.empty();
        };
    }

    private static final Pattern SUM = Pattern.compile("(x\\d+|sp), (x\\d+|sp), #(\\d+)(, lsl #12)?");

    private Optional<String> sum() {
        Matcher matcher = SUM.matcher(operands);
        if (!Set.of("add", "adds", "sub", "subs").contains(mnemonic) || !matcher.matches()) {
            return Optional.empty();
        }
        long amount = Long.parseLong(matcher.group(3)) << (matcher.group(4) == null ? 0 : 12);
        return Optional.of(matcher.group(1) + " = "
                + sum(matcher.group(2), mnemonic.startsWith("sub") ? -amount : amount));
    }

    private static final String MEMORY = "\\[(x\\d+|sp)(?:, #(-?\\d+))?\\](!)?(?:, #(-?\\d+))?";
    private static final Pattern ACCESS = Pattern.compile("(x\\d+|xzr), " + MEMORY);

    private Optional<String> access() {
        Matcher matcher = ACCESS.matcher(operands);
        boolean load = Set.of("ldr", "ldur", "ldtr", "ldar", "ldapr", "ldapur", "ldxr", "ldaxr").contains(mnemonic);
        boolean store = Set.of("str", "stur", "sttr", "stlr", "stlur").contains(mnemonic);
        if ((!load && !store) || !matcher.matches()) {
            return Optional.empty();
        }
        String register = matcher.group(1);
        String base = matcher.group(2);
        boolean writesBack = matcher.group(4) != null || matcher.group(5) != null;
        if (load && (register.equals("xzr") || (register.equals(base) && writesBack))) {
            return Optional.empty();
        }
        long displacement = matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3));
        return Optional.of(transfer(load, register, base, displacement) + writeBack(matcher, base));
    }

    private static final Pattern ACCESS_PAIR = Pattern.compile("(x\\d+|xzr), (x\\d+|xzr), " + MEMORY);

    private Optional<String> accessPair() {
        Matcher matcher = ACCESS_PAIR.matcher(operands);
        boolean load = mnemonic.equals("ldp") || mnemonic.equals("ldnp");
        boolean store = mnemonic.equals("stp") || mnemonic.equals("stnp");
        if ((!load && !store) || !matcher.matches()) {
            return Optional.empty();
        }
        String first = matcher.group(1);
        String second = matcher.group(2);
        String base = matcher.group(3);
        boolean writesBack = matcher.group(5) != null || matcher.group(6) != null;
        boolean loadsBase = first.equals(base) || second.equals(base);
        if (load && (first.equals("xzr") || second.equals("xzr") || (loadsBase && writesBack))) {
            return Optional.empty();
        }
        long displacement = matcher.group(4) == null ? 0 : Long.parseLong(matcher.group(4));
        String low = transfer(load, first, base, displacement);
        String high = transfer(load, second, base, displacement + 8);
        String both = load && first.equals(base) ? high + "; " + low : low + "; " + high;
        return Optional.of(both + writeBack(matcher, base));
    }

    private static String transfer(boolean load, String register, String base, long displacement) {
        String memory = "[%s]".formatted(sum(base, displacement));
        return load ? register + " = " + memory : memory + " = " + (register.equals("xzr") ? "0x0" : register);
    }

    /// The last two groups of `MEMORY` and the displacement before them.
    private static String writeBack(Matcher matcher, String base) {
        int count = matcher.groupCount();
        @Nullable String amount = matcher.group(count) != null ? matcher.group(count)
                : matcher.group(count - 1) != null ? matcher.group(count - 2) : null;
        return amount == null ? "" : "; %s = %s".formatted(base, sum(base, Long.parseLong(amount)));
    }

    private static final Pattern SELECT = Pattern.compile("(x\\d+), (x\\d+), (x\\d+), \\w\\w");

    private Optional<String> select() {
        Matcher matcher = SELECT.matcher(operands);
        if (!mnemonic.equals("csel") || !matcher.matches()) {
            return Optional.empty();
        }
        String to = matcher.group(1);
        String one = matcher.group(2);
        String other = matcher.group(3);
        if (to.equals(other)) {
            return Optional.of("%s ?= %s".formatted(to, one));
        }
        String maybe = "%s ?= %s".formatted(to, other);
        return Optional.of(to.equals(one) ? maybe : "%s = %s; %s".formatted(to, one, maybe));
    }

    private static String sum(String register, long amount) {
        return amount == 0 ? register
                : "%s %s %d".formatted(register, amount < 0 ? "-" : "+", Math.abs(amount));
    }

    private static long mask(String register) {
        return register.endsWith("zr") ? 0 : 1L << number(register);
    }

    private static int number(String register) {
        return register.endsWith("sp") ? 31 : Integer.parseInt(register.substring(1));
    }
}
