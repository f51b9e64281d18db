package dev.assay.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.testing.DwarfBuilder;
import dev.assay.testing.PlainElf;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What we say about one small library in both versions of DWARF, beside which lies what we should say.
class DwarfFixtureTest {
    private static final List<String> NAMES = List.of(".debug_info", ".debug_abbrev", ".debug_str", ".debug_line_str",
            ".debug_line", ".debug_ranges", ".debug_rnglists", ".debug_addr", ".debug_str_offsets", ".debug_loc",
            ".debug_loclists");

    @ParameterizedTest
    @ValueSource(strings = {"4", "5"})
    void saysWhatIsExpected(String version) throws IOException {
        Map<String, byte[]> sections = sections(version);
        Dwarf dwarf = Dwarf.of(DwarfBuilder.FILE,
                name -> Optional.ofNullable(sections.get(name)).map(bytes -> DwarfBuilder.slice(name, bytes)));
        StringBuilder said = new StringBuilder();
        for (Unit unit : dwarf.rustUnits()) {
            said.append("%s; %s; %s%n".formatted(unit, unit.name().orElse("-"), unit.compDir().orElse("-")));
        }
        for (Subprogram subprogram : dwarf.rustSubprograms()) {
            said.append("%n%s %s%s%n".formatted(subprogram.ranges(), subprogram.path().orElse("-"),
                    subprogram.noreturn() ? " noreturn" : ""));
            List<Frame> before = List.of();
            for (long address = subprogram.ranges().get(0).low(); address < subprogram.ranges().get(0)
                    .high(); address++) {
                List<Frame> frames = dwarf.inlineChain(address).orElseThrow().frames();
                if (!frames.equals(before)) {
                    said.append("  0x%x%n".formatted(address));
                    for (Frame frame : frames) {
                        said.append("    %s %s:%d:%d%n".formatted(frame.function(), frame.file(), frame.line(),
                                frame.column()));
                    }
                }
                before = frames;
            }
        }
        assertThat(dwarf.skipped()).isEmpty();
        Path expected = path("expected-dwarf" + version + ".txt");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(Path.of("src/test/resources/fixtures/dwarf", expected.getFileName().toString()), said);
        }
        assertThat(said.toString()).as("rerun with -Dgolden.update=true to accept")
                .isEqualTo(Files.readString(expected));
    }

    /// Copies of the debug sections of the fixture with DWARF 4 or 5.
    static Map<String, byte[]> sections(String version) {
        Map<String, byte[]> sections = new HashMap<>();
        try (Arena arena = Arena.ofShared()) {
            PlainElf elf = PlainElf.open(path("meter-rustc-1.95-x86_64-dwarf" + version + ".so"), arena);
            for (String name : NAMES) {
                elf.section(name).ifPresent(slice -> sections.put(name, slice.copy(0, slice.size())));
            }
        }
        assertThat(sections).containsKeys(".debug_info", ".debug_line");
        return sections;
    }

    private static Path path(String name) {
        try {
            return Path.of(DwarfFixtureTest.class.getResource("/fixtures/dwarf/" + name).toURI());
        } catch (URISyntaxException e) {
            throw new UncheckedIOException(new IOException(e));
        }
    }
}
