package dev.assay.machine;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Which general registers an instruction writes: what the decoder reports against what the text says.
final class X86Writes {
    private static final String[] LEGACY = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
    private static final Map<String, Integer> NUMBERS = numbers();
    /// Their last operand is only read.
    private static final Set<String> READS_ONLY = Set.of("cmp", "test", "bt", "push", "call", "jmp", "nop", "lldt",
            "ltr", "verr", "verw", "lmsw", "wrfsbase", "wrgsbase", "vmwrite", "invpcid", "invept", "invvpid", "ptwrite",
            "incsspd", "incsspq", "enqcmd", "enqcmds", "movdir64b", "umonitor", "umwait", "tpause", "skinit",
            "clzero", "invlpga", "invlpgb", "monitor", "mwait", "monitorx", "mwaitx", "senduipi", "vmload", "vmsave",
            "vmrun", "out", "outsb", "outsl", "outsw", "lkgs", "rmpadjust", "psmash", "pvalidate", "rdpru");
    private static final Set<String> STRINGS = Set.of("movsb", "movsw", "movsl", "movsq", "cmpsb", "cmpsw", "cmpsl",
            "cmpsq", "stos", "scas", "insb", "insw", "insl", "lods", "outsb", "outsw", "outsl");
    private static final Map<String, String> IMPLIED = implied();

    private int written;
    private final Effects collector = new Effects() {
        @Override
        public void constant(int to, long value) {
            written |= 1 << to;
        }

        @Override
        public void copy(int to, int from) {
            written |= 1 << to;
        }

        @Override
        public void add(int to, int from, long amount) {
            written |= 1 << to;
        }

        @Override
        public void maybeCopy(int to, int from) {
            written |= 1 << to;
        }

        @Override
        public void load(int to, int base, long displacement) {
            written |= 1 << to;
        }

        @Override
        public void loadConstantAddress(int to, long address) {
            written |= 1 << to;
        }

        @Override
        public void store(int base, long displacement, int from) {}

        @Override
        public void storeConstant(int base, long displacement, long value) {}

        @Override
        public void storeUnknown(int base, long displacement, int width) {}

        @Override
        public void unknown(int to) {
            written |= 1 << to;
        }

        @Override
        public void use(int register) {}
    };

