package dev.assay.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.testing.DwarfBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Changes bytes of real debug sections and asks every question: an answer, or one of the two file errors.
class DwarfMutationTest {
    private static final int MUTANTS = Integer.getInteger("assay.mutants", 4_000);
    private static final long SEED = Long.getLong("assay.seed", 20261122);

    /// Numbers that sit at the edges of fields, besides random ones.
    private static final int[] EDGES = {0, 1, 0x7f, 0x80, 0xff, 0x11, 0x2e, 0x16, 0x21};

    private int answers;
    private int refusals;

    @ParameterizedTest
    @ValueSource(strings = {"4", "5"})
    @Timeout(180)
    void mutantsGiveAnAnswerOrAFileError(String version) {
        Map<String, byte[]> original = DwarfFixtureTest.sections(version);
        for (int i = 0; i < MUTANTS; i++) {
            long seed = SEED + i;
            try {
                ask(mutant(original, new SplittableRandom(seed)));
            } catch (MalformedFileException | UnsupportedFormatException e) {
                throw new AssertionError("seed " + seed + ": an error left the file's own questions", e);
            } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
        // both must happen often, else the mutations are too weak or the readers refuse everything
        assertThat(answers).isGreaterThan(MUTANTS / 10);
        assertThat(refusals).isGreaterThan(MUTANTS / 10);
    }

    private static Dwarf mutant(Map<String, byte[]> original, SplittableRandom random) {
        Map<String, byte[]> sections = new HashMap<>(original);
        List<String> names = new ArrayList<>(original.keySet());
        names.sort(null);
        for (int change = 1 + random.nextInt(4); change > 0; change--) {
            String name = names.get(random.nextInt(names.size()));
            byte[] bytes = sections.getOrDefault(name, new byte[0]).clone();
            if (random.nextInt(20) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            } else if (bytes.length > 0) {
                bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean()
                        ? random.nextInt(256)
                        : EDGES[random.nextInt(EDGES.length)]);
            }
            sections.put(name, bytes);
        }
        Map<String, Slice> slices = new HashMap<>();
        sections.forEach((name, bytes) -> slices.put(name, DwarfBuilder.slice(name, bytes)));
        return Dwarf.of(DwarfBuilder.FILE, name -> Optional.ofNullable(slices.get(name)));
    }

    private void ask(Dwarf dwarf) {
        for (Subprogram subprogram : dwarf.rustSubprograms()) {
            attempt(subprogram::linkageName);
            attempt(subprogram::path);
            attempt(subprogram::declarationFile);
            for (AddressRange range : subprogram.ranges()) {
                for (long address = range.low(); address - range.low() < 64; address += 8) {
                    dwarf.inlineChain(address);
                    for (Variable variable : dwarf.variables(address)) {
                        dwarf.pointed(variable, address & 0x38, 8);
                        dwarf.member(variable, 8, 8);
                    }
                }
            }
        }
        if (dwarf.skipped().isEmpty()) {
            answers++;
        }
        for (Unit unit : dwarf.units()) {
            attempt(unit::name);
            attempt(unit::producer);
            attempt(unit::subprograms);
            attempt(() -> unit.lines().ifPresent(LineTable::allRows));
            attempt(() -> walk(unit.entries()));
        }
        refusals += dwarf.skipped().size();
    }

    /// One question for each attribute, in turn: most do not suit it, and making all those errors takes long.
    private static void walk(EntryCursor entry) {
        int turn = 0;
        while (entry.next()) {
            for (int attribute : entry.current().attributes) {
                switch (turn++ % 7) {
                    case 0 -> attempt(() -> entry.unsigned(attribute, 0));
                    case 1 -> attempt(() -> entry.signed(attribute, 0));
                    case 2 -> attempt(() -> entry.address(attribute, 0));
                    case 3 -> attempt(() -> entry.reference(attribute));
                    case 4 -> attempt(() -> entry.string(attribute));
                    case 5 -> attempt(() -> entry.block(attribute));
                    default -> attempt(() -> entry.has(attribute));
                }
            }
        }
    }

    private static void attempt(Runnable question) {
        try {
            question.run();
        } catch (MalformedFileException | UnsupportedFormatException e) {
            assertThat(e).hasMessageStartingWith(DwarfBuilder.FILE);
        }
    }
}
