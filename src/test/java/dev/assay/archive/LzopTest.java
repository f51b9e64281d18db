package dev.assay.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of `lzop`, which no library writes.
class LzopTest {
    private static final String SUM = "38894f847ea3698dc93e1c718749ed9057f229e90387d34931b89b7f1530f510";
    private static final long SEED = Long.getLong("assay.seed", 20261122);

    @TempDir private Path folder;

    private static byte[] fixture(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(LzopTest.class.getResourceAsStream("/archive/" + name))) {
            return in.readAllBytes();
        }
    }

    @Test
    void whatLzopPackedIsUnpacked() throws IOException {
        for (String name : new String[] {"lzop-1.lzo", "lzop-9.lzo"}) {
            assertThat(Walks.of(folder, fixture(name)).answers()).as(name).containsExactly("f ELF " + SUM);
        }
    }

    @Test
    void damagedBlocksAreRefusedOrUnpackedWithinBounds() throws IOException {
        byte[] whole = fixture("lzop-9.lzo");
        byte[] out = new byte[50_000];
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] block = Arrays.copyOfRange(whole, 58 + random.nextInt(64), whole.length - random.nextInt(64));
            block[random.nextInt(block.length)] = (byte) random.nextInt();
            int limit = random.nextInt(out.length);
            int size = Lzo.unpack(block, out, limit);
            assertThat(size).as("seed %s, mutant %s", SEED, i).isLessThanOrEqualTo(limit);
            refused += size < 0 ? 1 : 0;
        }
        assertThat(refused).as("seed %s", SEED).isPositive();
        for (int i = 38; i < whole.length; i += 7) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x55;
            assertThat(Walks.of(folder, damaged).answers()).as("byte %s", i).isSubsetOf("f ELF " + SUM);
        }
    }
}
