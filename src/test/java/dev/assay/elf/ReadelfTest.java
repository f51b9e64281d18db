package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.MappedFile;
import dev.assay.testing.Shared;
import dev.assay.testing.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Sections, symbols, relocations and build-ids are those that `readelf` shows.
class ReadelfTest {
    private static final long LARGEST = 3 << 20;
    private static final Pattern SECTION = Pattern.compile(
            "\\s*\\[ *(\\d+)] (.*?)\\s+\\S+\\s+([0-9a-f]{16}) ([0-9a-f]{6,}) ([0-9a-f]{6,}) ([0-9a-f]{2})"
                    + "\\s+([A-Za-z]*)\\s+(\\d+)\\s+(\\d+)\\s+(\\d+)");
    private static final Pattern SYMBOL = Pattern.compile(
            "\\s*(\\d+): ([0-9a-f]{16})\\s+(0x[0-9a-f]+|\\d+) (\\S+)\\s+(\\S+)\\s+\\S+\\s+(?:\\[.*])?\\s*(\\S+) ?(.*)");

    @Test
    void corpus() throws IOException, InterruptedException {
        Path corpus = Shared.folder().resolve("corpus");
        List<Path> packed;
        try (Stream<Path> files = Files.walk(corpus)) {
            packed = files.filter(file -> file.toString().endsWith(".xz") && file.toFile().length() <= LARGEST).sorted()
                    .toList();
        }
        Assumptions.assumeFalse(packed.isEmpty(), "skipped: the corpus is empty");
        for (Path path : packed) {
            String name = corpus.relativize(path).toString();
            agrees(Shared.corpus(name.substring(0, name.length() - ".xz".length())));
        }
    }

    @Test
    void filesOfThisSystem() throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        for (String name : List.of("/usr/bin/env", "/usr/bin/gcc", "/bin/sh", "/usr/lib/x86_64-linux-gnu/crt1.o",
                "/usr/lib/x86_64-linux-gnu/libc.so.6", "/usr/lib/x86_64-linux-gnu/libm.so.6",
                "/usr/lib/aarch64-linux-gnu/libc.so.6")) {
            if (Files.isRegularFile(Path.of(name))) {
                files.add(Path.of(name));
            }
        }
        Assumptions.assumeFalse(files.isEmpty(), "skipped: none of the usual ELF files is here");
        for (Path file : files) {
            agrees(file);
        }
    }

    private static void agrees(Path path) throws IOException, InterruptedException {
        String readelf = Tools.require("readelf").toString();
        try (MappedFile file = MappedFile.open(path, path.toString())) {
            Elf elf = Elf.read(file.slice());
            assertThat(sections(elf)).as("sections of %s", path).isNotEmpty()
                    .isEqualTo(sections(Tools.run(List.of(readelf, "-SW", path.toString()))));
            assertThat(symbols(Symbols.of(elf))).as("symbols of %s", path)
                    .isEqualTo(symbols(Tools.run(List.of(readelf, "-sW", path.toString()))));
            if (elf.isRelocatable()) {
                assertThat(relocations(elf)).as("relocations of %s", path)
                        .isEqualTo(relocations(Tools.run(List.of(readelf, "-rW", path.toString()))));
            }
            assertThat(Notes.buildId(elf).orElse("none")).as("build-id of %s", path)
                    .isEqualTo(buildId(Tools.run(List.of(readelf, "-nW", path.toString()))));
        }
    }

    private static List<String> sections(Elf elf) {
        return elf.sections().stream().map(s -> "%s %016x %06x %06x %02x %s %d %d %d %s".formatted(s.index(),
                s.address(), s.offset(), s.size(), s.entrySize(), s.flagLetters(), s.link(), s.info(), s.alignment(),
                s.name())).toList();
    }

    private static List<String> sections(String readelf) {
        return readelf.lines().map(SECTION::matcher).filter(Matcher::matches).map(m -> String.join(" ", m.group(1),
                m.group(3), m.group(4), m.group(5), m.group(6), m.group(7), m.group(8), m.group(9), m.group(10),
                m.group(2))).toList();
    }

    private static List<String> symbols(Symbols symbols) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < symbols.count(); i++) {
            String section = switch (symbols.section(i)) {
                case Symbols.UNDEFINED -> "UND";
                case Symbols.ABSOLUTE -> "ABS";
                case Symbols.COMMON -> "COM";
                default -> Integer.toString(symbols.section(i));
            };
            String name = symbols.type(i) == Symbols.SECTION ? "" : visible(symbols.name(i));
            lines.add("%d %016x %d %d %d %s %s".formatted(i, symbols.value(i), symbols.size(i), symbols.type(i),
                    symbols.binding(i), section, name));
        }
        return lines;
    }

    /// The assembler's local labels have control characters in their names, which readelf shows as `^B`.
    private static String visible(String name) {
        StringBuilder out = new StringBuilder();
        name.chars().forEach(c -> out.append(c < 0x20 ? "^" + (char) (c + 0x40) : Character.toString(c)));
        return out.toString();
    }

    /// Only of `.symtab`; the names of section symbols are made up by readelf.
    private static List<String> symbols(String readelf) {
        List<String> lines = new ArrayList<>();
        int start = readelf.indexOf("Symbol table '.symtab'");
        if (start >= 0) {
            readelf.substring(start).lines().map(SYMBOL::matcher).filter(Matcher::matches).forEach(m -> {
                int type = List.of("NOTYPE", "OBJECT", "FUNC", "SECTION", "FILE", "COMMON", "TLS", "", "", "", "IFUNC")
                        .indexOf(m.group(4));
                int binding = List.of("LOCAL", "GLOBAL", "WEAK").indexOf(m.group(5));
                lines.add("%s %s %d %d %d %s %s".formatted(m.group(1), m.group(2), Long.decode(m.group(3)), type,
                        binding, m.group(6), type == Symbols.SECTION ? "" : m.group(7)));
            });
        }
        return lines;
    }

    /// Offset and type (as a number) of every relocation of a relocatable file.
    private static List<String> relocations(Elf elf) {
        List<String> lines = new ArrayList<>();
        for (Section target : elf.sections()) {
            for (Relocations table : Relocations.of(elf, target)) {
                for (long i = 0; i < table.count(); i++) {
                    lines.add("%016x %08x%08x".formatted(table.offset(i), table.symbol(i), table.type(i)));
                }
            }
        }
        return lines.stream().sorted().toList();
    }

    private static List<String> relocations(String readelf) {
        Pattern line = Pattern.compile("([0-9a-f]{16})  ([0-9a-f]{16}) R_.*");
        return readelf.lines().map(line::matcher).filter(Matcher::matches).map(m -> m.group(1) + " " + m.group(2))
                .sorted().toList();
    }

    private static String buildId(String readelf) {
        Matcher matcher = Pattern.compile("Build ID: ([0-9a-f]+)").matcher(readelf);
        return matcher.find() ? matcher.group(1) : "none";
    }
}
