package dev.assay.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.Zstd;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Damaged archives get an answer, or are named with what is wrong with them. Nothing else, and in bounded time.
class WalkMutationTest {
    private static final int MUTANTS = 20_000;
    private static final long SEED = Long.getLong("assay.seed", 20261122);
    private static final long[] EXTREMES = {0, 1, -1, 0x7f, 0x80, 0xff, 0xff00, 0xffff, 0x7fff_ffff, 0x8000_0000L,
        0xffff_ffffL, Long.MAX_VALUE, Long.MIN_VALUE, 0x3030_3030_3030_3030L, 0x3737_3737_3737_3737L,
        0x3939_3939_3939_3939L, 0x4646_4646_4646_4646L, 512, 4096};

    private static List<byte[]> samples() {
        byte[] elf = Packed.elf(300);
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("a.ko", elf);
        members.put("a/name/that/is/so/long/that/no/header/has/room/for/it/" + "x".repeat(80), elf);
        members.put("b.ko.gz", Packed.gzip(elf));
        members.put("text", new byte[700]);
        List<byte[]> samples = new ArrayList<>(Packed.compressed(elf).values());
        samples.add(Packed.tar(members));
        samples.add(Packed.ar(members));
        samples.add(Packed.cpio(members));
        samples.add(Packed.zip(members));
        samples.add(Packed.rpm(Packed.cpio(members)));
        samples.add(Packed.deb("data.tar", Packed.tar(members)));
        samples.add(Packed.bzImage(Packed.payload(Packed.gzip(elf), elf.length)));
        samples.add(Packed.zboot("gzip", Packed.gzip(elf)));
        samples.add(Packed.cpio(Map.of("in.tar.zst", Zstd.compress(Packed.tar(members)))));
        return samples;
    }

    @Test
    void onlyAnswersAndNamedErrorsComeOut() {
        Random random = new Random(SEED);
        List<byte[]> samples = samples();
        Limits limits = new Limits(8, 250, 64 << 20, 16 << 20, 4 << 20);
        int answered = 0;
        int refused = 0;
        try (Worker worker = new Worker(); Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(1 << 20);
            for (int i = 0; i < MUTANTS; i++) {
                byte[] mutant = mutate(samples.get(i % samples.size()).clone(), random);
                // Half of them through a buffer, as from a file; half as they lie in memory.
                MemorySegment bytes = memory.asSlice(0, mutant.length).copyFrom(MemorySegment.ofArray(mutant));
                try {
                    Findings<Long> found = Walk.inMemory(bytes, i % 2 == 0, worker, limits,
                            leaf -> Optional.of(leaf.file().slice().size()));
                    answered += found.unreadable().isEmpty() ? 1 : 0;
                    refused += found.unreadable().isEmpty() ? 0 : 1;
                    assertThat(found.unreadable())
                            .allSatisfy(bad -> assertThat(bad.why()).startsWith("f").doesNotContain("Exception"));
                } catch (RuntimeException | Error e) {
                    fail("seed %s, mutant %s".formatted(SEED, i), e);
                }
            }
        }
        assertThat(answered).as("seed %s", SEED).isGreaterThan(MUTANTS / 20);
        assertThat(refused).as("seed %s", SEED).isGreaterThan(MUTANTS / 20);
    }

    private static byte[] mutate(byte[] file, Random random) {
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int width = 1 << random.nextInt(4);
            long value = random.nextInt(4) == 0 ? random.nextLong() : EXTREMES[random.nextInt(EXTREMES.length)];
            int offset = random.nextInt(3) == 0 ? random.nextInt(Math.min(file.length, 64))
                    : random.nextInt(file.length);
            for (int i = 0; i < width && offset + i < file.length; i++) {
                file[offset + i] = (byte) (value >> (8 * i));
            }
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file;
    }
}
