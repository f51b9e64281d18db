package dev.assay.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.bytes.Slice;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares what conditional branches test, and what the instructions before them compare, with what disassemblers
/// write: over the fixtures, and over the corpus where it is.
class ComputationsOracleTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Map<String, Condition> X86_CONDITIONS = Map.ofEntries(Map.entry("e", Condition.EQUAL),
            Map.entry("ne", Condition.NOT_EQUAL), Map.entry("b", Condition.BELOW),
            Map.entry("ae", Condition.ABOVE_OR_EQUAL), Map.entry("be", Condition.BELOW_OR_EQUAL),
            Map.entry("a", Condition.ABOVE), Map.entry("l", Condition.LESS),
            Map.entry("ge", Condition.GREATER_OR_EQUAL), Map.entry("le", Condition.LESS_OR_EQUAL),
            Map.entry("g", Condition.GREATER), Map.entry("o", Condition.OVERFLOW),
            Map.entry("no", Condition.NO_OVERFLOW), Map.entry("s", Condition.NEGATIVE),
            Map.entry("ns", Condition.NOT_NEGATIVE), Map.entry("p", Condition.UNKNOWN),
            Map.entry("np", Condition.UNKNOWN));
    private static final Map<String, Condition> A64_CONDITIONS = Map.ofEntries(Map.entry("eq", Condition.EQUAL),
            Map.entry("ne", Condition.NOT_EQUAL), Map.entry("hs", Condition.ABOVE_OR_EQUAL),
            Map.entry("lo", Condition.BELOW), Map.entry("mi", Condition.NEGATIVE),
            Map.entry("pl", Condition.NOT_NEGATIVE), Map.entry("vs", Condition.OVERFLOW),
            Map.entry("vc", Condition.NO_OVERFLOW), Map.entry("hi", Condition.ABOVE),
            Map.entry("ls", Condition.BELOW_OR_EQUAL), Map.entry("ge", Condition.GREATER_OR_EQUAL),
            Map.entry("lt", Condition.LESS), Map.entry("gt", Condition.GREATER),
            Map.entry("le", Condition.LESS_OR_EQUAL), Map.entry("cbz", Condition.EQUAL),
            Map.entry("cbnz", Condition.NOT_EQUAL), Map.entry("tbz", Condition.BIT_CLEAR),
            Map.entry("tbnz", Condition.BIT_SET));
    private static final Map<String, Condition> RISCV_CONDITIONS = Map.of("beq", Condition.EQUAL, "bne",
            Condition.NOT_EQUAL, "blt", Condition.LESS, "bge", Condition.GREATER_OR_EQUAL, "bltu", Condition.BELOW,
            "bgeu", Condition.ABOVE_OR_EQUAL, "beqz", Condition.EQUAL, "bnez", Condition.NOT_EQUAL);
    private static final Map<String, Operation> X86_OPERATIONS = Map.ofEntries(Map.entry("cmp", Operation.COMPARE),
            Map.entry("test", Operation.TEST), Map.entry("add", Operation.ADD), Map.entry("sub", Operation.SUBTRACT),
            Map.entry("and", Operation.AND), Map.entry("or", Operation.OR), Map.entry("xor", Operation.EXCLUSIVE_OR),
            Map.entry("bt", Operation.BIT_TEST), Map.entry("imul", Operation.MULTIPLY),
            Map.entry("inc", Operation.INCREMENT), Map.entry("dec", Operation.DECREMENT),
            Map.entry("neg", Operation.NEGATE));
    private static final Pattern X86_MNEMONIC =
            Pattern.compile("(cmp|test|add|sub|and|or|xor|bt|imul|inc|dec|neg)([bwlq]?)");
    private static final Pattern QUIET = Pattern.compile(
            "mov.*|lea.*|push[^f]?|pop[^f]?|nop.*|set.*|cmov.*|xchg.*|bswap.*|c[lwq]t[dlqo]|not[bwlq]?|endbr64");
    private static final Map<String, Operation> RISCV_OPERATIONS = Map.ofEntries(Map.entry("add", Operation.ADD),
            Map.entry("addw", Operation.ADD), Map.entry("sub", Operation.SUBTRACT),
            Map.entry("subw", Operation.SUBTRACT), Map.entry("mul", Operation.MULTIPLY),
            Map.entry("mulhu", Operation.MULTIPLY_HIGH), Map.entry("mulh", Operation.MULTIPLY_HIGH),
            Map.entry("and", Operation.AND), Map.entry("or", Operation.OR), Map.entry("xor", Operation.EXCLUSIVE_OR),
            Map.entry("slt", Operation.SET_LESS), Map.entry("sltu", Operation.SET_BELOW),
            Map.entry("slti", Operation.SET_LESS), Map.entry("sltiu", Operation.SET_BELOW),
            Map.entry("xori", Operation.EXCLUSIVE_OR));
    private static final String[] NARROW = {"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil"};
    private static final String[] HALF = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};

    private final List<String> differences = new ArrayList<>();
    private int compared;

    @TempDir private Path folder;

    private void check(String line, Object expected, Object found) {
        compared++;
        if (!expected.equals(found) && differences.size() < 20) {
            differences.add("%s: expected %s, found %s".formatted(line, expected, found));
        }
    }

    private static List<Path> inputs(String machine, String corpus) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FIXTURES)) {
            files.filter(file -> file.getFileName().toString().matches(machine + "-.*\\.o")).forEach(found::add);
        }
        Path shared = Path.of(Optional.ofNullable(System.getenv("ASSAY_SHARED")).orElse("../shared"), "corpus", corpus);
        if (Files.isDirectory(shared)) {
            try (Stream<Path> files = Files.walk(shared)) {
                files.filter(file -> file.toString().matches(".*\\.o(\\.xz)?")).forEach(found::add);
            }
        }
        found.sort(null);
        return found;
    }

    @Test
    void x86AgreesWithObjdump() throws IOException, InterruptedException {
        Tools.require("objdump");
        Tools.require("readelf");
        Machine machine = new X86_64();
        Decoder decoder = machine.decoder();
        for (Path file : inputs("x86_64", "x86_64")) {
            X86Listing.read(Tools.unpacked(file, folder), line -> {
                X86Text text = X86Text.parse(line.text());
                decoder.decode(line.code(), line.offset(), line.address());
                if (!text.isBad() && decoder.length() == line.length()) {
                    checkX86(text, decoder, machine);
                }
            });
        }
        assertThat(compared).isGreaterThan(1000);
        assertThat(differences).isEmpty();
    }

    private void checkX86(X86Text text, Decoder decoder, Machine machine) {
        String mnemonic = text.mnemonic();
        if (text.flow() == Flow.BRANCH && X86_CONDITIONS.containsKey(mnemonic.substring(1))) {
            Condition expected = Objects.requireNonNull(X86_CONDITIONS.get(mnemonic.substring(1)));
            check(text.toString(), expected, decoder.condition(Operation.COMPARE));
            return;
        }
        Optional<Computation> found = decoder.computation();
        Matcher matcher = X86_MNEMONIC.matcher(mnemonic);
        if (QUIET.matcher(mnemonic).matches()) {
            check(text.toString(), false, found.isPresent() && found.get().setsFlags());
        } else if (matcher.matches() && !text.operands().toString().matches(".*(%[c-gs]s:|%rip).*")) {
            Computation computation = found.orElseThrow();
            check(text.toString(), Objects.requireNonNull(X86_OPERATIONS.get(matcher.group(1))),
                    computation.operation());
            List<String> operands = text.operands().stream().map(o -> o.replaceFirst("^0x0\\(", "(")).toList();
            if (operands.size() == 1 && mnemonic.startsWith("imul")) {
                check(text.toString(), operands.getFirst(), att(computation.right(), computation.width(), machine));
            } else if (operands.size() == 1) {
                check(text.toString(), operands.getFirst(), att(computation.left(), computation.width(), machine));
            } else {
                check(text.toString(), operands.get(0) + "," + operands.get(1),
                        att(computation.right(), computation.width(), machine) + ","
                                + att(computation.left(), computation.width(), machine));
            }
        }
    }

    /// As `objdump` writes it; the second bytes of registers and constant addresses are not compared.
    private static String att(Operand operand, int width, Machine machine) {
        return switch (operand) {
            case Operand.Register(int register) -> "%" + att(register, width, machine);
            case Operand.Constant(long value) -> "$0x"
                    + Long.toHexString(width == 64 ? value : value & (1L << width) - 1);
            case Operand.Memory memory -> memory(memory, machine);
            case Operand.Unknown _ -> "?";
        };
    }

    private static String att(int register, int width, Machine machine) {
        String name = machine.registerName(register);
        return switch (width) {
            case 8 -> register < 8 ? NARROW[register] : name + "b";
            case 16 -> register < 8 ? HALF[register] : name + "w";
            case 32 -> register < 8 ? "e" + HALF[register] : name + "d";
            default -> name;
        };
    }

    private static String memory(Operand.Memory memory, Machine machine) {
        long distance = memory.displacement();
        String text = distance == 0 ? "" : (distance < 0 ? "-0x" : "0x") + Long.toHexString(Math.abs(distance));
        String base = memory.base() < 0 ? "" : "%" + machine.registerName(memory.base());
        String index = memory.index() < 0 ? ""
                : ",%" + machine.registerName(memory.index()) + "," + memory.scale();
        return text + "(" + base + index + ")";
    }

    @Test
    void aarch64AgreesWithLlvm() throws IOException, InterruptedException {
        Machine machine = new AArch64();
        Decoder decoder = machine.decoder();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(4);
            Slice code = Slice.of("test", "code", bytes);
            for (Path file : inputs("aarch64", "arm64")) {
                Tools.eachLine(List.of(llvm(), "-d", Tools.unpacked(file, folder).toString()),
                        line -> AArch64Disassembly.parse(line).ifPresent(instruction -> {
                            bytes.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0,
                                    instruction.word());
                            decoder.decode(code, 0, instruction.address());
                            checkA64(instruction, decoder);
                        }));
            }
        }
        assertThat(compared).isGreaterThan(1000);
        assertThat(differences).isEmpty();
    }

    private void checkA64(AArch64Disassembly instruction, Decoder decoder) {
        String mnemonic = instruction.mnemonic();
        String name = mnemonic.startsWith("b.") ? mnemonic.substring(2) : mnemonic;
        Condition condition = instruction.flow() == Flow.BRANCH ? A64_CONDITIONS.get(name) : null;
        Optional<Computation> computation = decoder.computation();
        if (condition != null) {
            check(instruction.toString(), condition, decoder.condition(Operation.COMPARE));
            check(instruction.toString(), !mnemonic.startsWith("b."), computation.isPresent());
        }
        String[] operands = instruction.operands().split(", *", -1);
        switch (mnemonic) {
            case "cbz", "cbnz" -> checkA64(instruction, computation, operands[0], "#0");
            case "tbz", "tbnz" -> checkA64(instruction, computation, "x" + operands[0].substring(1), operands[1]);
            case "cmp", "tst", "cmn" -> {
                Operation expected = mnemonic.equals("tst") ? Operation.TEST : Operation.COMPARE;
                boolean isNegated = mnemonic.equals("cmn") && operands[1].startsWith("#") && !operands[1].equals("#0");
                if (!mnemonic.equals("cmn") || isNegated) {
                    check(instruction.toString(), expected, computation.orElseThrow().operation());
                }
                if (operands.length == 2 && !mnemonic.equals("cmn")) {
                    checkA64(instruction, computation, operands[0], operands[1]);
                } else if (isNegated && operands.length == 2) {
                    checkA64(instruction, computation, operands[0], "#-" + operands[1].substring(1));
                }
            }
            case "adds", "subs", "ands" -> {
                check(instruction.toString(), true, computation.orElseThrow().setsFlags());
                if (operands.length == 3) {
                    checkA64(instruction, computation, operands[1], operands[2]);
                }
            }
            case "ccmp", "ccmn", "adcs", "sbcs" -> check(instruction.toString(), Operation.OTHER,
                    computation.orElseThrow().operation());
            case "add", "sub", "mov", "ldr", "str", "and", "orr", "csel", "cset", "adrp", "stp", "ldp" ->
                    check(instruction.toString(), false, computation.isPresent() && computation.get().setsFlags());
            default -> {}
        }
    }

    private void checkA64(AArch64Disassembly instruction, Optional<Computation> found, String left, String right) {
        Computation computation = found.orElseThrow();
        check(instruction.toString(), number(left) + " " + number(right),
                text(computation.left(), computation.width()) + " " + text(computation.right(), computation.width()));
    }

    /// Numbers in one form, registers as they are.
    private static String number(String operand) {
        if (!operand.startsWith("#")) {
            return operand.matches("[wx]zr") ? "0" : operand.equals("wsp") ? "sp" : operand;
        }
        String text = operand.substring(1);
        boolean isNegative = text.startsWith("-");
        String digits = isNegative ? text.substring(1) : text;
        long value = digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16)
                : Long.parseLong(digits);
        return Long.toString(isNegative ? -value : value);
    }

    private static String text(Operand operand, int width) {
        return switch (operand) {
            case Operand.Register(int register) -> register == 31 ? "sp" : (width == 64 ? "x" : "w") + register;
            case Operand.Constant(long value) -> Long.toString(
                    width == 32 && value < -0x1000 ? value & 0xffff_ffffL : value);
            case Operand.Memory _,Operand.Unknown _ -> "?";
        };
    }

    @Test
    void riscvAgreesWithLlvm() throws IOException, InterruptedException {
        Machine machine = new Riscv64();
        Decoder decoder = machine.decoder();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(8);
            Slice code = Slice.of("test", "code", bytes);
            for (Path file : inputs("riscv64", "riscv64")) {
                Tools.eachLine(List.of(llvm(), "-d", "-M", "no-aliases", file.toString()),
                        line -> RiscvDisassembly.parse(line).ifPresent(instruction -> {
                            bytes.set(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0,
                                    instruction.bytes());
                            decoder.decode(code, 0, instruction.address());
                            checkRiscv(instruction, decoder, machine);
                        }));
            }
        }
        assertThat(compared).isGreaterThan(300);
        assertThat(differences).isEmpty();
    }

    private void checkRiscv(RiscvDisassembly instruction, Decoder decoder, Machine machine) {
        Condition condition = RISCV_CONDITIONS.get(instruction.mnemonic());
        List<String> operands = instruction.operands();
        if (condition != null) {
            Computation computation = decoder.computation().orElseThrow();
            boolean isOne = instruction.mnemonic().endsWith("z");
            check(instruction.toString(), condition, decoder.condition(Operation.COMPARE));
            check(instruction.toString(), operands.get(0) + " " + (isOne ? "zero" : operands.get(1)),
                    riscv(computation.left(), machine) + " " + riscv(computation.right(), machine));
        }
        Operation operation = RISCV_OPERATIONS.get(instruction.mnemonic());
        if (operation != null && !operands.getFirst().equals("zero")) {
            Computation computation = decoder.computation().orElseThrow();
            boolean isShort = operands.size() == 2;
            check(instruction.toString(), operation, computation.operation());
            check(instruction.toString(),
                    operands.get(0) + " " + operands.get(isShort ? 0 : 1) + " " + operands.getLast(),
                    machine.registerName(computation.result()) + " " + riscv(computation.left(), machine) + " "
                            + riscv(computation.right(), machine));
        }
    }

    private static String riscv(Operand operand, Machine machine) {
        return switch (operand) {
            case Operand.Register(int register) -> machine.registerName(register);
            case Operand.Constant(long value) -> value == 0 ? "zero" : Long.toString(value);
            case Operand.Memory _,Operand.Unknown _ -> "?";
        };
    }

    private static String llvm() {
        Optional<String> found = Stream.of("llvm-objdump-14", "llvm-objdump")
                .filter(name -> Tools.find(name).isPresent()).findFirst();
        assumeTrue(found.isPresent(), "skipped: no llvm-objdump on the path");
        return found.orElseThrow();
    }
}
