package dev.assay.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.testing.PlainElf;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Compares with LLVM's own readers on programs that the test compiles.
class DwarfOracleTest {
    private static final String RUST = """
            #![no_std]
            #[panic_handler]
            fn panic(_: &core::panic::PanicInfo) -> ! { loop {} }
            #[inline(always)]
            fn twice(x: u32) -> u32 { x.checked_mul(2).unwrap() }
            #[inline(always)]
            fn four(x: u32) -> u32 { twice(twice(x)) }
            #[cold] #[inline(never)]
            fn stop(why: &str) -> ! { panic!("{why}") }
            pub struct Meter { seen: [u8; 64], at: usize }
            impl Meter {
                #[inline(never)]
                pub fn take(&mut self, n: u32) -> usize {
                    if n > 1000 { stop("too much") }
                    self.seen[self.at..][..4].copy_from_slice(&four(n).to_le_bytes());
                    self.at += 4;
                    self.seen[n as usize] = 1;
                    self.seen.iter().map(|b| *b as usize).filter(|b| b % 3 != 0).sum()
                }
            }
            #[no_mangle]
            pub extern "C" fn measure(text: *const u8, length: usize) -> usize {
                let bytes = unsafe { core::slice::from_raw_parts(text, length) };
                let mut meter = Meter { seen: [0; 64], at: 0 };
                let words = core::str::from_utf8(bytes).unwrap().split(',');
                words.map(|word| meter.take(word.parse().expect("a number"))).sum()
            }
            """;

