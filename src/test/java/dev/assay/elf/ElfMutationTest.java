package dev.assay.elf;

import static dev.assay.testing.ElfBuilder.ALLOC;
import static dev.assay.testing.ElfBuilder.EXECUTE;
import static dev.assay.testing.ElfBuilder.WRITE;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.assay.bytes.MalformedFileException;
import dev.assay.bytes.Slice;
import dev.assay.bytes.UnsupportedFormatException;
import dev.assay.testing.ElfBuilder;
import dev.assay.testing.ElfBytes;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Damaged files get an answer or one of the two exceptions, and no more memory than a small multiple of their size.
class ElfMutationTest {
    private static final int MUTANTS = 40_000;
    private static final long SEED = Long.getLong("assay.seed", 20261122);
    private static final long[] EXTREMES = {0, 1, -1, 0x7f, 0x80, 0xff, 0xff00, 0xffff, 0x7fff_ffff, 0x8000_0000L,
        0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE, 0x7fff_fff0, 1L << 40, 24, 64};

    private static List<byte[]> samples() {
        byte[] text = "some text to be packed, some text to be packed, some text to be packed".getBytes(US_ASCII);
        return List.of(
                new ElfBuilder(ElfType.REL, Elf.X86_64)
                        .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, 0, 16, new byte[64])
                        .section(".rodata", SectionType.PROGBITS, ALLOC, 0, 8, new byte[32])
                        .nobits(".bss", ALLOC | WRITE, 0, 64).compressed(".debug_info", ElfBuilder.ZLIB, text)
                        .compressed(".debug_str", ElfBuilder.ZSTD, text)
                        .symbol("f", Symbols.FUNC, ".text", 0, 16).symbol("u", 0, ElfBuilder.UNDEFINED, 0, 0)
                        .relocation(".text", 4, 4, "u", -4).relocation(".text", 16, 42, "u", -4)
                        .relocation(".rodata", 0, 1, "f", 1).relocation(".debug_info", 3, 10, "f", 0).build().bytes(),
                new ElfBuilder(ElfType.REL, Elf.AARCH64).extendedCounts()
                        .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, 0, 16, new byte[64])
                        .symbol("f", Symbols.FUNC, ".text", 0, 16).symbol("u", 0, ElfBuilder.UNDEFINED, 0, 0)
                        .relocation(".text", 0, 311, "u", 0).relocation(".text", 4, 312, "u", 0)
                        .relocation(".text", 8, 283, "u", 0).build().bytes(),
                new ElfBuilder(ElfType.DYN, Elf.AARCH64)
                        .section(".text", SectionType.PROGBITS, ALLOC | EXECUTE, -0x10000, 16, new byte[64])
                        .section(".rodata", SectionType.PROGBITS, ALLOC | WRITE, -0x8000, 16, new byte[64])
                        .section(".rela.dyn", SectionType.RELA, ALLOC, -0x4000, 8, new byte[96])
                        .section(".notes", SectionType.NOTE, ALLOC, -0x2000, 4, new byte[40])
                        .symbol("f", Symbols.FUNC, ".text", -0x10000, 16).build().bytes());
    }

    @Test
    void onlyTheTwoExceptionsEscape() {
        Random random = new Random(SEED);
        List<byte[]> samples = samples();
        int answered = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutate(samples.get(i % samples.size()).clone(), random);
            try {
                readEverything(ElfBytes.sliceOf(mutant));
                answered++;
            } catch (MalformedFileException | UnsupportedFormatException expected) {
                assertThat(expected).hasMessageStartingWith("test.elf: ");
            } catch (RuntimeException | Error e) {
                fail("seed %s, mutant %s".formatted(SEED, i), e);
            }
        }
        // Most single changes hit bytes that do not matter here; if none gets through, the test is of no use.
        assertThat(answered).as("seed %s", SEED).isBetween(MUTANTS / 20, MUTANTS - MUTANTS / 20);
    }

    private static byte[] mutate(byte[] file, Random random) {
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int width = 1 << random.nextInt(4);
            long value = random.nextInt(4) == 0 ? random.nextLong() : EXTREMES[random.nextInt(EXTREMES.length)];
            // Headers are the first 64 bytes and the end; change them more often than the rest.
            int offset = random.nextInt(3) == 0 ? random.nextInt(64) : random.nextInt(file.length);
            for (int i = 0; i < width && offset + i < file.length; i++) {
                file[offset + i] = (byte) (value >> (8 * i));
            }
        }
        return random.nextInt(20) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file;
    }

    /// Asks everything that can be asked. A section or symbol that is refused must not keep the others from answering.
    private static void readEverything(Slice file) {
        Elf elf = Elf.read(file);
        try (Counter counter = new Counter(200 * file.size() + (1 << 20))) {
            Notes.buildId(elf);
            Symbols symbols = Symbols.of(elf);
            AddressSpace space = AddressSpace.of(elf, symbols, counter);
            List<RuntimeException> refused = new ArrayList<>();
            for (Section section : elf.sections()) {
                attempt(refused, () -> space.contents(section));
                attempt(refused, () -> space.at(space.address(section)));
                space.isConstant(space.address(section));
                assertThat(section.flagLetters()).isNotNull();
            }
            for (int symbol = 0; symbol < symbols.count(); symbol++) {
                int index = symbol;
                attempt(refused, () -> symbols.name(index));
                attempt(refused, () -> space.at(space.address(index)));
                attempt(refused, () -> space.undefinedSymbol(space.address(index)));
                attempt(refused, () -> space.at(space.address(index) + 0x1000));
            }
            assertThat(space.troubles()).hasSizeLessThan(100);
            if (!refused.isEmpty()) {
                throw refused.getFirst();
            }
        }
    }

    private static void attempt(List<RuntimeException> refused, Runnable question) {
        try {
            question.run();
        } catch (MalformedFileException | UnsupportedFormatException e) {
            refused.add(e);
        }
    }

    /// An arena that counts what it gives out.
    private static final class Counter implements Arena {
        private final Arena arena = Arena.ofConfined();
        private final long most;
        private long given;

        Counter(long most) {
            this.most = most;
        }

        @Override
        public MemorySegment allocate(long size, long alignment) {
            given += size;
            if (given > most) {
                throw new AssertionError("%d bytes asked for, %d in all".formatted(size, given));
            }
            return arena.allocate(size, alignment);
        }

        @Override
        public MemorySegment.Scope scope() {
            return arena.scope();
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
