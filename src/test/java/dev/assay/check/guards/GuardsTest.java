package dev.assay.check.guards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.archive.SingleFile;
import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.check.panics.ImagePanics;
import dev.assay.check.panics.PanicCheck;
import dev.assay.check.panics.Role;
import dev.assay.check.panics.Site;
import dev.assay.check.panics.Use;
import dev.assay.image.DebugFiles;
import dev.assay.image.Image;
import dev.assay.machine.Condition;
import dev.assay.machine.Operation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The guards of known sites. What is expected was compared by hand with the disassembly and the sources.
class GuardsTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");

    private static final String X86_64 = """
            add_signed (add-overflow): left rdi = first: i32, right rsi = second: i32 (reached if rdi + rsi \
            overflows; branch at +0x6)
            slice_bound (bounds-check): index rdx = at: usize, bound rsi = bytes.length: usize (reached if rdx >= \
            rsi, unsigned; branch at +0x7)
            member_bound (add-overflow): left rsi = by: usize, right [rdi+0x140] = ring.head: usize (reached if rsi \
            + [rdi+0x140] carries; branch at +0xc)
            member_bound (bounds-check): index rsi, bound 40 (reached if rsi >= 40, unsigned; branch at +0x12)
            constant_bound (bounds-check): index rsi = i: u32, bound 40 (reached if rsi >= 40, unsigned; branch at \
            +0xc)
            add (add-overflow): left rdi = first: u32, right rsi = second: u32 (reached if rdi + rsi carries; \
            branch at +0x6)
            take (unwrap-none): discriminant rdi = value: core::option::Option<&u64> = self: \
            core::option::Option<&u64> (reached if rdi == 0; branch at +0x7)
            shift (shl-overflow): amount rsi = by: u32, bits 64 (reached if rsi >= 64, unsigned; branch at +0x7)
            table (explicit): unknown: no branch leads here, but an indirect jump, or one that is patched in
            divide (div-by-zero): divisor rsi = parts: u32 (reached if rsi == 0; branch at +0x6)
            either (bounds-check): index rsi = low: usize, bound 16 (reached if rsi >= 16, unsigned; branch at +0x9)
            either (bounds-check): index rdx = high: usize, bound 16 (reached if rdx >= 16, unsigned; branch at +0xf)
            multiply (mul-overflow): left rax = width: usize, right rsi = height: usize (reached if rax * rsi \
            overflows; branch at +0xa)
            subtract (sub-overflow): left rax = ring.len: usize, right rsi = taken: usize (reached if rax < rsi, \
            unsigned; branch at +0xe)
            slice_end (slice-index): end rdx = to: usize, length rsi = bytes.length: usize (reached if rdx > rsi, \
            unsigned; branch at +0x7)
            always (explicit): none: the function always gets here
            """;
    private static final String AARCH64 = """
            add_signed (add-overflow): left x0 = first: i32, right x1 = second: i32 (reached if x0 + x1 overflows; \
            branch at +0x10)
            slice_bound (bounds-check): index x2 = at: usize, bound x1 = bytes.length: usize (reached if x2 >= x1, \
            unsigned; branch at +0x10)
            member_bound (add-overflow): left x9 = ring.head: usize, right x1 = by: usize (reached if x9 + x1 \
            carries; branch at +0x18)
            member_bound (bounds-check): index x0, bound 40 (reached if x0 >= 40, unsigned; branch at +0x20)
            constant_bound (bounds-check): index x1 = i: u32, bound 40 (reached if x1 >= 40, unsigned; branch at \
            +0x18)
            add (add-overflow): left x1 = second: u32, right x0 = first: u32 (reached if x1 + x0 carries; branch at \
            +0x10)
            take (unwrap-none): discriminant x0 = value: core::option::Option<&u64> = self: \
            core::option::Option<&u64> (reached if x0 == 0; branch at +0xc)
            shift (shl-overflow): amount x1 = by: u32, bits 64 (reached if x1 >= 64, unsigned; branch at +0x10)
            table (explicit): left x8 (reached if x8 == 2; branch at +0x94)
            divide (div-by-zero): divisor x1 = parts: u32 (reached if x1 == 0; branch at +0xc)
            either (bounds-check): index x1 = low: usize, bound 16 (reached if x1 >= 16, unsigned; branch at +0x10)
            either (bounds-check): index x2 = high: usize, bound 16 (reached if x2 >= 16, unsigned; branch at +0x18)
            multiply (mul-overflow): left x0 = width: usize, right x1 = height: usize (reached if x0 * x1 \
            overflows; branch at +0x14)
            subtract (sub-overflow): left x8 = ring.len: usize, right x1 = taken: usize (reached if x8 < x1, \
            unsigned; branch at +0x14)
            slice_end (slice-index): end x2, length x1 = bytes.length: usize = self.length: usize = slice.length: \
            usize (reached if x2 > x1, unsigned; branch at +0x14)
            always (explicit): none: the function always gets here
            """;
    private static final String RISCV64 = """
            add_signed (add-overflow): left a0 = first: i32, right a1 = second: i32 (reached if a0 + a1 overflows; \
            branch at +0xe)
            slice_bound (bounds-check): index a2 = at: usize, bound a1 = bytes.length: usize (reached if a2 >= a1, \
            unsigned; branch at +0x8)
            member_bound (add-overflow): left a3, right a1 = by: usize (reached if a3 + a1 carries; branch at +0x12)
            member_bound (bounds-check): index a0, bound 40 (reached if a0 >= 40, unsigned; branch at +0x1a)
            constant_bound (bounds-check): index a1 = i: u32, bound 40 (reached if a1 >= 40, unsigned; branch at \
            +0x14)
            add (add-overflow): left a0 = first: u32, right a1 = second: u32 (reached if a0 + a1 carries; branch at \
            +0xa)
            take (unwrap-none): discriminant a0 = value: core::option::Option<&u64> = self: \
            core::option::Option<&u64> (reached if a0 == 0; branch at +0x8)
            shift (shl-overflow): amount a1 = by: u32, bits 64 (reached if a1 >= 64, unsigned; branch at +0xc)
            table (explicit): unknown: no branch leads here, but an indirect jump, or one that is patched in
            divide (div-by-zero): divisor a1 = parts: u32 (reached if a1 == 0; branch at +0x8)
            either (bounds-check): index a1 = low: usize, bound 16 (reached if a1 >= 16, unsigned; branch at +0xa)
            either (bounds-check): index a2 = high: usize, bound 16 (reached if a2 >= 16, unsigned; branch at +0x10)
            multiply (mul-overflow): left a0 = width: usize, right a1 = height: usize (reached if a0 * a1 \
            overflows; branch at +0xc)
            subtract (sub-overflow): left a0 = ring.len: usize, right a1 = taken: usize (reached if a0 < a1, \
            unsigned; branch at +0xc)
            slice_end (slice-index): length a1 = bytes.length: usize = self.length: usize = slice.length: usize, \
            end a2 (reached if a1 < a2, unsigned; branch at +0xa)
            always (explicit): none: the function always gets here
            """;
    private static final String LOONGARCH64 = """
            add_signed (add-overflow): left a0 = first: i32, right a1 = second: i32 (reached if a0 + a1 overflows; \
            branch at +0x10)
            slice_bound (bounds-check): index a2 = at: usize, bound a1 = bytes.length: usize (reached if a2 >= a1, \
            unsigned; branch at +0x8)
            member_bound (add-overflow): left a3, right a1 = by: usize (reached if a3 + a1 carries; branch at +0x14)
            member_bound (bounds-check): index a0, bound 40 (reached if a0 >= 40, unsigned; branch at +0x1c)
            constant_bound (bounds-check): index a1 = i: u32, bound 40 (reached if a1 >= 40, unsigned; branch at \
            +0x14)
            add (add-overflow): left a1 = second: u32, right a0 = first: u32 (reached if a1 + a0 overflows; branch \
            at +0x18)
            take (unwrap-none): discriminant a0 = value: core::option::Option<&u64> = self: \
            core::option::Option<&u64> (reached if a0 == 0; branch at +0x8)
            shift (shl-overflow): amount a1 = by: u32, bits 64 (reached if a1 >= 64, unsigned; branch at +0xc)
            table (explicit): unknown: no branch leads here, but an indirect jump, or one that is patched in
            divide (div-by-zero): divisor a1 = parts: u32 (reached if a1 == 0; branch at +0x8)
            either (bounds-check): index a1 = low: usize, bound 16 (reached if a1 >= 16, unsigned; branch at +0xc)
            either (bounds-check): index a2 = high: usize, bound 16 (reached if a2 >= 16, unsigned; branch at +0x14)
            multiply (mul-overflow): left a0 = width: usize, right a1 = height: usize (reached if a0 * a1 \
            overflows; branch at +0xc)
            subtract (sub-overflow): left a0 = ring.len: usize, right a1 = taken: usize (reached if a0 < a1, \
            unsigned; branch at +0xc)
            slice_end (slice-index): length a1 = bytes.length: usize = self.length: usize = slice.length: usize, \
            end a2 (reached if a1 < a2, unsigned; branch at +0xc)
            always (explicit): none: the function always gets here
            """;

    private static Map<Site, Guard> guards(Path path) throws IOException {
        return SingleFile.look(path, leaf -> {
            Image image = Image.open(leaf.file(), DebugFiles.NONE);
            ImagePanics answer = PanicCheck.run(image, path.toString(), Use.ALL);
            Guards guards = Guards.of(image, answer.evidence());
            Map<Site, Guard> found = new LinkedHashMap<>();
            answer.sites().stream().filter(site -> site.role() != Role.MACHINERY)
                    .forEach(site -> found.put(site, guards.of(site)));
            return Optional.of(found);
        });
    }

    private static String text(String fixture) throws IOException {
        StringBuilder text = new StringBuilder();
        guards(FIXTURES.resolve(fixture)).forEach((site, guard) -> guard.lines().forEach(line -> text
                .append(site.function().substring(site.function().indexOf("::") + 2)).append(" (").append(site.kind())
                .append("): ").append(line).append('\n')));
        return text.toString();
    }

    @Test
    void namesWhatIsComparedOnX86() throws IOException {
        assertThat(text("guards/x86_64-dwarf5.o")).isEqualTo(X86_64);
        assertThat(text("guards/x86_64-dwarf4.o")).isEqualTo(X86_64);
    }

    @Test
    void namesWhatIsComparedOnAArch64() throws IOException {
        assertThat(text("guards/aarch64-dwarf5.o")).isEqualTo(AARCH64);
    }

    @Test
    void namesWhatIsComparedOnRiscv() throws IOException {
        assertThat(text("guards/riscv64-dwarf5.o")).isEqualTo(RISCV64);
    }

    @Test
    void namesWhatIsComparedOnLoongArch() throws IOException {
        assertThat(text("guards/loongarch64-dwarf5.o")).isEqualTo(LOONGARCH64);
    }

    @Test
    void theModelHoldsWhatTheTextSays() throws IOException {
        Guard guard = guards(FIXTURES.resolve("guards/x86_64-dwarf5.o")).entrySet().stream()
                .filter(entry -> entry.getKey().function().endsWith("constant_bound")).findFirst().orElseThrow()
                .getValue();
        assertThat(guard).isEqualTo(new Guard.Guarded(List.of(new Check(0xc, 0x9, Operation.COMPARE, 32,
                Condition.ABOVE_OR_EQUAL, new Term("index", "rsi", null, List.of(new Term.Named("i", "u32"))),
                new Term("bound", null, 40L, List.of()))), false));
    }

    /// Sites of one merged call differ by the location that each way brings along.
    @Test
    void aMergedCallHasTheBranchesOfItsLocation() throws IOException {
        assertThat(text("merged-calls/aarch64.o")).startsWith("""
                merged_tail (explicit): left x1 (reached if bit 0 of x1 is set; branch at +0x18)
                merged_tail (explicit): left x2 (reached if x2 == 77; branch at +0x20)
                merged_tail (explicit): left x0 (reached if bit 0 of x0 is set; branch at +0x14)
                """);
    }

    @Test
    void everySiteOfTheFixturesHasAnAnswer() throws IOException {
        for (String name : List.of("kinds/x86_64-opt0.o", "kinds/x86_64-pic.o", "kinds/aarch64-dwarf5.o",
                "kinds/riscv64-no-dwarf.o", "kinds/loongarch64-no-dwarf.o", "track-caller/x86_64-zlib.o",
                "linked/x86_64-vmlinux", "linked/aarch64-vmlinux", "unmangled/x86_64.o")) {
            assertThat(guards(FIXTURES.resolve(name)).values()).as(name).isNotEmpty()
                    .allSatisfy(guard -> assertThat(guard.lines()).isNotEmpty().doesNotContain(""));
        }
    }

    @Test
    void aCheckInTheCalledFunctionIsNotSoughtHere() throws IOException {
        assertThat(guards(FIXTURES.resolve("track-caller/x86_64-zlib.o")).values())
                .anySatisfy(guard -> assertThat(guard.lines().getFirst())
                        .matches("unknown: the check is in .*, which is called here"));
    }

    @Test
    void aBrokenFileGivesAnAnswerOrAFileError(@TempDir Path folder) throws IOException {
        long seed = Long.getLong("seed", new Random().nextLong());
        int count = Integer.getInteger("mutants", 400);
        Random random = new Random(seed);
        Path mutant = folder.resolve("mutant.o");
        for (String name : List.of("guards/x86_64-dwarf5.o", "guards/x86_64-dwarf4.o", "guards/riscv64-dwarf5.o")) {
            byte[] good = Files.readAllBytes(FIXTURES.resolve(name));
            for (int i = 0; i < count; i++) {
                byte[] bytes = good.clone();
                for (int change = random.nextInt(1, 8); change > 0; change--) {
                    bytes[random.nextInt(bytes.length)] = (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
                }
                Files.write(mutant, bytes);
                try {
                    guards(mutant);
                } catch (IOException | MalformedFileException | UnsupportedFormatException allowed) {
                    assertThat(allowed).hasMessageContaining("mutant.o");
                } catch (RuntimeException | StackOverflowError bug) {
                    throw new AssertionError("mutant %d of %s, -Dseed=%d".formatted(i, name, seed), bug);
                }
            }
        }
    }
}