    private static Map<String, Integer> numbers() {
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < 8; i++) {
            String name = LEGACY[i];
            numbers.put("%r" + name, i);
            numbers.put("%e" + name, i);
            numbers.put("%" + name, i);
            numbers.put("%" + (i < 4 ? name.substring(0, 1) : name) + "l", i);
            if (i < 4) {
                numbers.put("%" + name.charAt(0) + "h", i);
            }
            for (String suffix : List.of("", "d", "w", "b")) {
                numbers.put("%r" + (i + 8) + suffix, i + 8);
            }
        }
        return numbers;
    }

    /// Mnemonics and the registers they write without naming them.
    private static Map<String, String> implied() {
        Map<String, String> implied = new HashMap<>();
        String[] table = {
            "cqto cltd cwtd", "dx",
            "cltq cwtl cbtw lahf xlat", "ax",
            "rdtsc rdmsr rdpmc xgetbv rdpkru cmpxchg8b cmpxchg16b rdpru", "ax dx",
            "rdtscp", "ax cx dx",
            "cpuid getsec pconfig encls enclu enclv", "ax bx cx dx",
            "syscall sysenter", "ax cx r11",
            "xbegin xabort int", "ax",
            "loop loope loopne", "cx",
            "pcmpestri pcmpistri vpcmpestri vpcmpistri", "cx",
            "push pushf popf ret lret iret pop", "sp",
            "enter leave", "sp bp",
            "movsb movsw movsl movsq cmpsb cmpsw cmpsl cmpsq", "si di",
            "stos scas insb insw insl", "di",
            "lods", "ax si",
            "outsb outsw outsl", "si",
            "vmcall vmmcall vmrun tdcall seamcall vmgexit seamret seamops",
            "ax cx dx bx bp si di r8 r9 r10 r11 r12 r13 r14 r15",
            "psmash pvalidate rmpadjust rmpupdate rmpquery", "ax",
            "xstore-rng xcrypt-ecb xcrypt-cbc xcrypt-ctr xcrypt-cfb xcrypt-ofb xsha1 xsha256 montmul",
            "ax bx cx dx si di",
        };
        for (int i = 0; i < table.length; i += 2) {
            for (String mnemonic : words(table[i])) {
                implied.put(mnemonic, table[i + 1]);
            }
        }
        return implied;
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split(" ", -1));
    }

    /// An empty string if both agree, else what differs.
    String compare(Decoder decoder, X86Text text) {
        written = 0;
        decoder.effects(collector);
        int expected = expected(text);
        if (written == expected) {
            return "";
        }
        return "writes %s, text says %s".formatted(names(written), names(expected));
    }

    private static String names(int registers) {
        X86_64 machine = new X86_64();
        return IntStream.range(0, 16).filter(i -> (registers >>> i & 1) != 0).mapToObj(machine::registerName)
                .collect(Collectors.joining(" ", "{", "}"));
    }

    private static int bit(String operand) {
        Integer number = NUMBERS.get(operand);
        return number == null ? 0 : 1 << number;
    }

    private static int expected(X86Text text) {
        String mnemonic = withoutSuffix(text.mnemonic());
        List<String> operands = text.operands();
        if (text.flow() == Flow.TRAP || isUnchanged(mnemonic, operands)) {
            return 0;
        }
        int registers = 0;
        for (String name : words(IMPLIED.getOrDefault(mnemonic, ""))) {
            registers |= bit("%" + name);
        }
        if (STRINGS.contains(mnemonic)) {
            if (text.isString()) {
                return registers | (text.isRepeated() ? 1 << 1 : 0);
            }
            registers = 0; // movsbl and the like, or a vector instruction
        }
        if (operands.isEmpty() || READS_ONLY.contains(mnemonic)) {
            return registers;
        }
        int last = bit(operands.getLast());
        int first = bit(operands.getFirst());
        boolean isCompareAndAdd = mnemonic.startsWith("cmp") && mnemonic.endsWith("xadd");
        return switch (mnemonic) {
            case "mul", "div", "idiv", "imul" -> operands.size() > 1 ? last : multiplied(text);
            case "xchg", "xadd" -> first | last;
            case "cmpxchg" -> last | 1;
            case "mulx" -> last | bit(operands.get(1));
            default -> isCompareAndAdd ? bit(operands.get(1)) : registers | last;
        };
    }

    /// `ax` for a byte, else `ax` and `dx`.
    private static int multiplied(X86Text text) {
        String operand = text.operands().getFirst();
        boolean isByte = text.mnemonic().endsWith("b") || operand.matches("%([a-d][lh]|[sd]il|[sb]pl|r\\d+b)");
        return isByte ? 1 : 5;
    }

    /// Written, but with what was there.
    private static boolean isUnchanged(String mnemonic, List<String> operands) {
        if (operands.size() != 2 || !operands.getFirst().equals(operands.getLast())) {
            return false;
        }
        boolean isFull = operands.getFirst().matches("%r([a-ds].|bp|\\d+)");
        return (isFull && (mnemonic.equals("or") || mnemonic.equals("and")))
                || (mnemonic.equals("xchg") && operands.getFirst().equals("%ax")); // the two bytes 66 90
    }

    /// `objdump` adds the size of the operand where no register shows it.
    private static String withoutSuffix(String mnemonic) {
        if (READS_ONLY.contains(mnemonic) || IMPLIED.containsKey(mnemonic) || mnemonic.length() < 3) {
            return mnemonic;
        }
        String shorter = mnemonic.substring(0, mnemonic.length() - 1);
        boolean isSized = "bwlq".indexOf(mnemonic.charAt(mnemonic.length() - 1)) >= 0;
        Set<String> known = Set.of("mul", "div", "idiv", "imul", "xchg", "xadd", "cmpxchg", "and", "or");
        boolean isKnown = READS_ONLY.contains(shorter) || IMPLIED.containsKey(shorter) || known.contains(shorter);
        return isSized && isKnown ? shorter : mnemonic;
    }
}