    private static final String C = """
            #include <stdlib.h>
            static inline __attribute__((always_inline)) int twice(int x) { return 2 * x; }
            static inline __attribute__((always_inline)) int four(int x) { return twice(twice(x)); }
            __attribute__((noreturn, noinline)) static void stop(int x) { exit(four(x)); }
            int main(int argc, char **argv) {
                if (argc > 3) stop(argc);
                return four(argc) + atoi(argv[0]);
            }
            """;

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"4", "5"})
    void rustProgramHasTheFunctionsLinesAndInlineChainsThatLlvmFinds(String version) throws IOException {
        DwarfTools.require("rustc", "llvm-dwarfdump-14", "llvm-symbolizer-14");
        Files.writeString(folder.resolve("meter.rs"), RUST);
        // without the standard library the dump stays small; what is used of `core` comes with units of its own
        DwarfTools.run(folder, "rustc", "-g", "-O", "-Cdwarf-version=" + version, "-Ccodegen-units=2", "-Cpanic=abort",
                "-Clink-arg=-nostdlib", "--crate-type=cdylib", "-o", "meter", "meter.rs");
        try (Arena arena = Arena.ofShared()) {
            Dwarf dwarf = open("meter", arena);
            assertThat(dwarf.rustUnits()).extracting(Unit::version).contains(Integer.parseInt(version));
            assertSameFunctions("meter", dwarf, dwarf.rustSubprograms());
            assertSameLines("meter", dwarf);
            assertSameChains("meter", dwarf);
            assertThat(dwarf.skipped()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-gdwarf-2", "-gdwarf-3", "-gdwarf-4", "-gdwarf-5", "-gdwarf64 -gdwarf-5"})
    void cProgramHasTheFunctionsAndLinesThatLlvmFinds(String flags) throws IOException {
        DwarfTools.require("gcc", "llvm-dwarfdump-14");
        Files.writeString(folder.resolve("four.c"), C);
        List<String> command = new ArrayList<>(List.of("gcc", "-O2", "-o", "four", "four.c"));
        command.addAll(List.of(flags.split(" ")));
        DwarfTools.run(folder, command.toArray(new String[0]));
        try (Arena arena = Arena.ofShared()) {
            Dwarf dwarf = open("four", arena);
            List<Subprogram> functions = new ArrayList<>();
            for (Unit unit : dwarf.units()) {
                functions.addAll(unit.subprograms());
            }
            assertThat(functions).hasSizeGreaterThanOrEqualTo(2);
            assertSameFunctions("four", dwarf, functions);
            assertSameLines("four", dwarf);
        }
    }

    @Test
    void kernelOfTheCorpusHasTheInlineChainsThatLlvmFinds() throws IOException {
        DwarfTools.require("llvm-symbolizer-14", "xz");
        assumeTrue("1".equals(System.getenv("ASSAY_SLOW")), "runs only with ASSAY_SLOW=1");
        Path packed = DwarfTools.shared().resolve("corpus/x86_64-vmlinux/vmlinux.xz");
        assumeTrue(Files.exists(packed), "the corpus is not there: " + packed);
        Files.copy(packed, folder.resolve("vmlinux.xz"));
        DwarfTools.run(folder, "xz", "-d", "vmlinux.xz");
        try (Arena arena = Arena.ofShared()) {
            Dwarf dwarf = open("vmlinux", arena);
            assertThat(dwarf.rustUnits()).isNotEmpty();
            assertSameChains("vmlinux", dwarf);
        }
    }

    private Dwarf open(String program, Arena arena) {
        return Dwarf.of(program, PlainElf.open(folder.resolve(program), arena)::section);
    }

    /// Offsets of entries with their first addresses; LLVM prints a list of ranges instead where there are several.
    private void assertSameFunctions(String program, Dwarf dwarf, List<Subprogram> functions) {
        Map<String, String> ours = new TreeMap<>();
        for (Subprogram function : functions) {
            AddressRange first = function.ranges().get(0);
            ours.put("0x%08x".formatted(function.offset()), "0x%016x 0x%016x %s".formatted(first.low(), first.high(),
                    function.linkageName().orElse("-")));
        }
        Map<String, String> theirs = new TreeMap<>();
        String dump = DwarfTools.run(folder, "llvm-dwarfdump-14", "--debug-info", program);
        Map<String, String> linkageNames = new TreeMap<>();
        Map<String, String> origins = new TreeMap<>();
        for (String text : dump.split("\n\n", -1)) {
            Matcher entry = Pattern.compile("(0x[0-9a-f]+):\\s+DW_TAG_subprogram").matcher(text);
            if (!entry.find()) {
                continue;
            }
            Matcher linkage = Pattern.compile("linkage_name\\s+\\(\"(.*)\"\\)").matcher(text);
            if (linkage.find()) {
                linkageNames.put(entry.group(1), linkage.group(1));
            }
            Matcher origin = Pattern.compile("DW_AT_(?:abstract_origin|specification)\\s+\\((0x[0-9a-f]+)")
                    .matcher(text);
            if (origin.find()) {
                origins.put(entry.group(1), origin.group(1));
            }
            Matcher range = Pattern.compile(
                    "DW_AT_low_pc\\s+\\((0x[0-9a-f]+)\\)\\s+DW_AT_high_pc\\s+\\((0x[0-9a-f]+)\\)"
                            + "|DW_AT_ranges\\s+\\(0x[0-9a-f]+\\s+\\[(0x[0-9a-f]+), (0x[0-9a-f]+)\\)")
                    .matcher(text);
            if (range.find()) {
                String low = range.group(1) != null ? range.group(1) : range.group(3);
                String high = range.group(1) != null ? range.group(2) : range.group(4);
                theirs.put(entry.group(1), low + " " + high);
            }
        }
        theirs.replaceAll((offset, range) -> range + " " + linkageName(offset, linkageNames, origins));
        theirs.values().removeIf(range -> range.startsWith("0x0000000000000000"));
        assertThat(ours).isNotEmpty().isEqualTo(only(theirs, dwarf, functions));
    }

    private static String linkageName(String offset, Map<String, String> names, Map<String, String> origins) {
        String at = offset;
        while (!names.containsKey(at) && origins.containsKey(at)) {
            at = origins.get(at);
        }
        return names.getOrDefault(at, "-");
    }

    /// What of the dump is in the units that the functions are from.
    private static Map<String, String> only(Map<String, String> all, Dwarf dwarf, List<Subprogram> functions) {
        Map<String, String> kept = new TreeMap<>();
        all.forEach((offset, text) -> {
            Unit unit = dwarf.entry(Long.decode(offset)).orElseThrow().unit();
            if (functions.stream().anyMatch(function -> function.unit().equals(unit))) {
                kept.put(offset, text);
            }
        });
        return kept;
    }

    private void assertSameLines(String program, Dwarf dwarf) {
        List<String> ours = new ArrayList<>();
        for (Unit unit : dwarf.units()) {
            for (LineRow row : unit.lines().map(LineTable::allRows).orElse(List.of())) {
                ours.add(row.endSequence()
                        ? "0x%016x end".formatted(row.address())
                        : "0x%016x %d %d".formatted(row.address(), row.line(), row.column()));
            }
        }
        List<String> theirs = new ArrayList<>();
        List<String> sequence = new ArrayList<>();
        Pattern row = Pattern.compile("(0x[0-9a-f]{16})\\s+(\\d+)\\s+(\\d+)\\s+\\d+\\s+\\d+\\s+\\d+ (.*)");
        for (String line : DwarfTools.run(folder, "llvm-dwarfdump-14", "--debug-line", program).split("\n", -1)) {
            Matcher match = row.matcher(line);
            if (match.matches()) {
                boolean end = match.group(4).contains("end_sequence");
                sequence.add(match.group(1) + (end ? " end" : " " + match.group(2) + " " + match.group(3)));
                if (end) {
                    boolean dropped = sequence.get(0).startsWith("0x0000000000000000")
                            || sequence.get(0).regionMatches(0, sequence.get(sequence.size() - 1), 0, 18);
                    theirs.addAll(dropped ? List.of() : sequence);
                    sequence.clear();
                }
            }
        }
        assertThat(ours).hasSizeGreaterThan(5).containsExactlyInAnyOrderElementsOf(theirs);
    }

    /// The outermost name may differ, for LLVM takes it from the symbol table.
    private void assertSameChains(String program, Dwarf dwarf) throws IOException {
        List<String> addresses = new ArrayList<>();
        StringBuilder ours = new StringBuilder();
        for (Subprogram function : dwarf.rustSubprograms()) {
            for (AddressRange range : function.ranges()) {
                for (long address = range.low(); address < range.high() && addresses.size() < 40_000; address += 3) {
                    List<InlineChain> chains = dwarf.inlineChains(address);
                    if (chains.size() == 1) {
                        addresses.add("0x%x".formatted(address));
                        ours.append(text(chains.get(0)));
                    }
                }
            }
        }
        Files.writeString(folder.resolve("addresses"), String.join("\n", addresses) + "\n");
        String theirs = DwarfTools.run(folder, "sh", "-c",
                "llvm-symbolizer-14 --no-demangle -i --obj=%s < addresses".formatted(program));
        assertThat(addresses).hasSizeGreaterThan(1000);
        assertThat(ours.toString().split("\n")).containsExactly(withoutOutermost(theirs).split("\n"));
    }

    private static String text(InlineChain chain) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < chain.frames().size(); i++) {
            Frame frame = chain.frames().get(i);
            String name = frame.linkageName() == null ? frame.function() : frame.linkageName();
            text.append(i == chain.frames().size() - 1 ? "-" : name).append('\n');
            text.append("%s:%d:%d%n".formatted(frame.file() == null ? "??" : frame.file(), frame.line(),
                    frame.column()));
        }
        return text.append('\n').toString();
    }

    private static String withoutOutermost(String symbolized) {
        StringBuilder text = new StringBuilder();
        for (String block : symbolized.strip().split("\n\n", -1)) {
            String[] lines = block.split("\n");
            lines[lines.length - 2] = "-";
            text.append(String.join("\n", lines)).append("\n\n");
        }
        return text.toString();
    }
}
