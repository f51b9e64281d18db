package dev.assay.machine;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One instruction as LLVM's disassembler writes it without aliases, and what its text says about transfers and
/// registers.
///
/// Knows mnemonics and operands only, no encodings, so that it is a second opinion on the decoder.
///
/// @param bytes    of the instruction, little-endian
/// @param length   of it, in bytes
/// @param mnemonic without the `c.` of compressed ones
/// @param operands without the names of symbols and without comments
record RiscvDisassembly(long address, long bytes, int length, String mnemonic, List<String> operands) {
    /// LLVM 14 writes bytes, newer versions words: `13 05 00 00` or `00000513`.
    private static final Pattern LINE =
            Pattern.compile("\\s*([0-9a-f]+): ((?:[0-9a-f]{2,8} )*[0-9a-f]{2,8}) *\\t(\\S+)(?:\\t(.*))?");
    private static final Pattern REGISTER = Pattern.compile("(?<![\\w.])(zero|ra|sp|gp|tp|[sta]\\d+)(?![\\w.])");
    private static final Pattern MEMORY = Pattern.compile("(-?\\w+)\\((\\w+)\\)");
    private static final List<String> NAMES =
            List.of("zero", "ra", "sp", "gp", "tp", "t0", "t1", "t2", "s0", "s1", "a0",
                    "a1", "a2", "a3", "a4", "a5", "a6", "a7", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10",
                    "s11", "t3",
                    "t4", "t5", "t6");
    private static final Set<String> BRANCHES =
            Set.of("beq", "bne", "blt", "bge", "bltu", "bgeu", "beqz", "bnez");
    private static final Pattern WRITES_NOTHING =
            Pattern.compile("s[bhwd](sp)?|s[bhwd]\\.(aq)?rl|hsv\\..*|j|jr|jalr|b.*z|"
                    + "beq|bne|bltu?|bgeu?|cbo\\..*|[sh]fence.*|[sh]inval.*|sspush|sspopchk|ntl\\..*|mop\\.\\d+");

    /// Empty for lines that are no instruction: headings, labels, data.
    static Optional<RiscvDisassembly> parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches() || matcher.group(3).startsWith(".")) {
            return Optional.empty();
        }
        String[] groups = matcher.group(2).split(" ", -1);
        boolean words = groups[0].length() > 2;
        int length = matcher.group(2).replace(" ", "").length() / 2;
        long bytes = 0;
        for (int index = groups.length - 1; index >= 0; index--) {
            bytes = (bytes << (4 * groups[index].length())) | Long.parseLong(groups[index], 16);
        }
        if (length > 8 || (words && groups.length > 1)) {
            return Optional.empty();
        }
        @Nullable String rest = matcher.group(4);
        String operands = rest == null ? "" : rest.replaceAll(" <.*| *#.*|\t.*", "").strip();
        String mnemonic = matcher.group(3).replaceFirst("^c\\.(?!ebreak|unimp)", "");
        return Optional.of(new RiscvDisassembly(Long.parseUnsignedLong(matcher.group(1), 16), bytes, length, mnemonic,
                operands.isEmpty() ? List.of() : List.of(operands.split(", *"))));
    }

    /// Also where LLVM 14 loads nothing with a compressed `lui`, an encoding that is reserved.
    boolean isUnknown() {
        return mnemonic.equals("<unknown>")
                || (length == 2 && mnemonic.equals("lui") && operands.getLast().matches("0|0x0"));
    }

    boolean isUpper() {
        return mnemonic.equals("auipc");
    }

    /// Of `auipc`: what it brings into its register.
    long upper() {
        return address + (immediate(1) << 44 >> 32);
    }

    Flow flow() {
        return switch (mnemonic) {
            case "j" -> Flow.JUMP;
            case "jal" -> operands.getFirst().equals("zero") ? Flow.JUMP : Flow.CALL;
            case "jr", "jalr" -> {
                boolean link = mnemonic.equals("jalr") && (operands.size() == 1 || !operands.getFirst().equals("zero"));
                yield link ? Flow.INDIRECT_CALL
                        : base().equals("ra") && displacement() == 0 ? Flow.RETURN : Flow.INDIRECT_JUMP;
            }
            case "sret", "mret", "mnret", "dret" -> Flow.RETURN;
            case "ebreak", "c.ebreak", "c.unimp", "unimp" -> Flow.TRAP;
            case "csrrw" -> operands.equals(List.of("zero", "cycle", "zero")) ? Flow.TRAP : Flow.NEXT;
            default -> BRANCHES.contains(mnemonic) ? Flow.BRANCH : Flow.NEXT;
        };
    }

    /// Of a direct transfer.
    long target() {
        String last = operands.getLast();
        return Long.parseUnsignedLong(last.replaceFirst("^0x", ""), 16);
    }

    /// Of a `jr` or `jalr`, the register that it goes through.
    String base() {
        Matcher memory = MEMORY.matcher(operands.getLast());
        return memory.matches() ? memory.group(2) : operands.getLast();
    }

    /// Of a `jr` or `jalr`, what is added to the register.
    long displacement() {
        Matcher memory = MEMORY.matcher(operands.getLast());
        return memory.matches() ? Long.decode(memory.group(1)) : 0;
    }

    private long immediate(int operand) {
        return Long.decode(operands.get(operand));
    }

    /// The general registers that the text names, as a bit mask; `zero` is none. The compressed operations of the shadow
    /// stack are taken for what they are without one: nothing.
    long named() {
        long mask = 0;
        if (length == 2 && mnemonic.startsWith("ss")) {
            return 0;
        }
        for (String operand : operands) {
            Matcher matcher = REGISTER.matcher(operand);
            while (matcher.find()) {
                mask |= mask(matcher.group());
            }
        }
        // Pairs are named by their first
        return mnemonic.startsWith("amocas.q") ? mask | pair(0) | pair(1) : mask;
    }

    private long pair(int operand) {
        long first = mask(operands.get(operand));
        return first | first << 1;
    }

    /// The general registers that the instruction writes, as a bit mask. For calls the link register only if it is not
    /// `ra`.
    long written() {
        if (WRITES_NOTHING.matcher(mnemonic).matches() && !(mnemonic.equals("jalr") && operands.size() > 1)) {
            return 0;
        }
        long mask = operands.isEmpty() ? 0 : mask(operands.getFirst());
        if (mnemonic.equals("jal") || mnemonic.equals("jalr")) {
            return mask & ~mask("ra");
        }
        return mnemonic.startsWith("amocas.q") ? pair(0) : mask;
    }

    private static long mask(String register) {
        int number = NAMES.indexOf(register);
        return number <= 0 ? 0 : 1L << number;
    }

    /// What a decoder should report, in the form of [AArch64Recorder], for the instructions that it reports exactly;
    /// else empty.
    Optional<String> effects() {
        if (operands.isEmpty() || operands.getFirst().equals("zero")) {
            return Optional.empty();
        }
        String first = operands.getFirst();
        return switch (mnemonic) {
            case "li" -> Optional.of(first + " = " + hex(immediate(1)));
            case "lui" -> Optional.of(first + " = " + hex(immediate(1) << 44 >> 32));
            case "auipc" -> Optional.of(first + " = " + hex(upper()));
            case "mv" -> Optional.of(first + " = " + operands.get(1));
            case "addi", "addi16sp", "addi4spn" -> Optional.of(add());
            case "addiw" -> Optional.of(addWord());
            case "ld", "ldsp" -> access(operands.get(1)).map(place -> first + " = " + place);
            case "sd", "sdsp" -> access(operands.get(1)).map(place -> place + " = " + first);
            default -> Optional.empty();
        };
    }

    private String add() {
        String from = operands.size() == 2 ? operands.getFirst() : operands.get(1);
        long amount = immediate(operands.size() - 1);
        return operands.getFirst() + " = " + (from.equals("zero") ? hex(amount) : sum(from, amount));
    }

    private String addWord() {
        String from = operands.size() == 2 ? operands.getFirst() : operands.get(1);
        long amount = immediate(operands.size() - 1);
        return operands.getFirst() + " = " + (from.equals("zero") ? hex(amount) : "s32(" + sum(from, amount) + ")");
    }

    private static Optional<String> access(String operand) {
        Matcher memory = MEMORY.matcher(operand);
        return memory.matches() && !memory.group(2).equals("zero")
                ? Optional.of("[" + sum(memory.group(2), Long.decode(memory.group(1))) + "]")
                : Optional.empty();
    }

    private static String sum(String register, long amount) {
        return amount == 0 ? register : "%s %s %d".formatted(register, amount < 0 ? "-" : "+", Math.abs(amount));
    }

    private static String hex(long value) {
        return AArch64Recorder.hex(value);
    }
}
